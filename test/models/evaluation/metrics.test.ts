// Laws of the figures that every table is made of.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { auc, aucInGroups } from '../../../models/evaluation/auc.ts'
import { bootstrap, bootstrapMean } from '../../../models/evaluation/bootstrap.ts'
import { calibrationError } from '../../../models/evaluation/calibration.ts'
import { logLoss } from '../../../models/evaluation/log-loss.ts'
import { dcg, ndcgAt, rankOf } from '../../../models/evaluation/ranking.ts'
import { rngOf } from '../../../models/rng.ts'

const labelled = fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.constantFrom(0, 1)), {
  minLength: 1,
  maxLength: 60,
})

describe('AUC', () => {
  it('is the share of pairs in the right order, ties half', () => {
    fc.assert(
      fc.property(labelled, plays => {
        const [ones, zeros] = [1, 0].map(label => plays.filter(play => play[1] === label).map(play => play[0]))
        const pairs = (ones ?? []).flatMap(one =>
          (zeros ?? []).map((zero): number => (one > zero ? 1 : one === zero ? 0.5 : 0)),
        )
        const own = auc(
          plays.map(play => play[0]),
          plays.map(play => play[1]),
        )
        if (pairs.length === 0) expect(own).toBeNull()
        else expect(own).toBeCloseTo(pairs.reduce((sum, pair) => sum + pair, 0) / pairs.length, 10)
      }),
    )
  })

  it('is turned round with the scores', () => {
    fc.assert(
      fc.property(labelled, plays => {
        const [scores, labels] = [plays.map(play => play[0]), plays.map(play => play[1])]
        const [straight, turned] = [
          auc(scores, labels),
          auc(
            scores.map(score => -score),
            labels,
          ),
        ]
        if (straight !== null && turned !== null) expect(straight + turned).toBeCloseTo(1, 10)
      }),
    )
  })

  it('inside groups is not helped by telling the groups apart', () => {
    const scores = [9, 8, 9, 1, 2, 1]
    const labels = [1, 1, 0, 0, 0, 1]
    expect(auc(scores, labels)).toBeCloseTo(5 / 9, 10)
    expect(aucInGroups(scores, labels, [0, 0, 0, 1, 1, 1])).toBeCloseTo((0.25 * 3 + 0.25 * 3) / 6, 10)
    expect(aucInGroups([1, 2], [1, 1], [0, 0])).toBeNull()
  })
})

describe('log loss', () => {
  it('is least for the truth, and holds nobody for surer than 1 in 100', () => {
    const labels = [1, 1, 1, 0]
    const ofAll = (probability: number) =>
      logLoss(
        labels.map(() => probability),
        labels,
      )
    for (const other of [0.1, 0.5, 0.7, 0.8, 0.95]) expect(ofAll(0.75)).toBeLessThan(ofAll(other))
    expect(ofAll(0.5)).toBeCloseTo(Math.LN2, 10)
    expect(logLoss([0], [1])).toBeCloseTo(Math.log(100), 10)
    expect(logLoss([], [])).toBe(0)
  })
})

describe('calibration error', () => {
  it('is nothing when the shares come true, and the gap when they do not', () => {
    expect(calibrationError([0.5, 0.5], [1, 0])).toBe(0)
    expect(calibrationError([0.9, 0.9, 0.9, 0.9], [0, 0, 0, 0])).toBeCloseTo(0.9, 10)
    expect(calibrationError([1, 0], [1, 0])).toBe(0)
  })
})

describe('ranks', () => {
  it('count the better ones, and of equals those met first', () => {
    expect(rankOf([3, 5, 3, 1], 2)).toBe(2)
    expect(rankOf([3, 5, 3, 1], 0)).toBe(1)
  })

  it('are worth less the later they stand, and nothing after the k-th', () => {
    expect([0, 1, 9, 10].map(rank => ndcgAt(rank, 10))).toEqual([1, 1 / Math.log2(3), 1 / Math.log2(11), 0])
    expect(dcg([1, 0, 1], 2)).toBe(1)
  })
})

describe('the bootstrap', () => {
  it('holds the true mean in about nineteen of twenty samples', () => {
    const rng = rngOf(3)
    let held = 0
    for (let sample = 0; sample < 200; sample++) {
      const values = Array.from({ length: 40 }, () => [rng.normal() + 2])
      const { low, high } = bootstrapMean(values, rng, { draws: 200 })
      if (low <= 2 && 2 <= high) held++
    }
    expect(held).toBeGreaterThan(176)
    expect(held).toBeLessThan(200)
  })

  it('is wider where plays of one cluster are alike than where they are not', () => {
    const rng = rngOf(5)
    const alike = Array.from({ length: 30 }, () => new Array<number>(10).fill(rng.normal()))
    const free = Array.from({ length: 30 }, () => Array.from({ length: 10 }, () => rng.normal()))
    const width = (values: number[][]) => {
      const { low, high } = bootstrapMean(values, rngOf(1))
      return high - low
    }
    expect(width(alike)).toBeGreaterThan(2 * width(free))
  })

  it('says that it has nothing to draw from', () => {
    expect(() => bootstrap(0, () => 1, rngOf(1))).toThrow(/at least one/)
  })
})
