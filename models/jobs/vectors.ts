// What vectors are worth to this listener: how well the nearest to what plays foretell what came next, on the last plays.

import { bootstrapMean } from '../evaluation/bootstrap.ts'
import { lastBlocks } from '../evaluation/last-plays.ts'
import { ndcgAt } from '../evaluation/ranking.ts'
import type { Line } from '../evaluation/report.ts'
import type { History } from '../history.ts'
import { momentsOf } from '../next-track/ranker.ts'
import { rngOf } from '../rng.ts'
import { productsWith } from '../tracks/vectors.ts'

const MOST_TARGETS = 500
const RECENT = 5
const K = 10
/** Sessions of the test from which on an interval over them means something. */
const LEAST_SESSIONS = 8

/** Of the plays that are asked for (by place in the history), those of the test: the last ones, evenly thinned where there are many. */
export function testTargets(targets: readonly number[]): number[] {
  if (targets.length < 2) return []
  const last = targets.slice(lastBlocks(targets.length)[0]?.from ?? targets.length)
  const every = Math.ceil(last.length / MOST_TARGETS)
  return last.filter((_, place) => place % every === 0)
}

export interface VectorsJudged {
  /** Those from listening are used. */
  readonly won: boolean
  readonly line: Line
}

/** `learned` must know nothing of the test; `firstDay` never knows any play. Both [tracks, size]. */
export function judgeVectors(
  history: History,
  test: readonly number[],
  learned: Float32Array,
  firstDay: Float32Array,
  size: number,
): VectorsJudged {
  const moments = momentsOf(history, test)
  const gains = (values: Float32Array) =>
    moments.map(({ index, prefix }) => {
      const centre = new Float32Array(size)
      for (const track of prefix.slice(-RECENT))
        for (let k = 0; k < size; k++) centre[k] = (centre[k] ?? 0) + (values[track * size + k] ?? 0)
      const scores = productsWith(centre, values)
      for (const track of prefix) scores[track] = Number.NEGATIVE_INFINITY
      return ndcgAt(fairRank(scores, history.plays[index]?.track ?? 0), K)
    })
  const [own, other] = [gains(learned), gains(firstDay)]
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
  const won = mean(own) >= mean(other)
  return {
    won,
    line: {
      kind: 'vectors',
      measure: 'ndcg@10',
      measuredOn: test.length,
      contestants: [
        { name: 'sound and tags', metrics: { 'ndcg@10': mean(other) } },
        { name: 'listening, sound and tags', metrics: { 'ndcg@10': mean(own) } },
      ],
      used: won ? 'listening, sound and tags' : 'sound and tags',
      over: overOf('sound and tags', history, test, own, other),
    },
  }
}

/** Interval of the mean of `own - other`, one value a play of the test, sessions drawn again; null where there are few. */
export function overOf(
  name: string,
  history: History,
  test: readonly number[],
  own: readonly number[],
  other: readonly number[],
): Line['over'] {
  const bySession = new Map<number, number[]>()
  test.forEach((index, place) => {
    const session = history.plays[index]?.session ?? -1
    const known = bySession.get(session) ?? []
    bySession.set(session, known)
    known.push((own[place] ?? 0) - (other[place] ?? 0))
  })
  if (bySession.size < LEAST_SESSIONS) return null
  return { name, ...bootstrapMean([...bySession.values()], rngOf(1)) }
}

/** Place of `target` by score, with half of those that tie with it before it. */
export function fairRank(scores: ArrayLike<number>, target: number): number {
  const own = scores[target] ?? Number.NaN
  let [higher, ties] = [0, 0]
  for (let track = 0; track < scores.length; track++) {
    const other = scores[track] as number // inside the array
    if (other > own) higher++
    else if (other === own && track !== target) ties++
  }
  return higher + ties / 2
}
