// From ranks to rows: hits and gains in all, on repeats and on first plays, with an interval over sessions.
import { bootstrapMean } from '../../models/evaluation/bootstrap.ts'
import { hitAt, ndcgAt } from '../../models/evaluation/ranking.ts'
import { rngOf } from '../../models/rng.ts'
import type { Target } from './targets.ts'

/** Of one target: rank by the protocol (ties to the track met first) and with half of the ties before it. */
export type Ranks = [protocol: number, fair: number]

/** Every candidate counts: the scores are those of all tracks. */
export function ranksOf(scores: ArrayLike<number>, target: number): Ranks {
  const own = scores[target] ?? Number.NaN
  let [higher, before, ties] = [0, 0, 0]
  for (let track = 0; track < scores.length; track++) {
    const other = scores[track] ?? Number.NEGATIVE_INFINITY
    if (other > own) higher++
    else if (other === own && track !== target) {
      ties++
      if (track < target) before++
    }
  }
  return [higher + before, higher + ties / 2]
}

const K = 10

export function metricsOf(targets: readonly Target[], ranks: readonly Ranks[]): Record<string, number | null> {
  const mean = (of: (rank: number) => number, which: (target: Target) => boolean, fair = false): number | null => {
    const values = targets.flatMap((target, index) => {
      const own = ranks[index]
      return own !== undefined && which(target) ? [of(fair ? own[1] : own[0])] : []
    })
    return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
  }
  const all = () => true
  const repeats = (target: Target) => target.repeat
  const firsts = (target: Target) => !target.repeat
  const hit = (rank: number) => hitAt(rank, K)
  const gain = (rank: number) => ndcgAt(rank, K)
  const interval = targets.length > 0 ? bootstrapMean(bySession(targets, ranks), rngOf(1)) : null
  return {
    'hr@10': mean(hit, all),
    'ndcg@10': mean(gain, all),
    'ndcg@10/low': interval?.low ?? null,
    'ndcg@10/high': interval?.high ?? null,
    'ndcg@10/fair ties': mean(gain, all, true),
    'repeats/hr@10': mean(hit, repeats),
    'repeats/ndcg@10': mean(gain, repeats),
    'first/hr@10': mean(hit, firsts),
    'first/hr@10/fair ties': mean(hit, firsts, true),
    mrr: mean(rank => 1 / (rank + 1), all),
    n: targets.length,
    'n first': targets.filter(firsts).length,
  }
}

/** NDCG@10 of the targets, by session. */
export function bySession(targets: readonly Target[], ranks: readonly Ranks[]): number[][] {
  const sessions = new Map<number, number[]>()
  for (const [index, target] of targets.entries()) {
    const own = sessions.get(target.play.session) ?? []
    sessions.set(target.play.session, own)
    own.push(ndcgAt(ranks[index]?.[0] ?? Number.POSITIVE_INFINITY, K))
  }
  return [...sessions.values()]
}
