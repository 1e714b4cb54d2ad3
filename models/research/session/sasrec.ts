// SASRec (Kang, McAuley, ICDM 2018): causal self-attention over the session, positions learned.
import type { Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { attentionBlock, blockWeights, dropout } from '../../tensors/layers.ts'
import { weightOf } from '../../tensors/weights.ts'
import { causal, type SessionEncoder } from './encoder.ts'

const [BLOCKS, HEADS] = [1, 2]

/** E^ = x + P (eq. 2), then blocks of attention over what came before and feed-forward (eq. 3-6); e_seq = the last layer's state. */
export const sasrecEncoder: SessionEncoder = {
  weights(rng, size, steps) {
    const position = Float32Array.from({ length: steps * size }, () => rng.normal() * 0.1)
    const blocks = Array.from({ length: BLOCKS }, (_, block) => blockWeights(rng, `block${block}`, size, size))
    return Object.assign({ position: { shape: [steps, size], values: position } }, ...blocks)
  },
  states(weights, x, { steps }, noise) {
    const [rate, rng] = [noise?.rate ?? 0, noise?.rng ?? null]
    const size = x.shape[2] ?? 0
    const position = tf.slice(weightOf(weights, 'position'), [0, 0], [steps, size])
    let state: Tensor = dropout(tf.add(tf.mul(x, Math.sqrt(size)), position), rate, rng)
    const allowed = causal(steps)
    for (let block = 0; block < BLOCKS; block++) {
      state = attentionBlock(weights, `block${block}`, state, state, HEADS, allowed)
      state = dropout(state, rate, rng)
    }
    return state
  },
}
