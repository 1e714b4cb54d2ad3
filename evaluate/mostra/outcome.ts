// What one order of a session is worth: SAT and objectives in its first ten, as columns over sessions and as shares of another order.
import { dcg } from '../../models/evaluation/ranking.ts'
import type { SessionSet } from './sessions.ts'

export const FIRST = 10
export const OBJECTIVES = ['discovery', 'exposure', 'boost'] as const

/** Of one order of one session: NDCG@10 and hits on SAT, DCG@10 of each objective, hits that also serve each objective. */
export type Outcome = readonly number[]
const COLUMNS = 2 + 2 * OBJECTIVES.length

/** `order`: indices of the session's tracks; sessions with nothing that was stayed with have no NDCG and are not to be asked for one. */
export function outcomeOf(set: SessionSet, order: ArrayLike<number>): Outcome {
  const first = Array.from({ length: Math.min(FIRST, order.length) }, (_, place) => order[place] ?? 0)
  const pick = (values: Uint8Array) => first.map(index => values[index] ?? 0)
  const stayed = pick(set.labels)
  const [discovery, exposure, boost] = set.objectives
  const best = set.labels.toSorted((a, b) => b - a)
  const both = (served: Uint8Array) => pick(served).reduce((sum, value, place) => sum + value * (stayed[place] ?? 0), 0)
  return [
    dcg(stayed, FIRST) / dcg(best, FIRST),
    stayed.reduce((sum, value) => sum + value, 0),
    dcg(pick(discovery), FIRST),
    dcg(pick(exposure), FIRST),
    dcg(pick(boost), FIRST),
    both(discovery),
    both(exposure),
    both(boost),
  ]
}

/** Sums over sessions, each taken as often as `drawn` names it; all once where it is null. */
export function sums(outcomes: readonly Outcome[], drawn: Int32Array | null): Float64Array {
  const total = new Float64Array(COLUMNS)
  const add = (outcome: Outcome) => {
    for (let at = 0; at < COLUMNS; at++) total[at] = (total[at] ?? 0) + (outcome[at] ?? 0)
  }
  if (drawn === null) outcomes.forEach(add)
  else for (const session of drawn) add(outcomes[session] ?? [])
  return total
}

/** Relative change of each sum against those of the order by relevance; NaN where that has none. */
export function changes(of: Float64Array, relevance: Float64Array): Float64Array {
  return of.map((value, at) => {
    const base = relevance[at] ?? 0
    return base === 0 ? Number.NaN : value / base - 1
  })
}
