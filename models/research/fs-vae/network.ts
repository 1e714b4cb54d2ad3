// What FS-VAE and the networks it is compared with share: fitted on windows of a history, they predict the vector of the next track.
import type { Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { type Artifact, expectArtifact, floatsOf, type Json } from '../../artifact.ts'
import { checkCancelled, type FitContext, ModelError, stepDone } from '../../model.ts'
import { type Rng, shuffled, undrawn } from '../../rng.ts'
import { warmupCosine } from '../../tensors/schedule.ts'
import { trainerOf } from '../../tensors/trainer.ts'
import { arraysOf, type Tensors, toTensors, type Weights, weightsFrom } from '../../tensors/weights.ts'
import type { Listening } from './listening.ts'
import { SIDE_SIZE } from './listening.ts'
import { HABITS, SLOW_SIZE } from './slow-features.ts'
import {
  askedWindows,
  batchOf,
  type SlowScale,
  STEPS,
  slowScaleOf,
  targetsOf,
  trainingWindows,
  type Window,
  type WindowBatch,
} from './windows.ts'

export interface NetworkInput {
  readonly rows: number
  /** [rows, STEPS, size]: the play of each step; the first step is empty. */
  readonly vectors: Tensor
  /** [rows, STEPS, SIDE_SIZE] */
  readonly side: Tensor
  /** [rows x STEPS, SLOW_SIZE], z-scored: of the moment after each step's play. */
  readonly slow: Tensor
}

export interface NetworkOutput {
  /** Predicted vector of the next track, in units of 1 / sqrt(size) (see `unitsOf`): [rows x STEPS, size]. */
  readonly next: Tensor
  /** z = mu when predicting: [rows x STEPS, latent]; null of a network without one. */
  readonly latent: Tensor | null
  /** KL divergence of the latent from a standard normal: [rows x STEPS]; null of a network without one. */
  readonly divergence: Tensor | null
}

export interface Network {
  /** The name in its paper, in small letters. */
  readonly kind: string
  readonly version: number
  /** Sizes; enough to build it again. */
  readonly settings: { readonly [name: string]: Json }
  begin(rng: Rng, size: number): Weights
  /** `noise` is given while fitting, and null when predicting. */
  forward(tensors: Tensors, input: NetworkInput, noise: Rng | null): NetworkOutput
  /** Other windows than those of `trainingWindows` and `askedWindows`: how an ablation sees the past. */
  readonly see?: (window: Window, rng: Rng) => Window
}

export interface NetworkFitOptions {
  readonly epochs: number
  /** A long history is gone through less often: the fit ends after so many steps. */
  readonly mostSteps: number
  /** Windows a step. */
  readonly batch: number
  readonly learningRate: number
  /** Weight of the KL divergence after its warm-up (beta of section 3; 0.5 is the paper's). */
  readonly beta: number
  /** Share of the steps over which beta grows from 0. */
  readonly betaWarmup: number
  /** Decoupled, per step times the learning rate. */
  readonly weightDecay: number
  /** Deviation of noise on the slow features while fitting: without it they tell the week, and the network remembers what was played in it. */
  readonly slowNoise: number
}

export const NETWORK_FIT: NetworkFitOptions = {
  epochs: 12,
  mostSteps: 240,
  batch: 16,
  learningRate: 0.01,
  beta: 0.02,
  betaWarmup: 0.3,
  weightDecay: 0.1,
  slowNoise: 0.7,
}

export interface FittedNetwork {
  readonly network: Network
  readonly weights: Weights
  readonly scale: SlowScale
  /** Length of the track vectors. */
  readonly size: number
}

/**
 * The loss is reckoned on vectors of length sqrt(size), of which each number has variance 1, as the published ones have: with unit vectors
 * all that could be gained is 0.5, and beta KL would leave the latent empty.
 */
export const unitsOf = (size: number): number => Math.sqrt(size)

const CLIP_NORM = 5
const PREDICTED_ROWS = 128

/** Loss: mean over targets of 0.5 |x - x^|^2 + beta KL. Throws ModelError 'no-examples', 'diverged' or 'cancelled'. */
export async function fitNetwork(
  network: Network,
  listening: Listening,
  options: NetworkFitOptions,
  context: FitContext,
): Promise<FittedNetwork> {
  checkCancelled(context)
  const { size } = listening.vectors
  const [beginRng, orderRng, noiseRng] = [context.rng.fork(), context.rng.fork(), context.rng.fork()]
  if (!listening.target.includes(1)) throw new ModelError('no-examples', 'no play with a track vector to learn from')
  const scale = slowScaleOf(listening)
  const trainer = trainerOf(network.begin(beginRng, size), {
    learningRate: options.learningRate,
    clipNorm: CLIP_NORM,
    weightDecay: options.weightDecay,
  })
  try {
    const perEpoch = Math.max(1, Math.ceil(listening.count / STEPS / options.batch))
    const steps = Math.min(options.mostSteps, options.epochs * perEpoch)
    let step = 0
    for (let epoch = 0; epoch < options.epochs && step < steps; epoch++) {
      const windows = shuffled(trainingWindows(listening, orderRng), orderRng)
      for (let from = 0; from < windows.length && step < steps; from += options.batch) {
        const rows = windows.slice(from, from + options.batch).map(each => network.see?.(each, orderRng) ?? each)
        const beta = options.beta * Math.min(1, step / Math.max(1, options.betaWarmup * steps))
        trainer.scale(warmupCosine(step, steps, Math.max(1, Math.min(20, Math.floor(steps / 10)))))
        const numbers = batchOf(listening, rows, scale)
        blur(numbers.slow, options.slowNoise, noiseRng)
        const targets = targetsOf(listening, rows)
        const { loss } = await trainer.step(weights => {
          const output = network.forward(weights, inputOf(numbers, size), noiseRng)
          const places = rows.length * STEPS
          const mask = tf.tensor(targets.mask, [places])
          const aim = tf.mul(tf.tensor(targets.next, [places, size]), unitsOf(size))
          const distance = tf.mul(tf.sum(tf.square(tf.sub(output.next, aim)), -1), 0.5)
          const each =
            output.divergence === null || beta === 0 ? distance : tf.add(distance, tf.mul(output.divergence, beta))
          return tf.div(tf.sum(tf.mul(each, mask)), tf.add(tf.sum(mask), 1e-9))
        })
        step++
        await stepDone(context, Math.min(1, step / steps), loss)
      }
    }
    return { network, weights: await trainer.weights(), scale, size }
  } finally {
    trainer.dispose()
  }
}

/** Of each moment all but the hour, the weekday and the silence. */
function blur(slow: Float32Array, deviation: number, rng: Rng): void {
  if (deviation === 0) return
  for (let at = 0; at < slow.length; at++) {
    if (at % SLOW_SIZE < HABITS) slow[at] = (slow[at] ?? 0) + deviation * rng.normal()
  }
}

function inputOf(batch: WindowBatch, size: number): NetworkInput {
  const { rows } = batch
  return {
    rows,
    vectors: tf.tensor(batch.vectors, [rows, STEPS, size]),
    side: tf.tensor(batch.side, [rows, STEPS, SIDE_SIZE]),
    slow: tf.tensor(batch.slow, [rows * STEPS, SLOW_SIZE]),
  }
}

export interface Predicted {
  /** Predicted vector of the next track, as long as it came out (unit vectors are what it was fitted to): [moments, size]. */
  readonly next: Float32Array
  /** z of each moment, [moments, latentSize]; empty of a network without one. */
  readonly latent: Float32Array
  readonly latentSize: number
}

/** The moments before these plays (0..count - 1), many at a time. Throws ModelError 'bad-input' on vectors of another length. */
export async function predictNetwork(
  model: FittedNetwork,
  listening: Listening,
  moments: ArrayLike<number>,
  context: FitContext,
): Promise<Predicted> {
  const { size } = model
  if (listening.vectors.size !== size)
    throw new ModelError(
      'bad-input',
      `track vectors of ${listening.vectors.size} numbers, and the model was fitted on ${size}`,
    )
  const { network } = model
  const see = network.see
  const asked = see ? alone(moments, window => see(window, context.rng)) : askedWindows(moments)
  const next = new Float32Array(moments.length * size)
  const parts: { readonly next: Float32Array; readonly latent: Float32Array | null }[] = []
  const tensors = toTensors(model.weights)
  try {
    for (let from = 0; from < asked.windows.length; from += PREDICTED_ROWS) {
      const numbers = batchOf(listening, asked.windows.slice(from, from + PREDICTED_ROWS), model.scale)
      const output = tf.tidy(() => {
        const { next: predicted, latent } = network.forward(tensors, inputOf(numbers, size), null)
        return latent === null ? { next: predicted } : { next: predicted, latent }
      })
      parts.push({
        next: Float32Array.from(await output.next.data()),
        latent: output.latent ? Float32Array.from(await output.latent.data()) : null,
      })
      tf.dispose(output)
      await stepDone(context, Math.min(1, (from + PREDICTED_ROWS) / asked.windows.length))
    }
  } finally {
    tf.dispose(tensors)
  }
  const latentSize = (parts[0]?.latent?.length ?? 0) / ((parts[0]?.next.length ?? size) / size)
  const latent = new Float32Array(moments.length * latentSize)
  asked.places.forEach((place, index) => {
    const part = parts[Math.floor(place / (PREDICTED_ROWS * STEPS))]
    const row = place % (PREDICTED_ROWS * STEPS)
    for (let k = 0; k < size; k++) next[index * size + k] = (part?.next[row * size + k] ?? 0) / unitsOf(size)
    if (part?.latent) latent.set(part.latent.subarray(row * latentSize, (row + 1) * latentSize), index * latentSize)
  })
  return { next, latent, latentSize }
}

/** A window for each moment by itself: what an ablation that moves plays about needs. */
function alone(moments: ArrayLike<number>, see: (window: Window) => Window): { windows: Window[]; places: Int32Array } {
  const windows: Window[] = []
  const places = new Int32Array(moments.length)
  for (let index = 0; index < moments.length; index++) {
    const one = askedWindows([moments[index] ?? 0])
    windows.push(...one.windows.map(see))
    places[index] = index * STEPS + (one.places[0] ?? 0)
  }
  return { windows, places }
}

export function networkToArtifact({ network, weights, scale, size }: FittedNetwork): Artifact {
  return {
    kind: network.kind,
    version: network.version,
    settings: { ...network.settings, size },
    arrays: {
      ...arraysOf(weights),
      'slow/mean': { shape: [SLOW_SIZE], values: scale.mean },
      'slow/deviation': { shape: [SLOW_SIZE], values: scale.deviation },
    },
  }
}

/** `networkOf` builds the network from its settings. Throws ModelError 'bad-artifact'. */
export function networkFromArtifact(
  artifact: Artifact,
  kind: string,
  version: number,
  networkOf: (settings: Artifact['settings']) => Network,
): FittedNetwork {
  expectArtifact(artifact, kind, version)
  const size = sizeIn(artifact.settings, 'size', kind)
  const network = networkOf(artifact.settings)
  const like = network.begin(undrawn, size)
  return {
    network,
    size,
    weights: weightsFrom(artifact, like),
    scale: {
      mean: floatsOf(artifact, 'slow/mean', [SLOW_SIZE]),
      deviation: floatsOf(artifact, 'slow/deviation', [SLOW_SIZE]),
    },
  }
}

/** The size of that name among an artefact's settings, or ModelError 'bad-artifact'. */
export function sizeIn(settings: Artifact['settings'], name: string, kind: string): number {
  const value = settings[name]
  if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value
  throw new ModelError('bad-artifact', `the artefact of “${kind}” lacks “${name}”`)
}
