// Laws of the MFCC: a frame's shape without its loudness, and a track as means and deviations over its frames.
import { describe, expect, it } from 'vitest'
import { rngOf } from '../../../models/rng.ts'
import { type LogMel, MEL_BANDS } from '../../../models/sound/log-mel.ts'
import { MFCC_COUNT, mfcc, mfccSummary } from '../../../models/sound/mfcc.ts'

const frames = (count: number, value: (t: number, band: number) => number): LogMel => ({
  frames: count,
  values: Float32Array.from({ length: count * MEL_BANDS }, (_, i) => value(Math.floor(i / MEL_BANDS), i % MEL_BANDS)),
})

const rng = rngOf(4)
const noise = frames(7, () => rng.normal())

describe('MFCC', () => {
  it('hears in an even spectrum nothing but its loudness', () => {
    const [loudness = 0, ...shape] = mfcc(frames(1, () => 3))
    expect(loudness).toBeCloseTo(3 * Math.sqrt(MEL_BANDS), 4)
    for (const value of shape) expect(value).toBeCloseTo(0, 4)
  })

  it('finds each cosine over the bands in its own number alone', () => {
    for (const c of [1, 7, MFCC_COUNT - 1]) {
      const numbers = mfcc(frames(1, (_, band) => Math.cos((Math.PI * c * (band + 0.5)) / MEL_BANDS)))
      numbers.forEach((value, index) => {
        expect(value).toBeCloseTo(index === c ? Math.sqrt(MEL_BANDS / 2) : 0, 4)
      })
    }
  })

  it('changes its first number only when everything becomes louder', () => {
    const louder = { ...noise, values: noise.values.map(value => value + 2) }
    const [before, after] = [mfccSummary([noise], true), mfccSummary([louder], true)]
    expect((after[0] ?? 0) - (before[0] ?? 0)).toBeCloseTo(2 * Math.sqrt(MEL_BANDS), 3)
    expect([...after.subarray(1)].map(value => value.toFixed(3))).toEqual(
      [...before.subarray(1)].map(value => value.toFixed(3)),
    )
  })

  it('sums up clips as it does their frames in one', () => {
    const cut = 3 * MEL_BANDS
    const clips = [
      { frames: 3, values: noise.values.subarray(0, cut) },
      { frames: 4, values: noise.values.subarray(cut) },
    ]
    expect(mfccSummary(clips, true)).toEqual(mfccSummary([noise], true))
  })

  it('gives the mean and the deviation over time', () => {
    const summary = mfccSummary([frames(2, t => (t === 0 ? 1 : 3))], true)
    expect(summary).toHaveLength(2 * MFCC_COUNT)
    expect(summary[0]).toBeCloseTo(2 * Math.sqrt(MEL_BANDS), 4)
    expect(summary[MFCC_COUNT]).toBeCloseTo(Math.sqrt(MEL_BANDS), 4)
    expect(mfccSummary([frames(2, t => t)], false)).toHaveLength(MFCC_COUNT)
  })

  it('has zeros to say of a track without a frame', () => {
    expect(mfccSummary([], true)).toEqual(new Float32Array(2 * MFCC_COUNT))
  })
})
