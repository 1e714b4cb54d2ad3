// Files shaken at random: bytes flipped, ends cut off. Whatever comes out, it comes out soon.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Bytes, MemoryBytes } from '../../../../main/core/library/tags/bytes.ts'
import { Collector } from '../../../../main/core/library/tags/collector.ts'
import { createCoverMemory } from '../../../../main/core/library/tags/cover.ts'
import { describe as describeSong } from '../../../../main/core/library/tags/normalise.ts'
import { readSound } from '../../../../main/core/library/tags/read-file.ts'
import { custom, id3v1, id3v2, picture, rated, text } from '../../../fixtures/audio/id3.ts'
import { mp4 } from '../../../fixtures/audio/mp4.ts'
import { adtsStream, apeTag, mpegStream } from '../../../fixtures/audio/mpeg.ts'
import { jpegLike } from '../../../fixtures/audio/pictures.ts'
import { flac, ogg } from '../../../fixtures/audio/vorbis.ts'
import { aiff, wav } from '../../../fixtures/audio/wav.ts'

const frames = [
  text('TIT2', 'Rain', 'utf-16'),
  text('TPE1', ['Ada', 'Milo']),
  custom('ARTISTS', 'Ada'),
  rated('a', 9),
  picture(jpegLike(600)),
]
const comments = [
  ['TITLE', 'Rain'],
  ['ARTIST', 'Ada'],
] as const
const whole: Readonly<Record<string, Buffer>> = {
  mp3: Buffer.concat([
    id3v2(frames, { padding: 50 }),
    mpegStream({ frames: 12, header: 'Xing' }),
    apeTag([['Title', 'x']]),
    id3v1({ title: 'Rain' }),
  ]),
  'mp3 with unsynchronised tags': Buffer.concat([
    id3v2(frames, { version: 3, unsync: true }),
    mpegStream({ frames: 12 }),
  ]),
  aac: adtsStream(12),
  flac: flac({ comments, picture: jpegLike(600), sound: Buffer.alloc(800, 0xff) }),
  vorbis: ogg({ codec: 'vorbis', comments, pages: 6 }),
  opus: ogg({ codec: 'opus', comments, pages: 6 }),
  chained: Buffer.concat([1, 2, 3].map(serial => ogg({ codec: 'vorbis', serial, pages: 3 }))),
  m4a: mp4({
    items: [
      ['©nam', 'Rain'],
      ['trkn', '1/2'],
      ['covr', jpegLike(600)],
      ['----:com.apple.iTunes:ARTISTS', 'Ada'],
    ],
    sound: Buffer.alloc(900),
  }),
  wav: wav({ samples: 400, info: { INAM: 'Rain' }, id3: id3v2(frames) }),
  aiff: aiff({ samples: 400, id3: id3v2(frames) }),
}

/** Reads as the worker does, but from memory; answers whether it was readable. Throws only what a reader may throw. */
async function read(bytes: Bytes): Promise<boolean> {
  const tags = new Collector()
  try {
    describeSong(await readSound(bytes, tags), tags, createCoverMemory())
    return true
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(Error)
    // A mistake of ours would show as one of these.
    expect(thrown).not.toBeInstanceOf(TypeError)
    expect(thrown).not.toBeInstanceOf(ReferenceError)
    return false
  }
}

describe.each(Object.entries(whole))('a shaken %s', (_name, bytes) => {
  it('is whole before it is shaken', async () => {
    expect(await read(new MemoryBytes(bytes))).toBe(true)
  })

  it('never crashes or holds up its reader', async () => {
    const flips = fc.array(fc.tuple(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 255 })), { maxLength: 8 })
    const cut = fc.nat({ max: bytes.length })
    await fc.assert(
      fc.asyncProperty(flips, cut, fc.boolean(), async (changes, length, isCut) => {
        const shaken = Buffer.from(bytes.subarray(0, isCut ? length : bytes.length))
        for (const [at, value] of changes) if (at < shaken.length) shaken[at] = value
        const from = process.cpuUsage()
        await read(new MemoryBytes(shaken))
        // Time that it worked, whatever else the machine does; the songs are of some kilobytes.
        expect(process.cpuUsage(from).user).toBeLessThan(2_000_000)
      }),
      { numRuns: 300 },
    )
  })

  it('with a header that promises the impossible ends at once', async () => {
    for (let at = 0; at < Math.min(bytes.length - 4, 400); at++) {
      const shaken = Buffer.from(bytes)
      shaken.writeUInt32BE(0xffffffff, at)
      await read(new MemoryBytes(shaken))
    }
  })
})
