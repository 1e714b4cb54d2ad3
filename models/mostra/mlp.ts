// The Set Transformer's set-unaware twin: the same features, sizes and training, and nothing looked at but the candidate itself.
import type { Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import type { Rng } from '../rng.ts'
import { dense, denseWeights, dropout, layerNorm, layerNormWeights, linear } from '../tensors/layers.ts'
import { filled, type Tensors, type Weights, weightOf } from '../tensors/weights.ts'
import { INNER, type SetTensors, SIZE } from './set-transformer.ts'

const BLOCKS = 2

export const mlpWeights = (rng: Rng, features: number): Weights => {
  const weights: Record<string, Weights[string]> = {
    ...denseWeights(rng, 'embed', features, SIZE),
    ...denseWeights(rng, 'logit', SIZE, 1),
    'wide/kernel': filled([features, 1], 0),
  }
  for (let block = 0; block < BLOCKS; block++) {
    Object.assign(
      weights,
      denseWeights(rng, `block${block}/feed1`, SIZE, INNER),
      denseWeights(rng, `block${block}/feed2`, INNER, SIZE),
      layerNormWeights(`block${block}/norm2`, SIZE),
    )
  }
  return weights
}

/** What its plain part sees of each candidate. */
export const mlpInputs = (_weights: Tensors, set: SetTensors): Tensor => set.askedFeatures

/** Logits [count, asked]. */
export function mlpLogits(weights: Tensors, set: SetTensors, rate = 0, rng: Rng | null = null): Tensor {
  let x = tf.relu(dense(weights, 'embed', dropout(set.askedFeatures, rate, rng)))
  for (let block = 0; block < BLOCKS; block++) {
    const inner = tf.relu(dense(weights, `block${block}/feed1`, x))
    const out = dropout(dense(weights, `block${block}/feed2`, inner), rate, rng)
    x = layerNorm(weights, `block${block}/norm2`, tf.add(x, out))
  }
  const logit = tf.add(dense(weights, 'logit', x), linear(weightOf(weights, 'wide/kernel'), set.askedFeatures))
  return tf.reshape(logit, [set.count, set.asked])
}
