// NARM (Li et al., CIKM 2017): the last state of a GRU, and an attention of that state over all the earlier ones.
import type { Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { dropout, gru, gruWeights, linear } from '../../tensors/layers.ts'
import { glorot, weightOf } from '../../tensors/weights.ts'
import { causal, type SessionEncoder } from './encoder.ts'

/**
 * Global c_g = h_t (eq. 4), local c_l = sum over j <= t of alpha_tj h_j (eq. 5), alpha_tj = v . sigmoid(A1 h_t + A2 h_j) (eq. 7, no
 * softmax there); e_seq = B' [c_g; c_l], since its score is e_i B [c_g; c_l] (eq. 11). Every t in one pass, by a causal mask.
 */
export const narmEncoder: SessionEncoder = {
  weights: (rng, size) => ({
    ...gruWeights(rng, 'gru', size, size),
    'attention/last/kernel': glorot(rng, size, size),
    'attention/each/kernel': glorot(rng, size, size),
    'attention/out/kernel': glorot(rng, size, 1),
    'decode/kernel': glorot(rng, 2 * size, size),
  }),
  states(weights, x, { batch, steps }, noise) {
    const [rate, rng] = [noise?.rate ?? 0, noise?.rng ?? null]
    const states = gru(weights, 'gru', dropout(x, rate, rng))
    const size = x.shape[2] ?? 0
    const last = tf.reshape(linear(weightOf(weights, 'attention/last/kernel'), states), [batch, steps, 1, size])
    const each = tf.reshape(linear(weightOf(weights, 'attention/each/kernel'), states), [batch, 1, steps, size])
    const logits = linear(weightOf(weights, 'attention/out/kernel'), tf.sigmoid(tf.add(last, each)))
    const alpha = tf.mul(tf.reshape(logits, [batch, steps, steps]), causal(steps))
    const local: Tensor = tf.matMul(alpha, states)
    return linear(weightOf(weights, 'decode/kernel'), dropout(tf.concat([states, local], 2), rate, rng))
  },
}
