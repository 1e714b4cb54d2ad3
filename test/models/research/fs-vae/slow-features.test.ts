// Laws of a listener's slow features: what they count, how far back, and that they know nothing of the future.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { HistoryPlay } from '../../../../models/history.ts'
import { ModelError } from '../../../../models/model.ts'
import {
  SILENCE_AT,
  SLOW_SIZE,
  type SlowFeatures,
  slowFeatures,
} from '../../../../models/research/fs-vae/slow-features.ts'
import { DAY, directions, HOUR, MONDAY, play } from './stories.ts'

const vectors = directions(4, 8, 1)
const PER_SPAN = 21
const [PLAYS, SKIPS, RELISTENS, LIKES, ADDS] = [0, 1, 2, 3, 4]
const [DISCOVERY, DWELL, GS] = [18, 19, 20]

const momentAfter = (plays: readonly HistoryPlay[], time: number, more?: (slow: SlowFeatures) => void) => {
  const slow = slowFeatures(vectors)
  for (const each of plays) slow.add(each)
  more?.(slow)
  return slow.at(time)
}
/** Week, month, ever; logarithms taken back. */
const spans = (features: Float32Array, which: number) =>
  [0, 1, 2].map(span => Number(Math.expm1(features[span * PER_SPAN + which] ?? Number.NaN).toFixed(4)))

describe('the slow features of a moment', () => {
  it('count plays, skips and re-listens over a week, a month and ever', () => {
    const features = momentAfter(
      [
        play(0, MONDAY),
        play(1, MONDAY + 20 * DAY, { sat: 0, dwellMs: 40_000 }),
        play(0, MONDAY + 39 * DAY),
        play(2, MONDAY + 40 * DAY, { sat: 0, fp: true, dwellMs: 2000 }),
      ],
      MONDAY + 40 * DAY + HOUR,
    )
    expect(spans(features, PLAYS)).toEqual([2, 3, 4])
    expect(spans(features, SKIPS)).toEqual([1, 2, 2])
    expect(spans(features, RELISTENS)).toEqual([1, 1, 1])
  })

  it('count likes and additions to playlists where a player knows them, and none where a log lacks them', () => {
    const plays = [play(0, MONDAY)]
    const marked = momentAfter(plays, MONDAY + HOUR, slow => {
      slow.mark(MONDAY + 300, 'like')
      slow.mark(MONDAY + 400, 'playlist-add')
    })
    expect(spans(marked, LIKES)).toEqual([1, 1, 1])
    expect(spans(marked, ADDS)).toEqual([1, 1, 1])
    expect(spans(momentAfter(plays, MONDAY + HOUR), LIKES)).toEqual([0, 0, 0])
  })

  it('take the greatest dwell of the finished plays so far for the length of a track', () => {
    const first = play(0, MONDAY, { dwellMs: 100_000 })
    const half = play(0, MONDAY + HOUR, { dwellMs: 50_000, sat: 0 })
    expect(spans(momentAfter([first, half], MONDAY + 2 * HOUR), DWELL)[2]).toBeCloseTo(0.75, 4)
    // Its length was not known when it was skipped first: that play says nothing.
    expect(spans(momentAfter([{ ...half, start: MONDAY }], MONDAY + 2 * HOUR), DWELL)[2]).toBe(0)
  })

  it('give a listener of one track a GS-score of 1, and no discovery after the first time', () => {
    const features = momentAfter([play(0, MONDAY), play(0, MONDAY + 10 * DAY)], MONDAY + 10 * DAY + HOUR)
    expect(spans(features, GS)).toEqual([1, 1, 1])
    expect(spans(features, DISCOVERY)).toEqual([0, 0.5, 0.5])
  })

  it('say how long it has been silent, in log minutes', () => {
    const features = momentAfter([play(0, MONDAY)], MONDAY + 200 + 59 * 60)
    expect(Math.expm1(features[SILENCE_AT] ?? 0)).toBeCloseTo(59, 2)
  })

  it('are numbers before the first play, after a gap of years, and with a clock that was set back', () => {
    const moments = [
      slowFeatures(vectors).at(MONDAY),
      momentAfter([play(0, MONDAY)], MONDAY + 4000 * DAY),
      momentAfter([play(0, MONDAY), play(1, MONDAY - 100 * DAY), play(3, MONDAY - 5)], MONDAY - DAY),
    ]
    for (const features of moments) {
      expect(features.length).toBe(SLOW_SIZE)
      expect(features.every(Number.isFinite)).toBe(true)
    }
    expect(spans(moments[1] ?? new Float32Array(), PLAYS)).toEqual([0, 0, 1])
    expect(spans(moments[2] ?? new Float32Array(), PLAYS)).toEqual([3, 3, 3])
  })

  it('refuse a time that is no number', () => {
    expect(() => slowFeatures(vectors).at(Number.NaN)).toThrow(ModelError)
  })

  it('count in one pass what a recount of the whole past gives', () => {
    const past = fc.array(
      fc.record({ hours: fc.integer({ min: 0, max: 400 }), track: fc.integer({ min: 0, max: 3 }), skip: fc.boolean() }),
      { maxLength: 40 },
    )
    fc.assert(
      fc.property(past, steps => {
        const slow = slowFeatures(vectors)
        const plays: HistoryPlay[] = []
        let time = MONDAY
        for (const { hours, track, skip } of steps) {
          time += hours * HOUR
          const next = play(track, time, { sat: skip ? 0 : 1 })
          slow.add(next)
          plays.push(next)
        }
        const now = time + HOUR
        const within = [7, 30, Number.POSITIVE_INFINITY].map(days =>
          plays.filter(each => each.start > now - days * DAY),
        )
        const features = slow.at(now)
        expect(spans(features, PLAYS)).toEqual(within.map(some => some.length))
        expect(spans(features, SKIPS)).toEqual(within.map(some => some.filter(each => each.sat === 0).length))
      }),
      { numRuns: 60 },
    )
  })
})
