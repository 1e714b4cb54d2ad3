// How long a song lasts, without reading it through.
import { afterAll, describe, expect, it } from 'vitest'
import { AudioFolder } from '../../../fixtures/audio/folder.ts'
import { id3v1, id3v2, text } from '../../../fixtures/audio/id3.ts'
import { mp4 } from '../../../fixtures/audio/mp4.ts'
import { adtsStream, apeTag, frame, framesMs, mpegStream } from '../../../fixtures/audio/mpeg.ts'
import { flac, ogg, oggPage } from '../../../fixtures/audio/vorbis.ts'
import { aiff, wav } from '../../../fixtures/audio/wav.ts'

const folder = new AudioFolder()
afterAll(() => folder.close())

describe('the length of an mp3', () => {
  it.each(['Xing', 'Info', 'VBRI'] as const)('is what its %s header counts', async header => {
    const kbps = header === 'Xing' ? [64, 192, 320] : 128
    const { durationMs } = await folder.tagged('counted.mp3', mpegStream({ frames: 400, kbps, header }))
    expect(durationMs).toBe(framesMs(400))
  })

  it('of equal frames without a header is exact, tags at both ends and all', async () => {
    const stream = mpegStream({ frames: 6000 })
    const bytes = Buffer.concat([
      id3v2([text('TIT2', 'Long')], { padding: 3000 }),
      stream,
      apeTag([['Title', 'Long']]),
      id3v1({}),
    ])
    const { durationMs, bitrate } = await folder.tagged('equal.mp3', bytes)
    expect(Math.abs(durationMs - framesMs(6000))).toBeLessThan(100)
    expect(bitrate).toBeGreaterThan(127_000)
    expect(bitrate).toBeLessThan(129_000)
  })

  it('of changing frames without a header is near', async () => {
    const kbps = [128, 320, 64, 192, 256, 128, 64]
    const { durationMs } = await folder.tagged('changing.mp3', mpegStream({ frames: 5000, kbps }))
    expect(Math.abs(durationMs / framesMs(5000) - 1)).toBeLessThan(0.06)
  })

  it('of a short one without a header is counted', async () => {
    const { durationMs } = await folder.tagged('short.mp3', mpegStream({ frames: 100, kbps: [64, 320] }))
    expect(durationMs).toBe(framesMs(100))
  })

  it('is found behind junk', async () => {
    const junk = Buffer.concat([Buffer.alloc(5000, 0xff), frame(128), Buffer.alloc(3000, 3)])
    const { durationMs } = await folder.tagged('junk.mp3', Buffer.concat([junk, mpegStream({ frames: 100 })]))
    expect(durationMs).toBe(framesMs(100))
  })

  it('loudness comes from the LAME header where no tag tells it', async () => {
    const stream = mpegStream({ frames: 50, header: 'Info', lame: { gainTenths: -68, peak: 0.75 } })
    expect(await folder.tagged('lame.mp3', stream)).toMatchObject({
      trackGainDb: -6.8,
      trackPeak: 0.75,
      albumGainDb: null,
    })
  })
})

describe('the length of', () => {
  it('bare AAC is that of its frames', async () => {
    const { durationMs, codec } = await folder.tagged('bare.aac', adtsStream(430))
    expect(codec).toBe('aac')
    expect(durationMs).toBe(Math.round((430 * 1024 * 1000) / 44100))
  })

  it('an Ogg stream is told by its last page', async () => {
    expect(await folder.tagged('song.ogg', ogg({ codec: 'vorbis', granules: 44_100 * 185, pages: 600 }))).toMatchObject(
      {
        durationMs: 185_000,
        codec: 'vorbis',
        sampleRate: 44_100,
        channels: 2,
        mime: 'audio/ogg',
      },
    )
  })

  it('Opus leaves out what decoders skip', async () => {
    const { durationMs } = await folder.tagged(
      'song.opus',
      ogg({ codec: 'opus', granules: 48_000 * 60 + 312, preSkip: 312 }),
    )
    expect(durationMs).toBe(60_000)
  })

  it('a broadcast cut out of the middle counts from its first page', async () => {
    const start = 44_100 * 3600
    const stream = ogg({ codec: 'vorbis', startGranule: start, granules: start + 44_100 * 30, pages: 300 })
    const { durationMs } = await folder.tagged('radio.ogg', stream)
    expect(Math.abs(durationMs - 30_000)).toBeLessThan(200)
  })

  it('chained streams is the sum of their links', async () => {
    const links = [10, 20, 30, 5].map((seconds, i) =>
      ogg({
        codec: 'vorbis',
        serial: i + 1,
        granules: 44_100 * seconds,
        pages: 400,
        comments: [['TITLE', `Link ${i}`]],
      }),
    )
    expect(await folder.tagged('chain.ogg', Buffer.concat(links))).toMatchObject({
      durationMs: 65_000,
      title: 'Link 0',
      warning: null,
    })
  })

  it('an Ogg stream beside another is its own', async () => {
    const sound = ogg({ codec: 'vorbis', serial: 1, granules: 44_100 * 20, pages: 60 })
    const ident = sound.indexOf('OggS', 1, 'latin1')
    const skeleton = Buffer.concat([Buffer.from('fishead\0', 'latin1'), Buffer.alloc(56)])
    const first = oggPage({ serial: 2, sequence: 0, granule: 0, first: true }, [skeleton.length], skeleton)
    const last = oggPage({ serial: 2, sequence: 1, granule: 99, last: true }, [1], Buffer.alloc(1))
    const both = Buffer.concat([first, sound.subarray(0, ident), sound.subarray(ident), last])
    expect(await folder.tagged('both.ogg', both)).toMatchObject({ durationMs: 20_000, warning: null })
  })

  it('FLAC, MP4, wav and aiff is what their headers say', async () => {
    expect((await folder.tagged('a.flac', flac({ samples: 441_000 }))).durationMs).toBe(10_000)
    expect((await folder.tagged('a.m4a', mp4({ seconds: 12.5 }))).durationMs).toBe(12_500)
    expect((await folder.tagged('a.wav', wav({ samples: 22_050 }))).durationMs).toBe(500)
    expect((await folder.tagged('a.aiff', aiff({ samples: 88_200 }))).durationMs).toBe(2_000)
  })
})
