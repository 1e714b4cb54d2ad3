// Weighted sum: the linear balance of SAT and objectives, the plainest decoder beside Mostra's.
import { byRelevance, type Candidates, checkCandidates } from '../../mostra/decode-input.ts'

export interface WeightedInput extends Candidates {
  /** Of each objective, 0 or more, in the unit of SAT. */
  readonly weights: readonly number[]
  /** Positions to fill; fewer are filled when the candidates run out. */
  readonly length: number
}

/** s_t + sum_o w_o O[t][o] of each candidate, [candidates]. */
export function weightedValues({ sat, objectives, weights }: WeightedInput): Float64Array {
  const values = Float64Array.from(sat)
  objectives.forEach((served, objective) => {
    const weight = weights[objective] ?? 0
    served.forEach((serves, index) => {
      if (serves) values[index] = (values[index] ?? 0) + weight
    })
  })
  return values
}

/** Candidates by falling weighted sum; ties to the higher SAT, then to the order given. Throws ModelError 'bad-input'. */
export function weightedSum(input: WeightedInput): Int32Array {
  checkCandidates(input, input.weights, input.length)
  const values = weightedValues(input)
  return byRelevance(input.sat)
    .sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0))
    .subarray(0, input.length)
}
