// FP-Metric and FP-AdaMetric (Jeong et al., AAAI 2022): the session's vector is kept nearer to what was heard than to what was dropped at once.
import type { Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import type { Rng } from '../../rng.ts'
import { dense, denseWeights, linear } from '../../tensors/layers.ts'
import { glorot, type Tensors, type Weights, weightOf } from '../../tensors/weights.ts'

export interface Margin {
  /** `all`: a_i = 1 (FP-Metric). `weighed`: a_i = f(e_seq, e_pos, e_i) (FP-AdaMetric). */
  readonly falsePositives: 'all' | 'weighed'
  /** m and lambda of `lambda sum_k max(0, m - e_k.e_seq + D(fp, seq))`, which is added to the loss. */
  readonly margin: number
  readonly lambda: number
}

/** f: dense(size, relu), dense(1); the first is kept as three kernels, one for each of what it reads. */
export function marginWeights(rng: Rng, size: number): Weights {
  return {
    ...denseWeights(rng, 'weigh/session', size, size),
    ...denseWeights(rng, 'weigh/positive', size, size),
    ...denseWeights(rng, 'weigh/false', size, size),
    'weigh/out/kernel': glorot(rng, size, 1),
  }
}

/**
 * Per step max(0, m - e_pos . e_seq + D), D = (mean of a_i e_i) . e_seq, and 0 where no false positive came before: [batch, steps].
 * `session`, `positive` [batch, steps, size], `dropped` [batch, sets, size], `before` [batch, steps, sets] of 0 and 1.
 * The weights a are a softmax over the set times its size, so that their mean is 1.
 */
export function marginLoss(
  weights: Tensors,
  session: Tensor,
  positive: Tensor,
  dropped: Tensor,
  before: Tensor,
  { falsePositives, margin }: Margin,
): Tensor {
  const near = tf.matMul(session, tf.transpose(dropped, [0, 2, 1]))
  const count = tf.sum(before, -1)
  const share =
    falsePositives === 'all'
      ? tf.div(before, tf.expandDims(tf.maximum(count, 1), -1))
      : tf.mul(before, tf.softmax(tf.add(weighed(weights, session, positive, dropped), tf.mul(tf.sub(before, 1), 1e9))))
  const distance = tf.sum(tf.mul(share, near), -1)
  const hinge = tf.relu(tf.add(tf.sub(margin, tf.sum(tf.mul(session, positive), -1)), distance))
  return tf.mul(hinge, tf.cast(tf.greater(count, 0), 'float32'))
}

/** Logits of the weights: [batch, steps, sets]. */
function weighed(weights: Tensors, session: Tensor, positive: Tensor, dropped: Tensor): Tensor {
  const ofStep = tf.add(dense(weights, 'weigh/session', session), dense(weights, 'weigh/positive', positive))
  const ofFalse = dense(weights, 'weigh/false', dropped)
  const [batch = 0, steps = 0, size = 0] = session.shape
  const pairs = tf.add(tf.reshape(ofStep, [batch, steps, 1, size]), tf.reshape(ofFalse, [batch, 1, -1, size]))
  return tf.squeeze(linear(weightOf(weights, 'weigh/out/kernel'), tf.relu(pairs)), [-1])
}
