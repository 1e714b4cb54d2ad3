// MMR: maximal marginal relevance (Carbonell, Goldstein 1998), each next track liked and unlike those before it.
import { ModelError } from '../../model.ts'
import { checkCandidates } from '../../mostra/decode-input.ts'
import { type WeightedInput, weightedValues } from './weighted-sum.ts'

export interface MmrInput extends WeightedInput {
  /** Of two candidates, 0..1. */
  readonly similarity: (a: number, b: number) => number
  /** 1: by worth alone, 0: by being unlike alone. */
  readonly lambda: number
}

/**
 * Greedy argmax of  lambda v_t - (1 - lambda) max over u queued of similarity(t, u),  v the weighted sum of SAT and objectives.
 * O(length x candidates) similarities. Throws ModelError 'bad-input'.
 */
export function mmr(input: MmrInput): Int32Array {
  checkCandidates(input, input.weights, input.length)
  if (!(input.lambda >= 0 && input.lambda <= 1)) throw new ModelError('bad-input', `lambda is ${input.lambda}`)
  const values = weightedValues(input)
  const nearest = new Float64Array(values.length)
  const free = new Uint8Array(values.length).fill(1)
  const order = new Int32Array(Math.min(input.length, values.length))
  for (let position = 0; position < order.length; position++) {
    let best = -1
    let most = Number.NEGATIVE_INFINITY
    for (let track = 0; track < values.length; track++) {
      const worth = input.lambda * (values[track] ?? 0) - (1 - input.lambda) * (nearest[track] ?? 0)
      if (free[track] === 1 && worth > most) {
        best = track
        most = worth
      }
    }
    order[position] = best
    free[best] = 0
    for (let track = 0; track < values.length; track++) {
      if (free[track] === 1) nearest[track] = Math.max(nearest[track] ?? 0, input.similarity(track, best))
    }
  }
  return order
}
