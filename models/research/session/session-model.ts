// A session model as data: an encoder's weights and a vector for each track, fitted by sampled softmax and, if asked, the FP-AdaMetric loss.
import type { Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import type { Artifact } from '../../artifact.ts'
import { expectArtifact, floatsOf, type Json } from '../../artifact.ts'
import { type FitContext, ModelError, stepDone } from '../../model.ts'
import { rngOf } from '../../rng.ts'
import { batchesOf, checkSequences, type SessionBatch, type SessionSequence } from '../../session/sequences.ts'
import { maskedMean } from '../../tensors/losses.ts'
import { warmupCosine } from '../../tensors/schedule.ts'
import { type Trainer, trainerOf } from '../../tensors/trainer.ts'
import { arraysOf, type Tensors, type Weights, weightOf, weightsFrom } from '../../tensors/weights.ts'
import { type EmbeddingTable, embeddingTable } from '../tensors/embedding.ts'
import type { Noise, SessionEncoder } from './encoder.ts'
import { type Margin, marginLoss, marginWeights } from './false-positives.ts'
import { gruEncoder } from './gru.ts'
import { narmEncoder } from './narm.ts'
import { correctionOf, negativeSampler, sampledSoftmax } from './sampled-softmax.ts'
import { sasrecEncoder } from './sasrec.ts'
import { srGnnEncoder } from './sr-gnn.ts'

export type EncoderName = 'gru' | 'narm' | 'sr-gnn' | 'sasrec'
export const encoders: Readonly<Record<EncoderName, SessionEncoder>> = {
  gru: gruEncoder,
  narm: narmEncoder,
  'sr-gnn': srGnnEncoder,
  sasrec: sasrecEncoder,
}

export interface SessionOptions {
  readonly encoder: EncoderName
  /** Of a track's vector and of e_seq. */
  readonly size: number
  /** Longest window of a session that is read. */
  readonly steps: number
  readonly epochs: number
  readonly learningRate: number
  /** Of the tracks' vectors: a row is touched by few batches, so that it needs longer steps than the encoder. */
  readonly itemRate: number
  readonly dropout: number
  readonly weightDecay: number
  /** Tracks drawn for a batch as negatives. */
  readonly negatives: number
  /** Inputs in a batch. */
  readonly positions: number
  /** Vectors of length 1 and scores divided by this; null: plain products. */
  readonly temperature: number | null
  /** Null: FP-Simple, or Vanilla if the sequences keep their false positives. */
  readonly margin: Margin | null
}

/** The longest window under these options: [.., steps]. */
export const stepsOf = ({ encoder, steps }: SessionOptions): number =>
  Math.min(steps, encoders[encoder].longest ?? steps)

export const sessionDefaults: SessionOptions = {
  encoder: 'gru',
  size: 64,
  steps: 20,
  epochs: 8,
  learningRate: 0.01,
  itemRate: 0.03,
  dropout: 0.1,
  weightDecay: 0.01,
  negatives: 256,
  positions: 250,
  temperature: 0.07,
  margin: null,
}

export interface SessionModel {
  readonly options: SessionOptions
  readonly tracks: number
  readonly weights: Weights
  /** [tracks, size], as trained. */
  readonly items: Float32Array
  /** [tracks, size], as scored: of length 1 under a temperature, then divided by it. */
  readonly vectors: Float32Array
}

export const SESSION_VERSION = 1
/** Most false positives of one window that the margin looks at. */
const SETS = 12

/** Where a fit begins. */
export interface Beginning {
  /** [tracks, size]; of a warm start or of another model (skip-gram); a track's row of zeros begins at random. */
  readonly items?: Float32Array
  readonly weights?: Weights
}

/**
 * Fits on whole sessions; `tracks` is the size of the catalogue. Sessions of one track teach nothing. Throws ModelError 'no-examples'
 * when no session has two tracks, 'bad-input' on an index outside the catalogue or vectors that are no numbers, 'cancelled', 'diverged'.
 */
export async function fitSession(
  sequences: readonly SessionSequence[],
  tracks: number,
  options: SessionOptions,
  context: FitContext,
  beginning: Beginning = {},
): Promise<SessionModel> {
  checkSequences(sequences, tracks)
  if (!sequences.some(sequence => sequence.tracks.length > 1))
    throw new ModelError('no-examples', 'no session has two tracks that were heard')
  const { size } = options
  const encoder = encoders[options.encoder]
  const [begin, cuts, draws, drops] = [context.rng.fork(), context.rng.fork(), context.rng.fork(), context.rng.fork()]
  const items = embeddingTable(tracks, size, { values: firstItems(tracks, size, begin, beginning.items) })
  const fresh = {
    ...encoder.weights(begin, size, stepsOf(options)),
    ...(options.margin ? marginWeights(begin, size) : {}),
  }
  const trainer = trainerOf({ ...fresh, ...beginning.weights }, { ...options, clipNorm: 5 })
  const sampler = negativeSampler(playsOf(sequences, tracks))
  const cut = {
    steps: stepsOf(options),
    positions: options.positions,
    sets: options.margin && options.margin.lambda > 0 ? SETS : 0,
  }
  try {
    let [step, steps] = [0, 0]
    for (let epoch = 0; epoch < options.epochs; epoch++) {
      const batches = batchesOf(sequences, cut, cuts)
      if (epoch === 0) steps = options.epochs * batches.length
      for (const batch of batches) {
        const factor = warmupCosine(step, steps, Math.min(50, steps * 0.1))
        trainer.scale(factor)
        const negatives = sampler.draw(options.negatives, draws)
        const noise = options.dropout > 0 ? { rng: drops, rate: options.dropout } : null
        const loss = await learn(trainer, items, options, batch, negatives, noise, factor)
        await stepDone(context, Math.min(1, ++step / steps), loss)
      }
    }
    return modelOf(options, tracks, await trainer.weights(), items.values)
  } finally {
    trainer.dispose()
  }
}

/**
 * After a session: goes on from `model` over `recent` (the last twenty sessions or so, the newest among them), since what was just heard
 * comes back soonest. Nothing in them to learn from: `model` itself. Throws as fitSession does.
 */
export async function updateSession(
  model: SessionModel,
  recent: readonly SessionSequence[],
  context: FitContext,
): Promise<SessionModel> {
  if (!recent.some(sequence => sequence.tracks.length > 1)) return model
  const { options, tracks } = model
  const updated = await fitSession(recent, tracks, { ...options, epochs: 3, learningRate: 0.003 }, context, model)
  return { ...updated, options }
}

/** One step of Adam on the encoder and on every row of the table that the batch touches. */
async function learn(
  trainer: Trainer,
  items: EmbeddingTable,
  options: SessionOptions,
  batch: SessionBatch,
  negatives: ReturnType<ReturnType<typeof negativeSampler>['draw']>,
  noise: Noise | null,
  factor: number,
): Promise<number> {
  const { margin, size } = options
  const rows = {
    played: items.lookup(batch.tracks),
    target: items.lookup(batch.targets),
    negative: items.lookup(negatives.tracks),
    ...(batch.sets > 0 ? { dropped: items.lookup(batch.falsePositives) } : {}),
  }
  const step = await trainer.step((weights, looked) => {
    const played = tf.reshape(itemVectors(weightOf(looked, 'played'), options), [batch.batch, batch.steps, size])
    const session = sessionVectors(weights, options, played, batch, noise)
    const flat = tf.reshape(session, [-1, size])
    const target = itemVectors(weightOf(looked, 'target'), options)
    const others = tf.transpose(itemVectors(weightOf(looked, 'negative'), options))
    const own = tf.sum(tf.mul(flat, target), -1)
    const scale = 1 / (options.temperature ?? 1)
    const scores = tf.add(tf.mul(tf.matMul(flat, others), scale), correctionOf(batch.targets, negatives))
    const counted = tf.tensor(Float32Array.from(batch.targets, each => (each < 0 ? 0 : 1)))
    const loss = maskedMean(sampledSoftmax(tf.mul(own, scale), scores), counted)
    if (margin === null || batch.sets === 0) return loss
    const dropped = tf.reshape(itemVectors(weightOf(looked, 'dropped'), options), [batch.batch, batch.sets, size])
    const before = tf.tensor(batch.before, [batch.batch, batch.steps, batch.sets])
    const kept = marginLoss(weights, session, tf.reshape(target, session.shape), dropped, before, margin)
    return tf.add(loss, tf.mul(maskedMean(tf.reshape(kept, [-1]), counted), margin.lambda))
  }, rows)
  const indices = [batch.tracks, batch.targets, negatives.tracks, ...(batch.sets > 0 ? [batch.falsePositives] : [])]
  const gradients = ['played', 'target', 'negative', 'dropped'].flatMap(name => step.rows[name] ?? [])
  items.descend(joined(indices, Int32Array), joined(gradients, Float32Array), options.itemRate * factor)
  return step.loss
}

/** e_i of looked-up rows. */
function itemVectors(rows: Tensor, { temperature }: SessionOptions): Tensor {
  return temperature === null ? rows : unit(rows)
}

/** e_seq: [batch, steps, size]. */
export function sessionVectors(
  weights: Tensors,
  options: SessionOptions,
  x: Tensor,
  played: SessionBatch,
  noise: Noise | null,
): Tensor {
  const states = encoders[options.encoder].states(weights, x, played, noise)
  return options.temperature === null ? states : unit(states)
}

const unit = (x: Tensor) => tf.div(x, tf.sqrt(tf.add(tf.sum(tf.square(x), -1, true), 1e-6)))

function joined<T extends Int32Array | Float32Array>(parts: readonly T[], kind: new (length: number) => T): T {
  const out = new kind(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

function firstItems(
  tracks: number,
  size: number,
  rng: FitContext['rng'],
  given: Float32Array | undefined,
): Float32Array {
  const out = Float32Array.from({ length: tracks * size }, () => rng.normal() * 0.1)
  if (given === undefined) return out
  if (given.length !== out.length) throw new ModelError('bad-input', `${tracks} vectors of ${size} are needed to begin`)
  for (let row = 0; row < tracks; row++) {
    const vector = given.subarray(row * size, (row + 1) * size)
    if (!vector.every(Number.isFinite)) throw new ModelError('bad-input', `the vector of track ${row} holds no number`)
    if (vector.some(value => value !== 0)) out.set(vector, row * size)
  }
  return out
}

function playsOf(sequences: readonly SessionSequence[], tracks: number): Float64Array {
  const plays = new Float64Array(tracks)
  for (const sequence of sequences) for (const track of sequence.tracks) plays[track] = (plays[track] ?? 0) + 1
  return plays
}

function modelOf(options: SessionOptions, tracks: number, weights: Weights, items: Float32Array): SessionModel {
  const { size, temperature } = options
  const vectors = items.slice()
  if (temperature !== null) {
    for (let row = 0; row < tracks; row++) {
      const vector = vectors.subarray(row * size, (row + 1) * size)
      let squares = 1e-6
      for (const value of vector) squares += value * value
      const factor = 1 / Math.sqrt(squares)
      for (let at = 0; at < size; at++) vector[at] = (vector[at] ?? 0) * factor
    }
  }
  return { options, tracks, weights, items, vectors }
}

export function sessionToArtifact(model: SessionModel): Artifact {
  const { margin, ...options } = model.options
  return {
    kind: 'session',
    version: SESSION_VERSION,
    settings: { ...options, margin: margin === null ? null : { ...margin }, tracks: model.tracks },
    arrays: { ...arraysOf(model.weights), items: { shape: [model.tracks, model.options.size], values: model.items } },
  }
}

/** Throws ModelError 'bad-artifact'. */
export function sessionFromArtifact(artifact: Artifact): SessionModel {
  expectArtifact(artifact, 'session', SESSION_VERSION)
  const { tracks } = artifact.settings
  if (typeof tracks !== 'number')
    throw new ModelError('bad-artifact', 'the session model does not say of how many tracks it is')
  const options = optionsFrom(artifact.settings)
  const encoder = encoders[options.encoder]
  const shapes = encoder.weights(rngOf(0), options.size, stepsOf(options))
  const margin = options.margin ? marginWeights(rngOf(0), options.size) : {}
  const weights = weightsFrom(artifact, { ...shapes, ...margin })
  return modelOf(options, tracks, weights, floatsOf(artifact, 'items', [tracks, options.size]))
}

/** Each option as `sessionToArtifact` wrote it; one that is missing or of another type is named. */
function optionsFrom(settings: Artifact['settings']): SessionOptions {
  const bad = (name: string) => new ModelError('bad-artifact', `the session model's “${name}” cannot be used`)
  const number = (name: string, value = settings[name]): number => {
    if (typeof value !== 'number') throw bad(name)
    return value
  }
  const names: readonly EncoderName[] = ['gru', 'narm', 'sr-gnn', 'sasrec']
  const encoder = names.find(name => name === settings['encoder'])
  if (encoder === undefined) throw bad('encoder')
  return {
    encoder,
    size: number('size'),
    steps: number('steps'),
    epochs: number('epochs'),
    learningRate: number('learningRate'),
    itemRate: number('itemRate'),
    dropout: number('dropout'),
    weightDecay: number('weightDecay'),
    negatives: number('negatives'),
    positions: number('positions'),
    temperature: settings['temperature'] === null ? null : number('temperature'),
    margin: marginFrom(settings['margin'] ?? null, number, bad),
  }
}

function marginFrom(
  margin: Json,
  number: (name: string, value: Json | undefined) => number,
  bad: (name: string) => ModelError,
): Margin | null {
  if (margin === null) return null
  const parts = typeof margin === 'object' && !Array.isArray(margin) ? Object.entries(margin) : []
  const part = (name: string): Json | undefined => parts.find(([each]) => each === name)?.[1]
  const falsePositives = part('falsePositives')
  if (falsePositives !== 'all' && falsePositives !== 'weighed') throw bad('margin')
  return { falsePositives, margin: number('margin', part('margin')), lambda: number('lambda', part('lambda')) }
}
