// Laws of the log-mel spectrogram: it agrees with a reference, hears pitch and loudness where they are, and may be fed in pieces.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { logMel, logMelStream, MEL_BANDS, MEL_HOP, MEL_WINDOW, SOUND_HZ } from '../../../models/sound/log-mel.ts'
import reference from '../../fixtures/log-mel-reference.json' with { type: 'json' }

/** A rising tone in noise, loud, then soft, then next to nothing; the reference was made from the same samples. */
function signal(): Float32Array {
  let state = 12345
  return Float32Array.from({ length: MEL_WINDOW + 5 * MEL_HOP }, (_, n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    const t = n / SOUND_HZ
    const gain = n < 2048 ? 0.5 : n < 3072 ? 0.01 : 1e-4
    return gain * (0.6 * Math.sin(2 * Math.PI * (200 * t + 20000 * t * t)) + 0.4 * (state / 2 ** 31 - 1))
  })
}

const tone = (hertz: number, samples = MEL_WINDOW, gain = 0.5) =>
  Float32Array.from({ length: samples }, (_, n) => gain * Math.sin((2 * Math.PI * hertz * n) / SOUND_HZ))

const loudestBand = (values: Float32Array) => values.indexOf(Math.max(...values))

describe('the log-mel spectrogram', () => {
  it('agrees with the reference table to 1e-4', () => {
    const { frames, values } = logMel(signal())
    expect(frames).toBe(reference.values.length)
    const apart = reference.values.flat().map((value, index) => Math.abs(value - (values[index] ?? Number.NaN)))
    expect(apart).toHaveLength(6 * MEL_BANDS)
    expect(Math.max(...apart)).toBeLessThan(1e-4)
  })

  it('is the same however the samples are cut into pieces', () => {
    const samples = signal()
    const { values: whole } = logMel(samples)
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: samples.length }), { maxLength: 8 }), cuts => {
        const stream = logMelStream()
        const places = [0, ...cuts.sort((a, b) => a - b), samples.length]
        const pieces = places
          .slice(1)
          .flatMap((end, index) => [...stream.push(samples.subarray(places[index], end)).values])
        expect(Float32Array.from(pieces)).toEqual(whole)
      }),
      { numRuns: 30 },
    )
  })

  it('hears a higher tone in a higher band', () => {
    const bands = [60, 300, 1000, 3000, 10_000].map(hertz => loudestBand(logMel(tone(hertz)).values))
    expect(bands).toEqual([...bands].sort((a, b) => a - b))
    expect(new Set(bands).size).toBe(5)
  })

  it('hears the same tone louder when it is louder, and silence as zero', () => {
    const [soft = 0, loud = 0] = [0.1, 0.5].map(gain => Math.max(...logMel(tone(440, MEL_WINDOW, gain)).values))
    expect(loud).toBeGreaterThan(soft)
    expect(logMel(new Float32Array(MEL_WINDOW)).values.every(value => value === 0)).toBe(true)
  })

  it('has no frame for less than a window', () => {
    expect(logMel(new Float32Array(MEL_WINDOW - 1))).toEqual({ frames: 0, values: new Float32Array(0) })
    expect(logMel(new Float32Array(0)).frames).toBe(0)
  })
})
