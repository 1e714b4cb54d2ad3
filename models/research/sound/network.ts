// The network of sound: convolutions over time only, then mean, max and L2 over time, then dense layers. Shapes and weights, no training.
import type { Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import type { Rng } from '../../rng.ts'
import type { SoundShape } from '../../sound/shape.ts'
import { dense, denseWeights, dropout, maxPool, timeConvolution, timeConvolutionWeights } from '../../tensors/layers.ts'
import type { Tensors, Weights } from '../../tensors/weights.ts'

const WIDTH = 4
const QUIET = 0.01
const POOLS = [4, 2, 2] as const
/** Fewer steps (frames, where none are taken together) leave nothing for the last convolution. */
export const LEAST_STEPS = POOLS.reduceRight<number>((frames, pool) => frames * pool + WIDTH - 1, WIDTH)

/**
 * Glorot's bounds, and a last kernel of next to nothing: at the start the network says its bias. Measured on one fold after 150 steps: cosine
 * .492 so, .479 with a last kernel in Glorot's bounds, whose noise costs the first third of the training to undo.
 */
export function soundWeights(rng: Rng, shape: SoundShape, bands: number, size: number): Weights {
  const convolutions = shape.channels.map((outputs, layer) =>
    timeConvolutionWeights(
      rng,
      `convolution${layer + 1}`,
      layer === 0 ? bands : (shape.channels[layer - 1] ?? 0),
      outputs,
      WIDTH,
    ),
  )
  return {
    ...Object.assign({}, ...convolutions),
    ...denseWeights(rng, 'dense1', 3 * shape.channels[3], shape.dense),
    ...denseWeights(rng, 'dense2', shape.dense, shape.dense),
    ...Object.fromEntries(
      Object.entries(denseWeights(rng, 'out', shape.dense, size)).map(([name, weight]) => [
        name,
        { ...weight, values: weight.values.map(value => value * QUIET) },
      ]),
    ),
  }
}

/** `x` [batch, steps, bands] to what is summed up over time: [batch, 3 channels]: mean, max, L2. */
export function soundFeatures(weights: Tensors, x: Tensor): Tensor {
  let seen = x
  for (let layer = 1; layer <= 4; layer++) {
    seen = tf.relu(timeConvolution(weights, `convolution${layer}`, seen, WIDTH))
    const pool = POOLS[layer - 1]
    if (pool !== undefined) seen = maxPool(seen, pool)
  }
  // Root of the mean, not of the sum, of squares: the length of a crop must not show.
  return tf.concat([tf.mean(seen, 1), tf.max(seen, 1), tf.sqrt(tf.add(tf.mean(tf.square(seen), 1), 1e-6))], 1)
}

/** `x` [batch, steps, bands], standardised, to vectors [batch, size]. `rng` draws the dropout of training; null predicts. */
export function soundNetwork(weights: Tensors, x: Tensor, rate: number, rng: Rng | null): Tensor {
  const features = dropout(soundFeatures(weights, x), rate, rng)
  const hidden = dropout(tf.relu(dense(weights, 'dense1', features)), rate, rng)
  return dense(weights, 'out', dropout(tf.relu(dense(weights, 'dense2', hidden)), rate, rng))
}
