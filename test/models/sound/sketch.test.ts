// Laws of the sketch: half a minute in 41 kB, near to what it was made of, and taken by the network as the real thing.
import { describe, expect, it } from 'vitest'
import { coarse } from '../../../models/sound/crops.ts'
import { excerptsOf } from '../../../models/sound/excerpts.ts'
import { logMel, MEL_HOP, MEL_WINDOW, SOUND_HZ } from '../../../models/sound/log-mel.ts'
import { DESKTOP } from '../../../models/sound/shape.ts'
import { clipOf, sketchOf } from '../../../models/sound/sketch.ts'
import { song } from './made-sound.ts'

describe('the sketch of a sound', () => {
  it('is the coarse spectrogram within half a step', () => {
    const mel = logMel(song(5, 4))
    const { steps, values } = coarse(mel, DESKTOP)
    const clip = clipOf(sketchOf(mel))
    expect(clip.steps).toBe(steps)
    expect(Math.max(...values.map((value, index) => Math.abs(value - (clip.values[index] ?? 99))))).toBeLessThan(0.0351)
  })

  it('holds the loudest tone there is without clipping', () => {
    const square = Float32Array.from({ length: MEL_WINDOW + MEL_HOP }, (_, n) => (n % 100 < 50 ? 1 : -1))
    const tone = Float32Array.from({ length: MEL_WINDOW + MEL_HOP }, (_, n) =>
      Math.sin((2 * Math.PI * 300 * n) / SOUND_HZ),
    )
    for (const samples of [square, tone]) expect(Math.max(...sketchOf(logMel(samples)))).toBeLessThan(255)
  })

  it('is 41 kB for half a minute', () => {
    expect(sketchOf({ frames: 1290, values: new Float32Array(1290 * 128) })).toHaveLength(645 * 64)
  })

  it('is not made coarse twice', () => {
    const clip = clipOf(sketchOf(logMel(song(5, 2))))
    expect(coarse(clip, DESKTOP)).toBe(clip)
  })

  it('is refused when bytes are missing', () => {
    expect(() => clipOf(new Uint8Array(65))).toThrow('65 bytes')
  })
})

describe('the excerpts of a track', () => {
  it('are half a minute in the middle and a quarter in the outer thirds', () => {
    expect(excerptsOf(180).parts).toEqual([
      { fromS: 22.5, toS: 37.5 },
      { fromS: 75, toS: 105 },
      { fromS: 142.5, toS: 157.5 },
    ])
  })

  it('are all of a short one, with its middle in it', () => {
    expect(excerptsOf(50)).toEqual({ parts: [{ fromS: 0, toS: 50 }], middle: 0, middleFromS: 10, middleToS: 40 })
    expect(excerptsOf(7)).toEqual({ parts: [{ fromS: 0, toS: 7 }], middle: 0, middleFromS: 0, middleToS: 7 })
  })

  it('never overlap, lie inside the track, and hold its middle, whatever its length', () => {
    for (let seconds = 0.5; seconds < 400; seconds += 3.7) {
      const { parts, middle, middleFromS, middleToS } = excerptsOf(seconds)
      parts.forEach(({ fromS, toS }, index) => {
        expect(fromS).toBeGreaterThanOrEqual(parts[index - 1]?.toS ?? 0)
        expect(toS).toBeLessThanOrEqual(seconds)
      })
      const from = (parts[middle]?.fromS ?? Number.NaN) + middleFromS
      expect((from + (parts[middle]?.fromS ?? Number.NaN) + middleToS) / 2).toBeCloseTo(seconds / 2)
    }
  })
})
