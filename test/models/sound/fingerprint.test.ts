// Laws of the fingerprint: a recording is known again through encoders, volumes and cuts, and never taken for another.
import { describe, expect, it } from 'vitest'
import { fingerprint, fingerprintDistance, SAME_RECORDING } from '../../../models/sound/fingerprint.ts'
import { logMel, SOUND_HZ } from '../../../models/sound/log-mel.ts'
import { reencoded, song } from './made-sound.ts'

const of = (samples: Float32Array) => fingerprint(logMel(samples))
const seeds = [1, 2, 3, 4, 5, 6]
const songs = seeds.map(seed => song(seed, 14))
const prints = songs.map(of)

describe('the fingerprint of a recording', () => {
  it('is a word every 93 ms', () => {
    expect(prints.map(print => print.length)).toEqual(seeds.map(() => 146))
  })

  it('is the same for the same sound', () => {
    for (const print of prints) expect(fingerprintDistance(print, print)).toBe(0)
  })

  it.each([0, 0.011, 0.35, 1.8, -1.2])('knows a recording again that was encoded anew and begins %d s later', cutS => {
    songs.forEach((samples, index) => {
      const changed =
        cutS < 0
          ? reencoded(Float32Array.from([...new Float32Array(Math.round(-cutS * SOUND_HZ)), ...samples]), index, 0)
          : reencoded(samples, index, cutS)
      const [print = new Uint32Array()] = prints.slice(index)
      expect(fingerprintDistance(print, of(changed))).toBeLessThan(SAME_RECORDING - 0.05)
    })
  })

  it('is never that of another recording', () => {
    for (const [index, print] of prints.entries())
      for (const other of prints.slice(index + 1))
        expect(fingerprintDistance(print, other)).toBeGreaterThan(SAME_RECORDING + 0.05)
  })

  it('is measured alike from both sides', () => {
    const [a = new Uint32Array(), b = new Uint32Array()] = prints
    expect(fingerprintDistance(a, b)).toBe(fingerprintDistance(b, a))
  })

  it('does not know a recording again that begins three seconds later', () => {
    const [first = new Float32Array()] = songs
    expect(fingerprintDistance(of(first), of(first.subarray(3 * SOUND_HZ)))).toBeGreaterThan(SAME_RECORDING)
  })

  it('says nothing of silence, of a steady tone, and of less than three seconds', () => {
    const tone = Float32Array.from(
      { length: 10 * SOUND_HZ },
      (_, n) => 0.5 * Math.sin((2 * Math.PI * 430.6640625 * n) / SOUND_HZ),
    )
    for (const samples of [new Float32Array(10 * SOUND_HZ), tone, song(1, 3)]) expect(of(samples)).toHaveLength(0)
    expect(fingerprintDistance(of(tone), of(tone))).toBe(1)
  })
})
