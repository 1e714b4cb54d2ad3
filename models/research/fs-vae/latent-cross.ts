// LatentCross: an RNN whose state is multiplied by its context (Beutel et al., WSDM 2018, equation 3: h' = (1 + sum of contexts) * h).
import * as tf from '@tensorflow/tfjs-core'
import type { Rng } from '../../rng.ts'
import { dense, denseWeights, gru, gruWeights, linear } from '../../tensors/layers.ts'
import { type Weight, weightOf } from '../../tensors/weights.ts'
import { SIDE_SIZE } from './listening.ts'
import { type Network, unitsOf } from './network.ts'
import { SLOW_SIZE } from './slow-features.ts'
import { UNITS, type UnitsOptions, unitsModel } from './units-network.ts'
import { STEPS } from './windows.ts'

export const LATENT_CROSS: UnitsOptions = UNITS

const KIND = 'latent-cross'
const VERSION = 1

/** Contexts embedded without a bias, near zero at the start, as in the paper: outcome and gap of a play before the GRU, the slow features after. */
const latentCrossNetwork = (units: number): Network => ({
  kind: KIND,
  version: VERSION,
  settings: { units },
  begin: (rng, size) => ({
    'play/kernel': small(rng, SIDE_SIZE, size),
    ...gruWeights(rng, 'gru', size, units),
    'moment/kernel': small(rng, SLOW_SIZE, units),
    ...denseWeights(rng, 'out', units, size),
  }),
  forward(tensors, { rows, vectors, side, slow }) {
    const scaled = tf.mul(vectors, unitsOf(vectors.shape[2] ?? 1))
    const ofPlay = linear(weightOf(tensors, 'play/kernel'), side)
    const states = gru(tensors, 'gru', tf.mul(tf.add(ofPlay, 1), scaled))
    const ofMoment = linear(weightOf(tensors, 'moment/kernel'), slow)
    const crossed = tf.mul(tf.add(ofMoment, 1), tf.reshape(states, [rows * STEPS, units]))
    return { next: dense(tensors, 'out', crossed), latent: null, divergence: null }
  },
})

const small = (rng: Rng, inputs: number, outputs: number): Weight => ({
  shape: [inputs, outputs],
  values: Float32Array.from({ length: inputs * outputs }, () => rng.normal() * 0.001),
})

const model = unitsModel(KIND, VERSION, latentCrossNetwork)
export const { fit: fitLatentCross, toArtifact: latentCrossToArtifact, fromArtifact: latentCrossFromArtifact } = model
