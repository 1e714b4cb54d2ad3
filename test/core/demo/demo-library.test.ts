// The demonstration's files are real ones: other people's readers open them, and the same seed gives the same bytes.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { parseBuffer } from 'music-metadata'
import { describe, expect, it } from 'vitest'
import { catalogue } from '../../../main/core/demo/catalogue.ts'
import { COVER_SIZE, coverPng } from '../../../main/core/demo/cover.ts'
import { encodeFlac } from '../../../main/core/demo/flac.ts'
import { encodeOggOpus } from '../../../main/core/demo/ogg-opus.ts'
import { seededRandom } from '../../../main/core/demo/random.ts'
import { interleaved, render } from '../../../main/core/demo/render.ts'
import { styles } from '../../../main/core/demo/styles.ts'
import { encodeWav } from '../../../main/core/demo/wav.ts'
import { needsFfmpeg } from '../../fixtures/audio/tools.ts'

const _hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0
const tags = {
  comments: [
    ['TITLE', '환승'],
    ['ARTIST', '서울 지하'],
  ],
  picture: { mime: 'image/png', width: COVER_SIZE, height: COVER_SIZE, bytes: coverPng(1, 200) },
} as const

function decoded(bytes: Uint8Array, name: string): Int16Array {
  const folder = mkdtempSync(join(tmpdir(), 'dwell-demo-'))
  try {
    const file = join(folder, name)
    writeFileSync(file, bytes)
    const raw = execFileSync('ffmpeg', ['-v', 'error', '-i', file, '-map', 'a', '-f', 's16le', '-'], {
      maxBuffer: 1 << 28,
    })
    return new Int16Array(new Uint8Array(raw).buffer)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function piece(rate: number) {
  const random = seededRandom(3)
  return render(styles.jazz(4, random), 4, rate, 0.7, random)
}

describe('the demonstration', () => {
  it('has at least 60 tracks by 12 artists in 6 styles and 3 formats', () => {
    expect(catalogue.flatMap(album => album.tracks).length).toBeGreaterThanOrEqual(60)
    expect(
      new Set(catalogue.filter(album => !album.compilation).map(album => album.artist)).size,
    ).toBeGreaterThanOrEqual(12)
    expect(new Set(catalogue.map(album => album.style)).size).toBe(6)
    expect(new Set(catalogue.map(album => album.format)).size).toBe(3)
  })

  it('composes the same piece from the same seed, within full scale and not silent', () => {
    for (const style of Object.values(styles)) {
      const once = render(style(14, seededRandom(5)), 14, 22_050, 0.7, seededRandom(5))
      const again = render(style(14, seededRandom(5)), 14, 22_050, 0.7, seededRandom(5))
      expect(once.left).toEqual(again.left)
      const loudest = [...once.left, ...once.right].reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
      expect(loudest).toBeCloseTo(0.7, 3)
    }
  })

  it('writes FLAC that another decoder reads back sample for sample', needsFfmpeg, () => {
    const samples = interleaved(piece(44_100))
    expect(decoded(encodeFlac(samples, 44_100, tags), 'a.flac')).toEqual(samples)
  })

  it('writes FLAC without loss for any samples at all', needsFfmpeg, () => {
    fc.assert(
      fc.property(fc.int16Array({ minLength: 2, maxLength: 9000 }), noise => {
        const samples = noise.subarray(0, noise.length & ~1)
        expect(decoded(encodeFlac(samples, 44_100, { comments: [], picture: null }), 'n.flac')).toEqual(samples.slice())
      }),
      { numRuns: 5 },
    )
  })

  it('writes Opus of the right length that sounds like what went in', needsFfmpeg, () => {
    const samples = interleaved(piece(48_000))
    const heard = decoded(encodeOggOpus(samples, 96_000, tags), 'a.opus')
    expect(Math.abs(heard.length - samples.length)).toBeLessThan(2000)
    let together = 0
    let own = 0
    let other = 0
    for (let i = 0; i < samples.length; i++) {
      together += (samples[i] ?? 0) * (heard[i] ?? 0)
      own += (samples[i] ?? 0) ** 2
      other += (heard[i] ?? 0) ** 2
    }
    expect(together / Math.sqrt(own * other)).toBeGreaterThan(0.95)
  })

  it('writes tags and art that a tag reader finds in every format', async () => {
    const samples = interleaved(piece(48_000))
    const flac = await parseBuffer(encodeFlac(samples, 48_000, tags), 'audio/flac')
    const opus = await parseBuffer(encodeOggOpus(samples, 96_000, tags), 'audio/ogg')
    const wav = await parseBuffer(
      encodeWav(samples, 48_000, 2, [
        ['TIT2', '환승'],
        ['TPE1', '서울 지하'],
      ]),
      'audio/wav',
    )
    for (const { common, format } of [flac, opus, wav]) {
      expect(common.title).toBe('환승')
      expect(common.artist).toBe('서울 지하')
      expect(format.duration).toBeCloseTo(4, 1)
    }
    expect(flac.common.picture?.[0]?.data.length).toBe(tags.picture.bytes.length)
    expect(opus.common.picture?.[0]?.data.length).toBe(tags.picture.bytes.length)
  })

  it('draws covers as square PNG pictures', () => {
    const bytes = Buffer.from(coverPng(9, 40))
    expect(bytes.subarray(1, 4).toString()).toBe('PNG')
    expect(bytes.readUInt32BE(16)).toBe(COVER_SIZE)
  })
})
