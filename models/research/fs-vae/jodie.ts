// JODIE: a listener's state that drifts with the time since it was last seen, and an item's that its own plays move (Kumar et al., KDD 2019).
import type { Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { dense, denseWeights, gru, gruWeights, linear } from '../../tensors/layers.ts'
import { filled, weightOf } from '../../tensors/weights.ts'
import { SIDE_SIZE } from './listening.ts'
import { type Network, unitsOf } from './network.ts'
import { SILENCE_AT } from './slow-features.ts'
import { UNITS, type UnitsOptions, unitsModel } from './units-network.ts'
import { STEPS } from './windows.ts'

export const JODIE: UnitsOptions = UNITS

const KIND = 'jodie'
const VERSION = 1

/**
 * u(t): GRU over the item's vector, outcome and gap (RNN_U, section 3.1). Projected: u^ = (1 + W_p delta) * u (equation 3).
 * Item's moving part after its play: tanh(W [item, u before, gap, time since it last played]), one step of RNN_I, begun at the item's own
 * vector: with one listener an item is rarely seen twice in a window, and its longer past is in the time since.
 * Predicted: W1 u^ + W2 moving + W3 still + B (equation 4; the listener's still embedding is in B: there is one listener).
 */
const jodieNetwork = (units: number): Network => ({
  kind: KIND,
  version: VERSION,
  settings: { units },
  begin: (rng, size) => ({
    ...gruWeights(rng, 'listener', size + SIDE_SIZE, units),
    'projection/kernel': filled([1, units], 0),
    ...denseWeights(rng, 'item', size + SIDE_SIZE + units, units),
    ...denseWeights(rng, 'out', 2 * units + size, size),
  }),
  forward(tensors, { rows, vectors, side, slow }) {
    const size = vectors.shape[2] ?? 1
    const still = tf.mul(vectors, unitsOf(size))
    const seen = tf.concat([still, side], 2)
    const states = gru(tensors, 'listener', seen)
    const flat = (x: Tensor) => tf.reshape(x, [rows * STEPS, x.shape[2] ?? 0])
    const silence = tf.slice(slow, [0, SILENCE_AT], [rows * STEPS, 1])
    const drift = tf.add(linear(weightOf(tensors, 'projection/kernel'), silence), 1)
    const begun = tf.concat([tf.zeros([rows, 1, units]), tf.slice(states, [0, 0, 0], [rows, STEPS - 1, units])], 1)
    const moving = tf.tanh(dense(tensors, 'item', flat(tf.concat([seen, begun], 2))))
    const all = tf.concat([tf.mul(drift, flat(states)), moving, flat(still)], 1)
    return { next: dense(tensors, 'out', all), latent: null, divergence: null }
  },
})

const model = unitsModel(KIND, VERSION, jodieNetwork)
export const { fit: fitJodie, toArtifact: jodieToArtifact, fromArtifact: jodieFromArtifact } = model
