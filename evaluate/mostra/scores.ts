// SAT of each track of a session as it is known when the session begins: what the decoders are given.
import type { History } from '../../models/history.ts'
import { fitSat, type NetworkName } from '../../models/mostra/sat.ts'
import { addToState, satScores, satState } from '../../models/mostra/sat-scores.ts'
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

/**
 * A network of section 5 fitted on the plays before session `from`; probabilities of each of `sets` (sessions from there on, by number) as its
 * state stands when the session begins.
 */
export async function networkScores(
  network: NetworkName,
  history: History,
  from: number,
  sets: readonly SessionSet[],
): Promise<Float32Array[]> {
  const to = history.plays.findIndex(play => play.session >= from)
  const model = await fitSat(history, null, { network, to }, { rng: rngOf(1) })
  const state = satState(history, null)
  const scores: Float32Array[] = []
  let place = 0
  for (const set of sets) {
    for (
      let play = history.plays[place];
      play !== undefined && play.session < set.session;
      play = history.plays[++place]
    )
      addToState(state, play)
    const candidates = Array.from(set.tracks, (track, index) => ({
      track,
      artist: set.artists[index] ?? -1,
      album: history.albumOf[track] ?? -1,
    }))
    scores.push(await satScores(model, state, candidates, { session: set.session, now: set.start }))
  }
  return scores
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
