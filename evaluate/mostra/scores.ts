// SAT of each track of a session as it is known when the session begins: what the decoders are given.
import { rngOf } from '../../models/rng.ts'
import { fitLogisticRegression, logisticLogits } from '../../models/yardsticks/logistic-regression.ts'
import type { SessionSet } from './sessions.ts'

export interface ScoredSet extends SessionSet {
  /** Probability that each track is stayed with. */
  readonly sat: Float32Array
  /** Of two of its tracks, 0..1. */
  readonly similarity: (a: number, b: number) => number
}

export function scored(set: SessionSet, sat: Float32Array): ScoredSet {
  return { ...set, sat, similarity: similarityIn(set) }
}

const L2 = 100 // of 20, 100 and 300 the best on the last three tenths of the training period

/** Logistic regression on the joint features at the beginning of sessions, of the sessions before; probabilities of each set. */
export async function logisticScores(
  train: readonly SessionSet[],
  sets: readonly SessionSet[],
  width: number,
): Promise<Float32Array[]> {
  const values = new Float32Array(train.reduce((sum, set) => sum + set.rows.length, 0))
  const labels = new Uint8Array(values.length / width)
  let at = 0
  for (const set of train) {
    values.set(set.rows, at * width)
    labels.set(set.labels, at)
    at += set.labels.length
  }
  const model = await fitLogisticRegression({ values, width, labels }, { l2: L2, iterations: 5 }, { rng: rngOf(1) })
  return sets.map(set => logisticLogits(model, set.rows).map(logit => 1 / (1 + Math.exp(-logit))))
}

/** Half by artist, half by what is served: tracks that serve nothing are alike, as are those that serve the same. */
function similarityIn(set: SessionSet): (a: number, b: number) => number {
  const count = set.tracks.length
  const served = Array.from(set.tracks, (_, track) => set.objectives.map(column => column[track] ?? 0))
  const values = new Float64Array(count * count)
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < count; b++)
      values[a * count + b] =
        0.5 * cosine(served[a] ?? [], served[b] ?? []) + 0.5 * Number(set.artists[a] === set.artists[b])
  }
  return (a, b) => values[a * count + b] ?? 0
}

function cosine(a: readonly number[], b: readonly number[]): number {
  const norms = Math.hypot(...a) * Math.hypot(...b)
  if (norms === 0) return Math.hypot(...a) === Math.hypot(...b) ? 1 : 0
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0) / norms
}
