// RNN: the last tracks' vectors alone, through a GRU, to the next one's (a comparison of Fazelnia et al. 2022; GRU of Cho et al. 2014).
import * as tf from '@tensorflow/tfjs-core'
import type { Artifact } from '../artifact.ts'
import type { FitContext } from '../model.ts'
import { dense, denseWeights, gru, gruWeights } from '../tensors/layers.ts'
import type { Listening } from './listening.ts'
import {
  type FittedNetwork,
  fitNetwork,
  NETWORK_FIT,
  type Network,
  type NetworkFitOptions,
  networkFromArtifact,
  networkToArtifact,
  sizeIn,
  unitsOf,
} from './network.ts'
import { STEPS } from './windows.ts'

export interface RnnOptions extends NetworkFitOptions {
  readonly units: number
}

export const RNN: RnnOptions = { ...NETWORK_FIT, units: 64 }

const KIND = 'rnn'
const VERSION = 1

/** Predictions by `predictNetwork`. Throws ModelError 'no-examples', 'diverged' or 'cancelled'. */
export const fitRnn = (listening: Listening, options: RnnOptions, context: FitContext): Promise<FittedNetwork> =>
  fitNetwork(rnnNetwork(options.units), listening, options, context)

export const rnnToArtifact = (model: FittedNetwork): Artifact => networkToArtifact(model)

/** Throws ModelError 'bad-artifact'. */
export const rnnFromArtifact = (artifact: Artifact): FittedNetwork =>
  networkFromArtifact(artifact, KIND, VERSION, settings => rnnNetwork(sizeIn(settings, 'units', KIND)))

const rnnNetwork = (units: number): Network => ({
  kind: KIND,
  version: VERSION,
  settings: { units },
  begin: (rng, size) => ({ ...gruWeights(rng, 'gru', size, units), ...denseWeights(rng, 'out', units, size) }),
  forward(tensors, { rows, vectors }) {
    const states = gru(tensors, 'gru', tf.mul(vectors, unitsOf(vectors.shape[2] ?? 1)))
    return { next: dense(tensors, 'out', tf.reshape(states, [rows * STEPS, units])), latent: null, divergence: null }
  },
})
