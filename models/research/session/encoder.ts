// What every session encoder is: the tracks of a session so far to one vector, for every beginning of the session in one pass.
import type { Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import type { Rng } from '../../rng.ts'
import type { SessionBatch } from '../../session/sequences.ts'
import type { Tensors, Weights } from '../../tensors/weights.ts'

export interface SessionEncoder {
  /** Longest window that it can afford; none: any. */
  readonly longest?: number
  /** `size` of a track's vector, `steps` the longest window. */
  weights(rng: Rng, size: number, steps: number): Weights
  /**
   * `x` [batch, steps, size], the vectors of `played.tracks`, zeros where padded, to e_seq [batch, steps, size]: at each step, of what
   * was played up to and with it. What it says where padded means nothing. `noise` drops out when training; null when predicting.
   */
  states(weights: Tensors, x: Tensor, played: SessionBatch, noise: Noise | null): Tensor
}

export interface Noise {
  readonly rng: Rng
  /** Share of elements dropped. */
  readonly rate: number
}

/** [1, steps, steps]: 1 where the step of the row may look at that of the column. */
export function causal(steps: number): Tensor {
  return tf.tensor(
    Float32Array.from({ length: steps * steps }, (_, at) => (at % steps <= Math.floor(at / steps) ? 1 : 0)),
    [1, steps, steps],
  )
}
