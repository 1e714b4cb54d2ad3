// FS-VAE: a listener's long habits and last plays as one Gaussian, and the next track's vector from it (Fazelnia et al., WSDM 2022, section 4).
import type { Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import type { Artifact } from '../../artifact.ts'
import type { FitContext } from '../../model.ts'
import { dense, denseWeights, layerNorm, layerNormWeights, lstm, lstmWeights } from '../../tensors/layers.ts'
import { filled, type Tensors } from '../../tensors/weights.ts'
import { divergenceOf, sampleOf } from './gaussian.ts'
import type { Listening } from './listening.ts'
import { SIDE_SIZE } from './listening.ts'
import {
  type FittedNetwork,
  fitNetwork,
  NETWORK_FIT,
  type Network,
  type NetworkFitOptions,
  type NetworkInput,
  networkFromArtifact,
  networkToArtifact,
  type Predicted,
  predictNetwork,
  sizeIn,
  unitsOf,
} from './network.ts'
import { shuffledInBlocks } from './shuffled-past.ts'
import { SLOW_SIZE } from './slow-features.ts'
import { STEPS } from './windows.ts'

export interface FsVaeSizes {
  readonly lstm: number
  readonly dense: number
  readonly latent: number
  readonly decoder: number
}

/** What an ablation leaves out. */
export type FsVaeFast = 'in order' | 'shuffled' | 'none'
export interface FsVaeParts {
  readonly fast: FsVaeFast
  readonly slow: boolean
  readonly variational: boolean
}

export interface FsVaeOptions extends NetworkFitOptions, FsVaeSizes, FsVaeParts {}

export const FS_VAE: FsVaeOptions = {
  ...NETWORK_FIT,
  lstm: 64,
  dense: 64,
  latent: 64,
  decoder: 128,
  fast: 'in order',
  slow: true,
  variational: true,
}

const KIND = 'fs-vae'
const VERSION = 1
/** Choice: at 0.2 it learned half as fast (below). */
export const LEAK = 0.5
/** The latent begins almost without noise: what goes through it is learned first, how much noise it bears next. */
const LOGVAR_AT_FIRST = -4

export interface FsVae extends FittedNetwork {
  readonly options: FsVaeSizes & FsVaeParts
}

/** `listening`: what may be known. Throws ModelError 'no-examples', 'diverged' or 'cancelled'. */
export async function fitFsVae(listening: Listening, options: FsVaeOptions, context: FitContext): Promise<FsVae> {
  return { ...(await fitNetwork(fsVaeNetwork(options), listening, options, context)), options }
}

/** z and the predicted next vector of the moments before these plays. */
export function predictFsVae(
  model: FsVae,
  listening: Listening,
  moments: ArrayLike<number>,
  context: FitContext,
): Promise<Predicted> {
  return predictNetwork(model, listening, moments, context)
}

export const fsVaeToArtifact = (model: FsVae): Artifact => networkToArtifact(model)

/** Throws ModelError 'bad-artifact'. */
export function fsVaeFromArtifact(artifact: Artifact): FsVae {
  let options: (FsVaeSizes & FsVaeParts) | null = null
  const fitted = networkFromArtifact(artifact, KIND, VERSION, settings => {
    options = optionsFrom(settings)
    return fsVaeNetwork(options)
  })
  return { ...fitted, options: options ?? FS_VAE }
}

function optionsFrom(settings: Artifact['settings']): FsVaeSizes & FsVaeParts {
  const size = (name: string) => sizeIn(settings, name, KIND)
  const fast = settings['fast']
  return {
    lstm: size('lstm'),
    dense: size('dense'),
    latent: size('latent'),
    decoder: size('decoder'),
    fast: fast === 'shuffled' || fast === 'none' ? fast : 'in order',
    slow: settings['slow'] !== false,
    variational: settings['variational'] !== false,
  }
}

function fsVaeNetwork(options: FsVaeSizes & FsVaeParts): Network {
  const { lstm: units, dense: wide, latent, decoder, fast, slow, variational } = options
  const encoded = (fast === 'none' ? 0 : units) + (slow ? wide : 0)
  return {
    kind: KIND,
    version: VERSION,
    settings: { lstm: units, dense: wide, latent, decoder, fast, slow, variational },
    begin: (rng, size) => ({
      ...(fast === 'none'
        ? {}
        : {
            ...lstmWeights(rng, 'fast/lstm1', size + SIDE_SIZE, units),
            ...layerNormWeights('fast/lstm1/norm', units),
            ...lstmWeights(rng, 'fast/lstm2', units, units),
            ...layerNormWeights('fast/lstm2/norm', units),
          }),
      ...(slow
        ? { ...denseWeights(rng, 'slow/dense1', SLOW_SIZE, wide), ...denseWeights(rng, 'slow/dense2', wide, wide) }
        : {}),
      ...denseWeights(rng, 'mu', encoded, latent),
      ...(variational
        ? {
            ...denseWeights(rng, 'logvar', encoded, latent),
            'logvar/bias': filled([latent], LOGVAR_AT_FIRST),
          }
        : {}),
      ...denseWeights(rng, 'decoder/dense', latent, decoder),
      ...denseWeights(rng, 'decoder/out', decoder, size),
    }),
    forward(tensors, input, noise) {
      const parts = [
        ...(fast === 'none' ? [] : [fastEncoder(tensors, input)]),
        ...(slow ? [slowEncoder(tensors, input)] : []),
      ]
      const joined = parts.length === 1 ? (parts[0] as Tensor) : tf.concat(parts, 1) // one or two: length says so
      const mu = dense(tensors, 'mu', joined)
      if (!variational) return { next: decode(tensors, mu), latent: mu, divergence: null }
      const logvar = dense(tensors, 'logvar', joined)
      const divergence = divergenceOf(mu, logvar)
      const z = noise === null ? mu : sampleOf(mu, logvar, noise)
      return { next: decode(tensors, z), latent: mu, divergence }
    },
    ...(fast === 'shuffled' ? { see: shuffledInBlocks } : {}),
  }
}

/**
 * Two LSTMs, each followed by a leaky ReLU: [rows x STEPS, units]. Choices, for what the second sees is small at first and the fit is short:
 * states are normed (this with a smaller beta, noise on the slow features and a latent that begins almost without noise brought the loss from
 * 13.2 after 400 steps to 12.0 after 200; what the norm does alone was not measured), and the second LSTM adds to the first (at 90 steps, without
 * the latent's noise: 11.6, alone 13.7; with a leak of 0.5 for 0.2 10.8; all on u5).
 */
function fastEncoder(tensors: Tensors, { rows, vectors, side }: NetworkInput): Tensor {
  const scaled = tf.concat([tf.mul(vectors, unitsOf(vectors.shape[2] ?? 1)), side], 2)
  const layer = (name: string, x: Tensor) =>
    tf.leakyRelu(layerNorm(tensors, `${name}/norm`, lstm(tensors, name, x)), LEAK)
  const first = layer('fast/lstm1', scaled)
  const second = tf.add(first, layer('fast/lstm2', first))
  return tf.reshape(second, [rows * STEPS, second.shape[2] ?? 0])
}

function slowEncoder(tensors: Tensors, { slow }: NetworkInput): Tensor {
  const first = tf.leakyRelu(dense(tensors, 'slow/dense1', slow), LEAK)
  return tf.leakyRelu(dense(tensors, 'slow/dense2', first), LEAK)
}

const decode = (tensors: Tensors, z: Tensor): Tensor =>
  dense(tensors, 'decoder/out', tf.leakyRelu(dense(tensors, 'decoder/dense', z), LEAK))
