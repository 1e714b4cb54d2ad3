// Decoding for experiments: a file comes as mono samples at one rate, and a broken one as a reason, in time.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodeFile } from '../../evaluate/decode.ts'
import { SOUND_HZ } from '../../models/sound/log-mel.ts'
import { encode, needsFfmpeg } from '../fixtures/audio/tools.ts'

describe('decoding a file', needsFfmpeg, () => {
  let folder = ''
  const at = (name: string) => join(folder, name)
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'dwell-decode-'))
    encode(at('tone.flac'), [], 441, 3)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('gives its samples at 22,050 Hz, with the tone where it was', async () => {
    const decoded = await decodeFile(at('tone.flac'))
    if (!decoded.ok) throw new Error(decoded.why)
    expect(decoded.samples.length).toBeCloseTo(3 * SOUND_HZ, -2)
    // 441 Hz is a wave of 50 samples here.
    const middle = decoded.samples.subarray(SOUND_HZ + 25, SOUND_HZ + 525)
    const crossings = middle.reduce(
      (count, value, n) => count + Number(n > 0 && (middle[n - 1] ?? 0) < 0 && value >= 0),
      0,
    )
    expect(crossings).toBe(10)
  })

  it('gives an excerpt of the length that is asked for', async () => {
    const decoded = await decodeFile(at('tone.flac'), { startS: 1, durationS: 0.5 })
    expect(decoded.ok && decoded.samples.length).toBe(SOUND_HZ / 2)
  })

  it('says why of a file that is not there, is no sound, or is empty', async () => {
    writeFileSync(at('words.ogg'), 'this is no music')
    writeFileSync(at('empty.mp3'), '')
    for (const name of ['absent.ogg', 'words.ogg', 'empty.mp3']) {
      const decoded = await decodeFile(at(name))
      expect(decoded.ok, name).toBe(false)
      expect(!decoded.ok && decoded.why.length, name).toBeGreaterThan(0)
    }
  })

  it('has nothing to give from behind the end', async () => {
    expect(await decodeFile(at('tone.flac'), { startS: 60, durationS: 5 })).toMatchObject({ ok: false })
  })

  it('gives up a decoder that takes too long', async () => {
    expect(await decodeFile(at('tone.flac'), null, 1)).toEqual({ ok: false, why: 'ffmpeg was not done after 1 ms' })
  })
})
