// The outcome rule, version 1: its boundaries, and the laws that hold on both sides of them.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EndCause } from '../../../models/listening/events.ts'
import { dwellFraction, outcomeOf, satOf } from '../../../models/listening/outcome.ts'
import { ringFill } from '../../../models/listening/ring.ts'

const settings = { numRuns: 500 }
const causes: readonly EndCause[] = [
  'finished',
  'skip',
  'previous',
  'picked',
  'removed',
  'stopped',
  'error',
  'quit',
  'device',
  'interrupted',
]
const cause = fc.constantFrom<EndCause | null>(null, ...causes)
const ms = fc.integer({ min: 0, max: 3_600_000 })
const threshold = fc.integer({ min: 5000, max: 30_000 })

const means = (dwellMs: number, durationMs: number, why: EndCause | null, thresholdMs = 30_000, reachedEnd = false) => {
  const sat = satOf({ dwellMs, durationMs, cause: why, reachedEnd })
  return [sat, outcomeOf({ dwellMs, cause: why, sat }, thresholdMs)]
}

describe('what a play means', () => {
  it('is satisfaction when the track ended by itself', () => {
    expect(means(1000, 200_000, 'finished')).toEqual([1, 'TP'])
  })

  it('is satisfaction from nine tenths on, to the millisecond, also when skipped', () => {
    expect(means(180_000, 200_000, 'skip')).toEqual([1, 'TP'])
    expect(means(179_999, 200_000, 'skip')).toEqual([0, 'TP'])
  })

  it('is satisfaction when the last ten seconds were reached by listening', () => {
    expect(means(40_000, 200_000, 'skip', 30_000, true)).toEqual([1, 'TP'])
  })

  it('is a false positive when skipped under the threshold, to the millisecond', () => {
    expect(means(29_999, 200_000, 'skip')).toEqual([0, 'FP'])
    expect(means(30_000, 200_000, 'skip')).toEqual([0, 'TP'])
    expect(means(7000, 200_000, 'skip', 6500)).toEqual([0, 'TP'])
  })

  it.each(['picked', 'removed', 'stopped', 'previous'] as const)('is no dislike when it ended because of "%s"', why => {
    expect(means(60_000, 200_000, why)).toEqual([null, 'TP'])
    expect(means(10_000, 200_000, why)).toEqual([null, 'FP'])
  })

  it.each(['error', 'quit', 'device', 'interrupted'] as const)('says nothing when it ended because of "%s"', why => {
    expect(means(60_000, 200_000, why)).toEqual([null, 'neither'])
    expect(means(190_000, 200_000, why)).toEqual([1, 'TP'])
  })

  it('says nothing when the previous button takes back a change of mind within three seconds', () => {
    expect(means(2999, 200_000, 'previous')).toEqual([null, 'neither'])
    expect(means(3000, 200_000, 'previous')).toEqual([null, 'FP'])
  })

  it('does not take leaving a half-hour track at minute twelve for a dislike', () => {
    expect(means(12 * 60_000, 30 * 60_000, 'skip')).toEqual([null, 'TP'])
    expect(means(60_000, 30 * 60_000, 'skip')).toEqual([0, 'TP'])
    expect(means(10_000, 30 * 60_000, 'skip')).toEqual([0, 'FP'])
  })

  it('does not call an interlude heard to its end a false positive', () => {
    expect(means(9500, 10_000, 'skip')).toEqual([1, 'TP'])
  })

  it('never falls as dwell grows', () => {
    const satRank = (sat: unknown) => (sat === 1 ? 2 : sat === null ? 1 : 0)
    const outcomeRank = (outcome: unknown) => (outcome === 'TP' ? 1 : 0)
    fc.assert(
      fc.property(ms, ms, ms, cause, threshold, fc.boolean(), (one, other, durationMs, why, thresholdMs, end) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)]
        const [before, after] = [
          means(less, durationMs, why, thresholdMs, end),
          means(more, durationMs, why, thresholdMs, end),
        ]
        expect(satRank(after[0])).toBeGreaterThanOrEqual(satRank(before[0]))
        expect(outcomeRank(after[1])).toBeGreaterThanOrEqual(outcomeRank(before[1]))
      }),
      settings,
    )
  })

  it('never calls what satisfied anything but a true positive', () => {
    fc.assert(
      fc.property(ms, ms, cause, threshold, fc.boolean(), (dwellMs, durationMs, why, thresholdMs, end) => {
        const [sat, outcome] = means(dwellMs, durationMs, why, thresholdMs, end)
        if (sat === 1) expect(outcome).toBe('TP')
        if (sat === 0) expect(why).toBe('skip')
      }),
      settings,
    )
  })
})

describe('the dwell ring', () => {
  it('is full exactly when a skip now would still be satisfaction', () => {
    fc.assert(
      fc.property(ms, ms, fc.boolean(), (dwellMs, durationMs, reachedEnd) => {
        const ring = ringFill(dwellMs, durationMs, reachedEnd)
        expect(ring.passed).toBe(satOf({ dwellMs, durationMs, reachedEnd, cause: 'skip' }) === 1)
        expect(ring.fill === 1).toBe(ring.passed)
      }),
      settings,
    )
  })

  it('grows with dwell and stays between empty and full', () => {
    fc.assert(
      fc.property(ms, ms, ms, (one, other, durationMs) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)].map(dwell => ringFill(dwell, durationMs).fill)
        expect(less).toBeGreaterThanOrEqual(0)
        expect(more).toBeLessThanOrEqual(1)
        expect(less).toBeLessThanOrEqual(more ?? 0)
      }),
      settings,
    )
  })

  it('is half full at half of nine tenths, and empty without a duration', () => {
    expect(ringFill(90_000, 200_000)).toEqual({ fill: 0.5, passed: false })
    expect(ringFill(90_000, 0)).toEqual({ fill: 0, passed: false })
  })
})

describe('the share of a track that was heard', () => {
  it('adds up to the same sum in any order', () => {
    const plays = fc.array(fc.tuple(ms, fc.integer({ min: 1, max: 3_600_000 })), { maxLength: 50 })
    fc.assert(
      fc.property(plays, list => {
        const shares = list.map(([dwellMs, durationMs]) => dwellFraction(dwellMs, durationMs, 'skip'))
        const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)
        expect(sum(shares)).toBe(sum([...shares].reverse()))
      }),
      settings,
    )
  })

  it('is one at most, and one for a track of unknown length that ended by itself', () => {
    expect([
      dwellFraction(300, 200, 'skip'),
      dwellFraction(100, 200, 'skip'),
      dwellFraction(50, 0, 'finished'),
    ]).toEqual([1, 0.5, 1])
  })
})
