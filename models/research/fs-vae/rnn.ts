// RNN: the last tracks' vectors alone, through a GRU, to the next one's (a comparison of Fazelnia et al. 2022; GRU of Cho et al. 2014).
import * as tf from '@tensorflow/tfjs-core'
import { dense, denseWeights, gru, gruWeights } from '../../tensors/layers.ts'
import { type Network, unitsOf } from './network.ts'
import { UNITS, type UnitsOptions, unitsModel } from './units-network.ts'
import { STEPS } from './windows.ts'

export const RNN: UnitsOptions = UNITS

const KIND = 'rnn'
const VERSION = 1

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

const model = unitsModel(KIND, VERSION, rnnNetwork)
export const { fit: fitRnn, toArtifact: rnnToArtifact, fromArtifact: rnnFromArtifact } = model
