// SAT as a model: a network fitted on the newest plays of a history, calibrated on those it did not learn from.
import { type Artifact, expectArtifact, floatsOf } from '../artifact.ts'
import { checkPlay, type History } from '../history.ts'
import { type FitContext, ModelError } from '../model.ts'
import { rngOf } from '../rng.ts'
import { arraysOf, type Weights, weightsFrom } from '../tensors/weights.ts'
import { isSessionSummary } from './features.ts'
import { mlpInputs, mlpLogits, mlpWeights } from './mlp.ts'
import { type Calibration, calibrated, fitCalibration } from './sat-calibration.ts'
import { satRows } from './sat-examples.ts'
import {
  type SatNetwork,
  type SatTraining,
  type Scaling,
  satLogits,
  scaled,
  scalingOf,
  trainSat,
} from './sat-training.ts'
import { setBatches, type TrackVectors } from './sat-windows.ts'
import { setInputs, setLogits, setTransformerWeights } from './set-transformer.ts'

export type NetworkName = 'set-transformer' | 'mlp'

export const satNetworks: Readonly<Record<NetworkName, SatNetwork>> = {
  'set-transformer': { weights: setTransformerWeights, inputs: setInputs, logits: setLogits },
  mlp: { weights: mlpWeights, inputs: mlpInputs, logits: mlpLogits },
}

export interface SatOptions extends Partial<SatTraining> {
  readonly network?: NetworkName
  /** The newest plays that are learned from: older ones say less, and cost as much. */
  readonly plays?: number
  /** Also gives the network the session's outcomes as sums made by hand, instead of leaving them to the set alone. */
  readonly summary?: boolean
  /** Only plays before this one are learned from (the whole history if not said): the features of later ones may still be read. */
  readonly to?: number
}

export interface SatModel {
  readonly network: NetworkName
  readonly weights: Weights
  readonly scaling: Scaling
  readonly calibration: Calibration
}

/** Plays before that an element of the set may look at. */
export const REACH = 24
const SIZES = { reach: REACH, scored: 32, before: 12 }
const PER_BATCH = 8
const DEFAULTS: SatTraining & { plays: number } = {
  epochs: 3,
  learningRate: 0.002,
  weightDecay: 0.02,
  dropout: 0.2,
  pairWeight: 1,
  averaged: 0.4,
  plays: 16_000,
}
/** Share of the newest of them that is kept for the calibration. */
const HELD_OUT = 0.1
/** Fewer labelled plays than this are all learned from, and nothing is calibrated. */
const ENOUGH = 200

/** Throws ModelError 'no-examples' where no play says how it went, 'bad-input' on a vector that is no number. */
export async function fitSat(
  history: History,
  vectors: TrackVectors | null,
  options: SatOptions,
  context: FitContext,
): Promise<SatModel> {
  const settings = { ...DEFAULTS, ...options }
  const name = settings.network ?? 'set-transformer'
  const network = satNetworks[name]
  checkVectors(vectors, history.tracks)
  history.plays.forEach((play, place) => {
    checkPlay(play, place, history)
  })
  const to = Math.max(0, Math.min(history.plays.length, settings.to ?? history.plays.length))
  const from = Math.max(0, to - settings.plays)
  const labelled = history.plays.slice(from, to).filter(play => play.sat !== null).length
  if (labelled === 0) throw new ModelError('no-examples', 'no play of the history says whether it was stayed with')
  const held = labelled < ENOUGH ? to : to - Math.floor((to - from) * HELD_OUT)

  const rows = satRows(history)
  const scaling = scalingOf(rows.values, rows.names.length, from, held)
  if (settings.summary !== true) {
    // What is infinitely wide is 0 for everybody.
    rows.names.forEach((name, k) => {
      if (isSessionSummary(name)) scaling.scales[k] = Number.POSITIVE_INFINITY
    })
  }
  const inputs = { ...rows, values: scaled(rows.values, scaling) }
  const batches = setBatches(history.plays, inputs, vectors, SIZES, PER_BATCH, { from, to: held })
  const weights = await trainSat(network, batches, settings, context)
  if (held === to) return { network: name, weights, scaling, calibration: { slope: 1, intercept: 0 } }
  const apart = setBatches(history.plays, inputs, vectors, { ...SIZES, before: REACH }, PER_BATCH, { from: held, to })
  const logits = await satLogits(network, weights, apart, history.plays.length)
  const known = history.plays.flatMap((play, index) =>
    index >= held && index < to && play.sat !== null ? [index] : [],
  )
  const calibration = fitCalibration(
    known.map(index => logits[index] ?? 0),
    known.map(index => history.plays[index]?.sat ?? 0),
  )
  return { network: name, weights, scaling, calibration }
}

/** Probability of SAT of each labelled play from `from` on, known before it; NaN elsewhere. For evaluation: [plays]. */
export async function satOverHistory(
  model: SatModel,
  history: History,
  vectors: TrackVectors | null,
  from: number,
): Promise<Float32Array> {
  checkVectors(vectors, history.tracks)
  history.plays.forEach((play, place) => {
    checkPlay(play, place, history)
  })
  const rows = satRows(history)
  const inputs = { ...rows, values: scaled(rows.values, model.scaling) }
  const batches = setBatches(history.plays, inputs, vectors, { ...SIZES, before: REACH }, PER_BATCH, {
    from,
    to: history.plays.length,
  })
  const logits = await satLogits(satNetworks[model.network], model.weights, batches, history.plays.length)
  return logits.map(logit => calibrated(model.calibration, logit))
}

const KIND = 'sat'
const VERSION = 1

export function satToArtifact(model: SatModel): Artifact {
  const { scaling, calibration, network } = model
  return {
    kind: KIND,
    version: VERSION,
    settings: { network, slope: calibration.slope, intercept: calibration.intercept },
    arrays: {
      ...arraysOf(model.weights),
      means: { shape: [scaling.means.length], values: scaling.means },
      scales: { shape: [scaling.scales.length], values: scaling.scales },
    },
  }
}

/** Throws ModelError 'bad-artifact'. */
export function satFromArtifact(artifact: Artifact): SatModel {
  expectArtifact(artifact, KIND, VERSION)
  const { network, slope, intercept } = artifact.settings
  if (
    (network !== 'mlp' && network !== 'set-transformer') ||
    typeof slope !== 'number' ||
    typeof intercept !== 'number'
  ) {
    throw new ModelError('bad-artifact', 'the artefact of SAT lacks its network or its calibration')
  }
  const means = floatsOf(artifact, 'means', [-1])
  return {
    network,
    weights: weightsFrom(artifact, satNetworks[network].weights(rngOf(0), means.length)),
    scaling: { means, scales: floatsOf(artifact, 'scales', [means.length]) },
    calibration: { slope, intercept },
  }
}

function checkVectors(vectors: TrackVectors | null, tracks: number): void {
  if (vectors === null) return
  if (vectors.values.length < tracks * vectors.size)
    throw new ModelError('bad-input', `there are vectors for fewer than the ${tracks} tracks`)
  const bad = vectors.values.findIndex(value => !Number.isFinite(value))
  if (bad >= 0)
    throw new ModelError('bad-input', `the vector of track ${Math.floor(bad / vectors.size)} holds no number`)
}
