// VAE-CF: what a listener played, as a set without order, through a variational autoencoder (Liang et al., WWW 2018).
import type { Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { type Artifact, expectArtifact, floatsOf } from '../../artifact.ts'
import { checkCancelled, type FitContext, ModelError, stepDone } from '../../model.ts'
import { type Rng, shuffled, undrawn } from '../../rng.ts'
import { dense, denseWeights } from '../../tensors/layers.ts'
import { warmupCosine } from '../../tensors/schedule.ts'
import { trainerOf } from '../../tensors/trainer.ts'
import { arraysOf, type Tensors, toTensors, type Weight, type Weights, weightsFrom } from '../../tensors/weights.ts'
import { type EmbeddingTable, embeddingTable } from '../tensors/embedding.ts'
import { divergenceOf, sampleOf } from './gaussian.ts'
import type { Listening } from './listening.ts'
import { sizeIn, unitsOf } from './network.ts'

export interface VaeCfOptions {
  readonly hidden: number
  readonly latent: number
  /** The bag: the different tracks among so many last plays. */
  readonly plays: number
  /** Share of a bag's tracks left out while fitting. */
  readonly dropout: number
  readonly epochs: number
  /** Moments of an epoch, at most, drawn anew each time. */
  readonly perEpoch: number
  readonly batch: number
  readonly learningRate: number
  readonly beta: number
  readonly betaWarmup: number
}

export const VAE_CF: VaeCfOptions = {
  hidden: 64,
  latent: 64,
  plays: 100,
  dropout: 0.5,
  epochs: 8,
  perEpoch: 10_000,
  batch: 250,
  learningRate: 0.003,
  beta: 0.02,
  betaWarmup: 0.3,
}

export interface VaeCf {
  /** Rows of the first layer, one a track: [tracks, hidden]. */
  readonly items: Float32Array
  readonly weights: Weights
  readonly size: number
  readonly hidden: number
  readonly latent: number
  readonly plays: number
}

const KIND = 'vae-cf'
const VERSION = 1
const CLIP_NORM = 5

/**
 * Encoder: x / |x| -> tanh -> mu, log-variance; decoder: tanh -> next track's vector (the paper's decodes to the catalogue; here all methods
 * are scored as vectors). Throws ModelError 'no-examples', 'diverged' or 'cancelled'.
 */
export async function fitVaeCf(listening: Listening, options: VaeCfOptions, context: FitContext): Promise<VaeCf> {
  checkCancelled(context)
  const { hidden, latent, plays, batch } = options
  const { size, count, values } = listening.vectors
  const [beginRng, orderRng, noiseRng] = [context.rng.fork(), context.rng.fork(), context.rng.fork()]
  const moments = Array.from(listening.target.keys()).filter(moment => listening.target[moment] === 1)
  if (moments.length === 0) throw new ModelError('no-examples', 'no play with a track vector to learn from')
  const items = embeddingTable(count, hidden, { rng: beginRng, scale: 0.1 })
  const trainer = trainerOf(begin(beginRng, hidden, latent, size), {
    learningRate: options.learningRate,
    clipNorm: CLIP_NORM,
  })
  try {
    const perEpoch = Math.min(moments.length, options.perEpoch)
    const steps = options.epochs * Math.ceil(perEpoch / batch)
    let step = 0
    for (let epoch = 0; epoch < options.epochs; epoch++) {
      const order = shuffled(moments, orderRng).slice(0, perEpoch)
      for (let from = 0; from < order.length; from += batch) {
        const some = order.slice(from, from + batch)
        const bags = some.map(moment => thinned(bagOf(listening, moment, plays), options.dropout, orderRng))
        const aim = new Float32Array(some.length * size)
        some.forEach((moment, row) => {
          const track = listening.track[moment] ?? 0
          aim.set(values.subarray(track * size, (track + 1) * size), row * size)
        })
        const beta = options.beta * Math.min(1, step / Math.max(1, options.betaWarmup * steps))
        const factor = warmupCosine(step, steps, Math.max(1, Math.floor(steps / 10)))
        trainer.scale(factor)
        const { loss, rows } = await trainer.step(
          (weights, { bag }) => {
            const { mu, logvar } = encode(weights, bag as Tensor) // handed in below
            const target = tf.mul(tf.tensor(aim, [some.length, size]), unitsOf(size))
            const next = decode(weights, sampleOf(mu, logvar, noiseRng))
            const distance = tf.mul(tf.sum(tf.square(tf.sub(next, target)), -1), 0.5)
            return tf.mean(tf.add(distance, tf.mul(divergenceOf(mu, logvar), beta)))
          },
          { bag: sumsOf(items, bags) },
        )
        descend(items, bags, rows['bag'] ?? new Float32Array(), options.learningRate * factor)
        step++
        await stepDone(context, Math.min(1, step / steps), loss)
      }
    }
    return { items: items.values, weights: await trainer.weights(), size, hidden, latent, plays }
  } finally {
    trainer.dispose()
  }
}

/** [moments, size]. */
export async function predictVaeCf(
  model: VaeCf,
  listening: Listening,
  moments: ArrayLike<number>,
): Promise<Float32Array> {
  const { size, hidden, items } = model
  if (listening.vectors.size !== size || listening.vectors.count * hidden !== items.length)
    throw new ModelError('bad-input', 'the listening is of another catalogue than the model was fitted on')
  if (moments.length === 0) return new Float32Array()
  const table = embeddingTable(listening.vectors.count, hidden, { values: items })
  const bags = Array.from({ length: moments.length }, (_, index) => bagOf(listening, moments[index] ?? 0, model.plays))
  const sums = sumsOf(table, bags)
  const tensors = toTensors(model.weights)
  const next = tf.tidy(() =>
    tf.div(decode(tensors, encode(tensors, tf.tensor(sums.values, [...sums.shape])).mu), unitsOf(size)),
  )
  try {
    return Float32Array.from(await next.data())
  } finally {
    next.dispose()
    tf.dispose(tensors)
  }
}

export function vaeCfToArtifact({ items, weights, size, hidden, latent, plays }: VaeCf): Artifact {
  return {
    kind: KIND,
    version: VERSION,
    settings: { size, hidden, latent, plays },
    arrays: { ...arraysOf(weights), items: { shape: [items.length / hidden, hidden], values: items } },
  }
}

/** Throws ModelError 'bad-artifact'. */
export function vaeCfFromArtifact(artifact: Artifact): VaeCf {
  expectArtifact(artifact, KIND, VERSION)
  const [size, hidden, latent, plays] = (['size', 'hidden', 'latent', 'plays'] as const).map(name =>
    sizeIn(artifact.settings, name, KIND),
  ) as [number, number, number, number] // one for each name
  const like = begin(undrawn, hidden, latent, size)
  const items = floatsOf(artifact, 'items', [-1, hidden])
  return { items, weights: weightsFrom(artifact, like), size, hidden, latent, plays }
}

const begin = (rng: Rng, hidden: number, latent: number, size: number): Weights => ({
  ...denseWeights(rng, 'mu', hidden, latent),
  ...denseWeights(rng, 'logvar', hidden, latent),
  ...denseWeights(rng, 'decoder/dense', latent, hidden),
  ...denseWeights(rng, 'decoder/out', hidden, size),
})

function encode(weights: Tensors, bag: Tensor): { mu: Tensor; logvar: Tensor } {
  const hidden = tf.tanh(bag)
  return { mu: dense(weights, 'mu', hidden), logvar: dense(weights, 'logvar', hidden) }
}

const decode = (weights: Tensors, z: Tensor): Tensor =>
  dense(weights, 'decoder/out', tf.tanh(dense(weights, 'decoder/dense', z)))

/** The different tracks among the last `plays` that were heard before a moment. */
function bagOf(listening: Listening, moment: number, plays: number): number[] {
  const bag = new Set<number>()
  let seen = 0
  for (let play = Math.min(moment, listening.count) - 1; play >= 0 && seen < plays; play--) {
    if (listening.stayed[play] !== 1) continue
    seen++
    bag.add(listening.track[play] ?? 0)
  }
  return [...bag]
}

const thinned = (bag: readonly number[], dropout: number, rng: Rng): number[] => bag.filter(() => rng.next() >= dropout)

/** x / |x| times the first layer: each bag's rows added up, over the root of their number. [bags, hidden] */
function sumsOf(items: EmbeddingTable, bags: readonly (readonly number[])[]): Weight {
  const { size, values } = items
  const out = new Float32Array(bags.length * size)
  bags.forEach((bag, row) => {
    const share = 1 / Math.sqrt(Math.max(1, bag.length))
    for (const item of bag) {
      for (let k = 0; k < size; k++)
        out[row * size + k] = (out[row * size + k] ?? 0) + share * (values[item * size + k] ?? 0)
    }
  })
  return { shape: [bags.length, size], values: out }
}

function descend(
  items: EmbeddingTable,
  bags: readonly (readonly number[])[],
  gradient: Float32Array,
  rate: number,
): void {
  const { size } = items
  const indices = bags.flat()
  const each = new Float32Array(indices.length * size)
  let at = 0
  bags.forEach((bag, row) => {
    const share = 1 / Math.sqrt(Math.max(1, bag.length))
    for (let item = 0; item < bag.length; item++, at += size) {
      for (let k = 0; k < size; k++) each[at + k] = share * (gradient[row * size + k] ?? 0)
    }
  })
  items.descend(indices, each, rate)
}
