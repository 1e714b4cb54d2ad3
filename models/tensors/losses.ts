// Losses as scalars of tensors; each is a mean over what its mask counts.
import type { Scalar, Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'

/** Mean of `values` where `mask` is 1 (same shape). Nothing counted: 0. */
export function maskedMean(values: Tensor, mask: Tensor): Scalar {
  return tf.div(tf.sum(tf.mul(values, mask)), tf.add(tf.sum(mask), 1e-9))
}

/** Per row, -log of the softmax at `labels`, a one-hot of the same shape: [..., classes] to [...]. */
export function crossEntropy(logits: Tensor, labels: Tensor): Tensor {
  // Gradient in closed form (softmax - labels): fewer operations than through log and exp.
  const both = tf.customGrad((...inputs: unknown[]) => {
    const [x, y, save] = inputs as [Tensor, Tensor, (saved: Tensor[]) => void] // customGrad's own types say Tensor for all
    const top = tf.max(x, -1, true)
    const shifted = tf.sub(x, top)
    const exponents = tf.exp(shifted)
    const sum = tf.sum(exponents, -1, true)
    const loss = tf.sub(tf.squeeze(tf.log(sum), [-1]), tf.sum(tf.mul(shifted, y), -1))
    save([tf.sub(tf.div(exponents, sum), y)])
    return {
      value: loss,
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const towards = saved[0] as Tensor // what was saved above
        return [tf.mul(tf.expandDims(dy, -1), towards), tf.zerosLike(towards)]
      },
    }
  })
  return both(logits, labels)
}

/** Per element: max(x, 0) - x y + log(1 + exp(-|x|)); `y` in 0..1. */
export function binaryCrossEntropy(logits: Tensor, labels: Tensor): Tensor {
  const magnitude = tf.maximum(logits, tf.neg(logits))
  return tf.add(tf.sub(tf.relu(logits), tf.mul(logits, labels)), tf.log(tf.add(tf.exp(tf.neg(magnitude)), 1)))
}
