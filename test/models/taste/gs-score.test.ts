import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rngOf } from '../../../models/rng.ts'
import { emptyTaste, gsScore, type Taste, unbiasedGs, withoutTrack, withTrack } from '../../../models/taste/gs-score.ts'
import { tasteByMonth } from '../../../models/taste/months.ts'

const vector = fc
  .array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 4, maxLength: 4 })
  .filter(values => Math.hypot(...values) > 1e-3)
const track = fc.record({ vector, weight: fc.double({ min: 0.1, max: 100, noNaN: true }) })
const tracks = fc.array(track, { minLength: 1, maxLength: 20 })

type Heard = { vector: number[]; weight: number }
const tasteOf = (heard: readonly Heard[]) =>
  heard.reduce<Taste>((taste, each) => withTrack(taste, each.vector, each.weight), emptyTaste(4))

/** The definition as it is written: the mean cosine to the mean of the unit vectors. */
function gsAsWritten(heard: readonly Heard[]): number {
  const unit = heard.map(each => each.vector.map(value => value / Math.hypot(...each.vector)))
  const weight = heard.reduce((sum, each) => sum + each.weight, 0)
  const mu = [0, 1, 2, 3].map(k => heard.reduce((sum, { weight: w }, j) => sum + (w * (unit[j]?.[k] ?? 0)) / weight, 0))
  const cosine = (j: number) => mu.reduce((sum, value, k) => sum + value * (unit[j]?.[k] ?? 0), 0) / Math.hypot(...mu)
  return heard.reduce((sum, each, j) => sum + (each.weight * cosine(j)) / weight, 0)
}

describe('GS-score', () => {
  it('lies between 0 and 1, and is the length of the mean of the unit vectors', () => {
    fc.assert(
      fc.property(tracks, heard => {
        const gs = gsScore(tasteOf(heard)) ?? -1
        expect(gs).toBeGreaterThanOrEqual(0)
        expect(gs).toBeLessThanOrEqual(1)
        fc.pre(gs > 1e-6) // at opposite tracks of equal weight the mean has no direction
        expect(gs).toBeCloseTo(gsAsWritten(heard), 6)
      }),
    )
  })

  it('is 1 for one track, however often and however long its vector', () => {
    fc.assert(
      fc.property(
        vector,
        fc.array(fc.double({ min: 0.1, max: 9, noNaN: true }), { minLength: 1, maxLength: 9 }),
        (v, weights) => {
          const taste = weights.reduce<Taste>((sum, weight) => withTrack(sum, v, weight), emptyTaste(4))
          expect(gsScore(taste)).toBeCloseTo(1, 9)
        },
      ),
    )
  })

  it('gives back what it was when a track is taken out again', () => {
    fc.assert(
      fc.property(tracks, track, (heard, more) => {
        const before = tasteOf(heard)
        const back = withoutTrack(withTrack(before, more.vector, more.weight), more.vector, more.weight)
        expect(gsScore(back)).toBeCloseTo(gsScore(before) ?? -1, 9)
        expect(gsScore(heard.reduce((taste, each) => withoutTrack(taste, each.vector, each.weight), before))).toBe(null)
      }),
    )
  })

  it('does not ask in which order the tracks were heard', () => {
    fc.assert(
      fc.property(tracks, heard => {
        expect(gsScore(tasteOf(heard.toReversed()))).toBeCloseTo(gsScore(tasteOf(heard)) ?? -1, 9)
      }),
    )
  })

  it('is the same for few plays as for many once chance is taken off', () => {
    const rng = rngOf(1)
    const one = () => [1 + rng.normal(), rng.normal(), rng.normal(), rng.normal()]
    const mean = (plays: number, score: (taste: Taste) => number | null) => {
      const scores = Array.from({ length: 400 }, () =>
        score(tasteOf(Array.from({ length: plays }, () => ({ vector: one(), weight: 1 })))),
      )
      return scores.reduce<number>((sum, value) => sum + (value ?? 0) ** 2 / 400, 0) ** 0.5
    }
    expect(mean(8, gsScore) - mean(200, gsScore)).toBeGreaterThan(0.05)
    expect(Math.abs(mean(8, unbiasedGs) - mean(200, unbiasedGs))).toBeLessThan(0.03)
    expect(unbiasedGs(tasteOf([{ vector: [1, 0, 0, 0], weight: 3 }]))).toBe(null)
  })

  it('knows no taste where nothing was heard, and refuses a vector that points nowhere', () => {
    expect(gsScore(emptyTaste(4))).toBe(null)
    for (const wrong of [
      [0, 0, 0, 0],
      [Number.NaN, 0, 0, 1],
      [1, 0],
    ])
      expect(() => withTrack(emptyTaste(4), wrong)).toThrow(/track of/)
    expect(() => withTrack(emptyTaste(4), [1, 0, 0, 0], Number.NaN)).toThrow(/weight/)
  })
})

describe('taste by month', () => {
  const at = (day: string) => Date.parse(day) / 1000
  const play = (track: number, day: string, byHand: boolean | null, fp = false) => ({
    track,
    start: at(day),
    byHand,
    fp,
  })
  const vectors = Float32Array.of(1, 0, 0, 1, 0, 0)

  it('shows a queue that narrows its listener beside what the same listener picks', () => {
    const [march, april, ...more] = tasteByMonth(
      [
        play(0, '2025-04-01T00:00:01Z', null),
        play(0, '2025-03-31T23:59:59Z', true),
        play(1, '2025-03-02', true),
        play(0, '2025-03-02', false),
        play(0, '2025-03-03', false),
        play(1, '2025-03-04', false, true),
        play(2, '2025-03-05', true),
      ],
      vectors,
      2,
    )
    expect(more).toEqual([])
    expect(march?.month).toBe('2025-03')
    expect(gsScore(march?.byHand ?? emptyTaste(2))).toBeCloseTo(Math.SQRT1_2, 6)
    expect(gsScore(march?.queued ?? emptyTaste(2))).toBe(1)
    expect(march?.all.weight).toBe(4)
    expect(april?.month).toBe('2025-04')
    expect([april?.byHand.weight, april?.queued.weight, april?.all.weight]).toEqual([0, 0, 1])
  })

  it('has no month where nothing was heard', () => {
    expect(tasteByMonth([], vectors, 2)).toEqual([])
  })
})
