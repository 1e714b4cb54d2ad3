// SAT of candidates at a moment: a listener's state, kept while plays come in, and the set of the plays just heard and the candidates.
import * as tf from '@tensorflow/tfjs-core'
import type { HistoryPlay } from '../history.ts'
import { toTensors } from '../tensors/weights.ts'
import { type Candidate, type HistorySizes, type Moment, type RunningFeatures, runningFeatures } from './features.ts'
import { REACH, type SatModel, satNetworks } from './sat.ts'
import { calibrated } from './sat-calibration.ts'
import { scaled } from './sat-training.ts'
import { OUTCOMES, RELATIONS, relate, type TrackVectors, writeOutcome } from './sat-windows.ts'
import type { SetTensors } from './set-transformer.ts'

/** A listener's state: everything that scoring needs of the plays so far. */
export interface SatState {
  readonly features: RunningFeatures
  readonly vectors: TrackVectors | null
  /** The newest plays, newest last: with their features as they were before them. */
  readonly recent: { readonly play: HistoryPlay; readonly features: Float32Array; readonly outcome: Float32Array }[]
}

export const satState = (sizes: HistorySizes, vectors: TrackVectors | null): SatState => ({
  features: runningFeatures(sizes),
  vectors,
  recent: [],
})

/** A play that has ended. To be given in order of starts. */
export function addToState(state: SatState, play: HistoryPlay): void {
  const features = new Float32Array(state.features.names.length)
  state.features.of(play, { session: play.session, now: play.start }, features, 0)
  const outcome = new Float32Array(OUTCOMES)
  writeOutcome(play, state.features.fraction(play), outcome, 0)
  state.features.add(play)
  state.recent.push({ play, features, outcome })
  if (state.recent.length > REACH) state.recent.shift()
}

/** Probabilities of SAT, one a candidate. */
export async function satScores(
  model: SatModel,
  state: SatState,
  candidates: readonly Candidate[],
  moment: Moment,
): Promise<Float32Array> {
  if (candidates.length === 0) return new Float32Array()
  const weights = toTensors(model.weights)
  try {
    const logits = tf.tidy(() =>
      satNetworks[model.network].logits(weights, setAtMoment(model, state, candidates, moment), 0, null),
    )
    const values = await logits.data()
    logits.dispose()
    return Float32Array.from(values, logit => calibrated(model.calibration, logit))
  } finally {
    tf.dispose(weights)
  }
}

/** The plays just heard and the candidates, which look at all of them. */
function setAtMoment(model: SatModel, state: SatState, candidates: readonly Candidate[], moment: Moment): SetTensors {
  const width = model.scaling.means.length
  // A network needs a play to look at: where there is none, one that nobody may see.
  const heard = Math.max(1, state.recent.length)
  const asked = candidates.length
  const heardFeatures = new Float32Array(heard * width)
  const outcomes = new Float32Array(heard * OUTCOMES)
  const askedFeatures = new Float32Array(asked * width)
  const among = { allowed: new Float32Array(heard * heard), relations: new Float32Array(heard * heard * RELATIONS) }
  const from = { allowed: new Float32Array(asked * heard), relations: new Float32Array(asked * heard * RELATIONS) }
  state.recent.forEach(({ play, features, outcome }, row) => {
    heardFeatures.set(features, row * width)
    outcomes.set(outcome, row * OUTCOMES)
    for (let other = 0; other < row; other++) {
      const then = state.recent[other]?.play ?? play
      among.allowed[row * heard + other] = 1
      relate(play, then, row - other, state.vectors, among.relations, (row * heard + other) * RELATIONS)
    }
  })
  candidates.forEach((candidate, row) => {
    state.features.of(candidate, moment, askedFeatures, row * width)
    const now = { ...candidate, session: moment.session }
    state.recent.forEach(({ play }, other) => {
      from.allowed[row * heard + other] = 1
      relate(now, play, state.recent.length - other, state.vectors, from.relations, (row * heard + other) * RELATIONS)
    })
  })
  return {
    count: 1,
    heard,
    asked,
    heardFeatures: tf.tensor2d(scaled(heardFeatures, model.scaling), [heard, width]),
    askedFeatures: tf.tensor2d(scaled(askedFeatures, model.scaling), [asked, width]),
    outcomes: tf.tensor2d(outcomes, [heard, OUTCOMES]),
    heardLooks: {
      allowed: tf.tensor3d(among.allowed, [1, heard, heard]),
      relations: tf.tensor2d(among.relations, [heard * heard, RELATIONS]),
    },
    askedLooks: {
      allowed: tf.tensor3d(from.allowed, [1, asked, heard]),
      relations: tf.tensor2d(from.relations, [asked * heard, RELATIONS]),
    },
  }
}
