// What fp-adametric measures, against sums done by hand: Delta@10, and paired differences that find what is there and nothing else.
import { describe, expect, it } from 'vitest'
import { clustersOf, differences, type Found, metricsOf, othersOf } from '../../evaluate/fp-adametric/differences.ts'
import { rngOf } from '../../models/rng.ts'

const LOST = 1000

const found = (heard: readonly number[], dropped: readonly number[], seeds = 1): Found => ({
  seeds: Array.from({ length: seeds }, () => ({ heard: [...heard], dropped: [...dropped] })),
  sessions: { heard: heard.map((_, at) => at >> 1), dropped: dropped.map((_, at) => at >> 1) },
  again: heard.map((_, at) => at === 0),
})

describe('the measures of fp-adametric', () => {
  it('are means over targets: Delta@10 is NDCG@10 on what was heard less that on what was dropped', () => {
    const metrics = metricsOf(found([0, 2, LOST, LOST], [1, LOST]))
    expect(metrics['hr@5']).toBe(0.5)
    expect(metrics['mrr@10']).toBeCloseTo((1 + 1 / 3) / 4, 12)
    expect(metrics['ndcg@10']).toBeCloseTo((1 + 1 / 2) / 4, 12)
    expect(metrics['delta@10']).toBeCloseTo((1 + 1 / 2) / 4 - 1 / Math.log2(3) / 2, 12)
  })

  it('can leave out what was only taken up again', () => {
    expect(othersOf(found([0, 2, LOST, LOST], [])).seeds[0]?.heard).toEqual([2, LOST, LOST])
    expect(metricsOf(found([0, 2, LOST, LOST], []))['others/ndcg@10']).toBeCloseTo(1 / 2 / 3, 12)
  })

  it('differ by nothing from themselves', () => {
    const rng = rngOf(1)
    const one = found(
      Array.from({ length: 40 }, () => rng.below(20)),
      [3, 4],
      3,
    )
    expect(differences(clustersOf(one, one, 0), 3, 1)).toEqual({
      'ndcg@10': 0,
      'ndcg@10/low': 0,
      'ndcg@10/high': 0,
      'delta@10': 0,
      'delta@10/low': 0,
      'delta@10/high': 0,
    })
  })

  it('are paired: a gain in every session is sure however much the sessions differ', () => {
    const ranks = Array.from({ length: 60 }, (_, at) => (at % 3 === 0 ? 1 : LOST))
    const better = ranks.map(rank => (rank === 1 ? 0 : 9))
    const gained = differences(clustersOf(found(better, [], 2), found(ranks, [], 2), 0), 2, 1)
    const wanted = (20 * (1 - 1 / Math.log2(3)) + 40 / Math.log2(11)) / 60
    expect(gained['ndcg@10']).toBeCloseTo(wanted, 12)
    expect(gained['ndcg@10/low']).toBeGreaterThan(0.25)
    expect(gained['ndcg@10/high']).toBeLessThan(0.4)
  })

  it('weigh each listener alike, however many targets one has', () => {
    const up = clustersOf(found([0, 0], []), found([LOST, LOST], []), 0)
    const same = clustersOf(found(new Array(40).fill(0), []), found(new Array(40).fill(0), []), 1)
    expect(differences([...up, ...same], 1, 2)['ndcg@10']).toBeCloseTo(0.5, 12)
  })
})
