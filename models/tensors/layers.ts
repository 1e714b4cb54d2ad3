// Layers as functions of weights and tensors, in operations that have kernels on every backend. A layer's `…Weights` makes its beginning.
import type { Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import type { Rng } from '../rng.ts'
import { sumOfRows } from './gradients.ts'
import { filled, glorot, named, type Tensors, type Weights, weightOf } from './weights.ts'

export { gru, gruStep, gruWeights, lstm, lstmWeights } from './recurrent.ts'

export const denseWeights = (rng: Rng, name: string, inputs: number, outputs: number): Weights =>
  named(name, { kernel: glorot(rng, inputs, outputs), bias: filled([outputs], 0) })

/** `x` [..., inputs] to [..., outputs]: x W + b. */
export function dense(weights: Tensors, name: string, x: Tensor): Tensor {
  const flat = linear(weightOf(weights, `${name}/kernel`), x)
  return tf.add(flat, weightOf(weights, `${name}/bias`))
}

/** `x` [..., inputs] times `kernel` [inputs, outputs], as one product of two matrices. */
export function linear(kernel: Tensor, x: Tensor): Tensor {
  const [inputs = 0, outputs = 0] = kernel.shape
  if (x.rank === 2) return tf.matMul(x, kernel)
  return tf.reshape(tf.matMul(tf.reshape(x, [-1, inputs]), kernel), [...x.shape.slice(0, -1), outputs])
}

export const layerNormWeights = (name: string, size: number): Weights =>
  named(name, { gain: filled([size], 1), bias: filled([size], 0) })

/** Over the last axis (Ba et al. 2016). Its gradient in closed form: a third of the operations. */
export function layerNorm(weights: Tensors, name: string, x: Tensor): Tensor {
  const size = x.shape.at(-1) ?? 0
  const whole = tf.customGrad((...given: unknown[]) => {
    const [input, gain, bias, save] = given as [Tensor, Tensor, Tensor, (tensors: Tensor[]) => void] // customGrad's types say Tensor for all
    const centred = tf.sub(input, tf.mean(input, -1, true))
    const deviation = tf.sqrt(tf.add(tf.mean(tf.square(centred), -1, true), 1e-5))
    const normed = tf.div(centred, deviation)
    save([normed, deviation, gain])
    return {
      value: tf.add(tf.mul(normed, gain), bias),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [y, scale, slope] = saved as [Tensor, Tensor, Tensor] // saved in this order
        const d = tf.mul(dy, slope)
        const along = tf.mul(y, tf.mean(tf.mul(d, y), -1, true))
        return [
          tf.div(tf.sub(tf.sub(d, tf.mean(d, -1, true)), along), scale),
          tf.reshape(sumOfRows(tf.mul(dy, y), size), [size]),
          tf.reshape(sumOfRows(dy, size), [size]),
        ]
      },
    }
  })
  return whole(x, weightOf(weights, `${name}/gain`), weightOf(weights, `${name}/bias`))
}

export const attentionWeights = (rng: Rng, name: string, size: number): Weights => ({
  ...denseWeights(rng, `${name}/query`, size, size),
  ...denseWeights(rng, `${name}/key`, size, size),
  ...denseWeights(rng, `${name}/value`, size, size),
  ...denseWeights(rng, `${name}/out`, size, size),
})

/**
 * Multi-head attention (Vaswani et al. 2017). `x` [batch, n, size] asks `y` [batch, m, size]; result [batch, n, size].
 * `allowed` broadcasts to [batch, n, m]: 1 where a query may look, 0 where it may not.
 */
export function attention(
  weights: Tensors,
  name: string,
  x: Tensor,
  y: Tensor,
  heads: number,
  allowed: Tensor | null,
): Tensor {
  const [batch = 0, n = 0, size = 0] = x.shape
  const m = y.shape[1] ?? 0
  const width = size / heads
  const split = (z: Tensor, length: number) => tf.transpose(tf.reshape(z, [batch, length, heads, width]), [0, 2, 1, 3])
  const query = split(dense(weights, `${name}/query`, x), n)
  const key = tf.transpose(tf.reshape(dense(weights, `${name}/key`, y), [batch, m, heads, width]), [0, 2, 3, 1])
  const value = split(dense(weights, `${name}/value`, y), m)
  const logits = tf.mul(tf.matMul(query, key), 1 / Math.sqrt(width))
  const masked = allowed === null ? logits : tf.add(logits, tf.mul(tf.sub(tf.expandDims(allowed, 1), 1), 1e9))
  const heard = tf.matMul(tf.softmax(masked), value)
  return dense(weights, `${name}/out`, tf.reshape(tf.transpose(heard, [0, 2, 1, 3]), [batch, n, size]))
}

export const blockWeights = (rng: Rng, name: string, size: number, inner: number): Weights => ({
  ...attentionWeights(rng, `${name}/attention`, size),
  ...layerNormWeights(`${name}/norm1`, size),
  ...denseWeights(rng, `${name}/feed1`, size, inner),
  ...denseWeights(rng, `${name}/feed2`, inner, size),
  ...layerNormWeights(`${name}/norm2`, size),
})

/**
 * MAB(x, y) of the Set Transformer (Lee et al. 2019, eq. 6): H = norm(x + attention(x, y, y)), norm(H + feed(H)).
 * With x = y a SAB, and with a causal `allowed` the block of a Transformer decoder (SASRec).
 */
export function attentionBlock(
  weights: Tensors,
  name: string,
  x: Tensor,
  y: Tensor,
  heads: number,
  allowed: Tensor | null,
): Tensor {
  const heard = layerNorm(
    weights,
    `${name}/norm1`,
    tf.add(x, attention(weights, `${name}/attention`, x, y, heads, allowed)),
  )
  const fed = dense(weights, `${name}/feed2`, tf.relu(dense(weights, `${name}/feed1`, heard)))
  return layerNorm(weights, `${name}/norm2`, tf.add(heard, fed))
}

/** `x` [batch, time, size] at `steps` (one a row of the batch): [batch, size]. By one-hot, since a gather has no gradient on WASM. */
export function atSteps(x: Tensor, steps: Tensor): Tensor {
  const [batch = 0, time = 0, size = 0] = x.shape
  if (time === 1) return tf.reshape(x, [batch, size]) // a one-hot wants two places
  const chosen = tf.cast(tf.oneHot(tf.cast(steps, 'int32'), time), 'float32')
  return tf.reshape(tf.matMul(tf.reshape(chosen, [batch, 1, time]), x), [batch, size])
}

export const timeConvolutionWeights = (
  rng: Rng,
  name: string,
  inputs: number,
  outputs: number,
  width: number,
): Weights => denseWeights(rng, name, inputs * width, outputs)

/** Convolution over time, no padding, as unfold and matMul: `x` [batch, time, inputs] to [batch, time - width + 1, outputs]. */
export function timeConvolution(weights: Tensors, name: string, x: Tensor, width: number): Tensor {
  const [batch = 0, time = 0, inputs = 0] = x.shape
  const length = time - width + 1
  const shifted = Array.from({ length: width }, (_, shift) => tf.slice(x, [0, shift, 0], [batch, length, inputs]))
  return dense(weights, name, tf.concat(shifted, 2))
}

/** Greatest of every `width` steps, a rest left out: [batch, time, size] to [batch, floor(time / width), size]. */
export function maxPool(x: Tensor, width: number): Tensor {
  const [batch = 0, time = 0, size = 0] = x.shape
  const length = Math.floor(time / width)
  return tf.max(tf.reshape(tf.slice(x, [0, 0, 0], [batch, length * width, size]), [batch, length, width, size]), 2)
}

/** Zeroes a share of the elements and scales the rest (Srivastava et al. 2014); the mask is drawn here, so that every backend gets the same. */
export function dropout(x: Tensor, rate: number, rng: Rng | null): Tensor {
  if (rng === null || rate === 0) return x
  const kept = Float32Array.from({ length: x.size }, () => (rng.next() < rate ? 0 : 1 / (1 - rate)))
  return tf.mul(x, tf.tensor(kept, x.shape))
}
