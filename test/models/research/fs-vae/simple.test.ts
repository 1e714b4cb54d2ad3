// The comparisons that need no fitting, and the ablation that takes the order away: what they say of known histories.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aggregateOf } from '../../../../models/research/fs-vae/aggregate.ts'
import { averageOf } from '../../../../models/research/fs-vae/average.ts'
import { listeningOf } from '../../../../models/research/fs-vae/listening.ts'
import { popularityOf } from '../../../../models/research/fs-vae/popularity.ts'
import { BLOCK, shuffledInBlocks } from '../../../../models/research/fs-vae/shuffled-past.ts'
import { trackVectors } from '../../../../models/research/fs-vae/vectors.ts'
import { askedWindows, STEPS, trainingWindows } from '../../../../models/research/fs-vae/windows.ts'
import { rngOf } from '../../../../models/rng.ts'
import { daily, directions, historyOf, MONDAY, play } from './stories.ts'

const axes = trackVectors(Float32Array.of(2, 0, 0, 3, 0, 0), 2)
const of = (...tracks: number[]) =>
  listeningOf(
    historyOf(
      tracks.map((track, index) => play(track, MONDAY + index * 300)),
      3,
    ),
    axes,
  )

describe('the comparisons without a network', () => {
  it('average all that was played before, and nothing of what comes', () => {
    const third = (value: number) => Math.fround(value / 3)
    expect([...averageOf(of(0, 0, 1, 1), [0, 2, 3])]).toEqual([0, 0, 1, 0, third(2), third(1)])
  })

  it('aggregate the last plays alone, passing over tracks without a vector', () => {
    expect([...aggregateOf(of(0, 1, 2, 1, 0), [4, 3, 1], 2)]).toEqual([0, 1, 0.5, 0.5, 1, 0])
  })

  it('follow what is most popular so far, ties to the one that got there first', () => {
    expect([...popularityOf(of(1, 0, 0, 1, 1), [1, 2, 3, 4])]).toEqual([0, 1, 0, 1, 1, 0, 1, 0])
  })

  it('aggregate as a plain mean would, in whatever order moments are asked', () => {
    const some = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 8 }), (tracks, recent) => {
        const moments = tracks.map((_, index) => tracks.length - 1 - index)
        const out = aggregateOf(of(...tracks), moments, recent)
        moments.forEach((moment, row) => {
          const past = tracks
            .slice(0, moment)
            .filter(track => track !== 2)
            .slice(-recent)
          const share = past.filter(track => track === 0).length / Math.max(1, past.length)
          expect(out[2 * row]).toBeCloseTo(share, 5)
        })
      }),
      { numRuns: 40 },
    )
  })

  it('refuse a table of vectors that is no table, and a number that is none', () => {
    expect(() => trackVectors(new Float32Array(7), 2)).toThrow('no table of vectors')
    expect(() => trackVectors(Float32Array.of(1, Number.NaN), 2)).toThrow('vector of track 0')
    expect([...axes.known]).toEqual([1, 1, 0])
    expect([...axes.values]).toEqual([1, 0, 0, 1, 0, 0])
  })
})

describe('the past with its order taken away', () => {
  const listening = listeningOf(
    daily(200, index => index % 7, 7),
    directions(7, 4),
  )

  it('holds the same plays, and no play reaches a moment before it', () => {
    const rng = rngOf(6)
    for (const window of trainingWindows(listening, rng)) {
      const mixed = shuffledInBlocks(window, rng)
      expect([...mixed.plays].sort()).toEqual([...window.plays].sort())
      for (let step = 0; step < STEPS; step++) {
        if (mixed.asked[step] !== 1) continue
        const moment = window.moments[step] ?? 0
        expect(mixed.plays.subarray(0, step + 1).every(each => each < moment)).toBe(true)
      }
    }
  })

  it('hides which of the last ten plays was the last', () => {
    const { windows, places } = askedWindows([100])
    const step = (places[0] ?? 0) % STEPS
    const rng = rngOf(1)
    const lasts = Array.from(
      { length: 200 },
      () => windows.map(window => shuffledInBlocks(window, rng).plays[step] ?? -1)[0],
    )
    expect(new Set(lasts).size).toBe(BLOCK)
  })
})
