// Softmax over the catalogue, estimated from a few hundred tracks drawn for the whole batch, with the correction for how often each is drawn.
import type { Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import type { Rng } from '../../rng.ts'

export interface Negatives {
  /** [count], drawn with replacement: half by how often they were played, half evenly. */
  readonly tracks: Int32Array
  /** -log(count q), q a track's chance at one draw: what its score is raised by (Bengio, Senecal 2008). */
  readonly correction: Float32Array
}

export interface NegativeSampler {
  draw(count: number, rng: Rng): Negatives
}

/** `plays` [tracks], how often each was played. */
export function negativeSampler(plays: ArrayLike<number>): NegativeSampler {
  const tracks = plays.length
  const upTo = new Float64Array(tracks)
  let total = 0
  for (let track = 0; track < tracks; track++) {
    total += plays[track] ?? 0
    upTo[track] = total
  }
  const chance = (track: number) => 0.5 / tracks + (total === 0 ? 0.5 / tracks : (0.5 * (plays[track] ?? 0)) / total)
  const played = (share: number) => {
    let [low, high] = [0, tracks - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((upTo[middle] ?? 0) > share * total) high = middle
      else low = middle + 1
    }
    return low
  }
  return {
    draw(count, rng) {
      const drawn = Int32Array.from({ length: count }, (_, at) =>
        at % 2 === 0 || total === 0 ? rng.below(tracks) : played(rng.next()),
      )
      return { tracks: drawn, correction: Float32Array.from(drawn, track => -Math.log(count * chance(track))) }
    },
  }
}

/** [targets, negatives]: the correction, and so low a score that it does not count where a negative is the target itself. */
export function correctionOf(targets: Int32Array, { tracks, correction }: Negatives): Tensor {
  const places = new Map<number, number[]>()
  tracks.forEach((track, at) => {
    const known = places.get(track)
    if (known) known.push(at)
    else places.set(track, [at])
  })
  const out = new Float32Array(targets.length * tracks.length)
  targets.forEach((target, row) => {
    out.set(correction, row * tracks.length)
    for (const at of places.get(target) ?? []) out[row * tracks.length + at] = -1e9
  })
  return tf.tensor(out, [targets.length, tracks.length])
}

/** -log softmax of the target among itself and the negatives: `positive` [n], `negative` [n, count] (corrected), to [n]. */
export function sampledSoftmax(positive: Tensor, negative: Tensor): Tensor {
  // In closed form: the gradient is the softmax, less 1 at the target.
  const loss = tf.customGrad((...inputs: unknown[]) => {
    const [own, others, save] = inputs as [Tensor, Tensor, (saved: Tensor[]) => void] // customGrad's own types say Tensor for all
    const column = tf.expandDims(own, -1)
    const top = tf.maximum(tf.max(others, -1, true), column)
    const [ownExp, otherExp] = [tf.exp(tf.sub(column, top)), tf.exp(tf.sub(others, top))]
    const sum = tf.add(tf.sum(otherExp, -1, true), ownExp)
    const value = tf.squeeze(tf.sub(tf.add(tf.log(sum), top), column), [-1])
    save([tf.squeeze(tf.sub(tf.div(ownExp, sum), 1), [-1]), tf.div(otherExp, sum)])
    return {
      value,
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [towardsOwn, towardsOthers] = saved as [Tensor, Tensor] // what was saved above
        return [tf.mul(dy, towardsOwn), tf.mul(tf.expandDims(dy, -1), towardsOthers)]
      },
    }
  })
  return loss(positive, negative)
}
