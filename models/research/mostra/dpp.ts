// DPP: the most likely set of a determinantal point process, found greedily (Chen, Zhang, Zhou 2018, “Fast greedy MAP inference”).
import { ModelError } from '../../model.ts'
import { checkCandidates } from '../../mostra/decode-input.ts'
import { type WeightedInput, weightedValues } from './weighted-sum.ts'

export interface DppInput extends WeightedInput {
  /** Of two candidates, positive semi-definite, 1 of a candidate with itself. */
  readonly similarity: (a: number, b: number) => number
  /** 0..1 excluded: what worth counts against being unlike (their theta). */
  readonly theta: number
}

const SPENT = 1e-10

/**
 * Kernel L_ij = q_i S_ij q_j with q = exp(alpha v), alpha = theta / (2 (1 - theta)), v the weighted sum of SAT and objectives
 * (their equation 11). Algorithm 1: Cholesky rows grow by one with each track, O(length^2 x candidates). Where the kernel's rank is spent,
 * what is left follows by worth. Throws ModelError 'bad-input'.
 */
export function dpp(input: DppInput): Int32Array {
  checkCandidates(input, input.weights, input.length)
  if (!(input.theta > 0 && input.theta < 1)) throw new ModelError('bad-input', `theta is ${input.theta}`)
  const values = weightedValues(input)
  const count = values.length
  const alpha = input.theta / (2 * (1 - input.theta))
  // log d_i^2 = 2 alpha v_i + log r_i: the residual r of S alone keeps exp(alpha v) out of the recursion, and with it overflow.
  const residual = Float64Array.from({ length: count }, (_, track) => input.similarity(track, track))
  const order = new Int32Array(Math.min(input.length, count))
  const rows: Float64Array[] = []
  const free = new Uint8Array(count).fill(1)
  let spent = false
  for (let position = 0; position < order.length; position++) {
    let best = -1
    let most = Number.NEGATIVE_INFINITY
    for (let track = 0; track < count; track++) {
      if (free[track] !== 1) continue
      const left = residual[track] ?? 0
      if (!spent && left <= SPENT) continue
      const worth = 2 * alpha * (values[track] ?? 0) + (spent ? 0 : Math.log(left))
      if (worth > most) {
        best = track
        most = worth
      }
    }
    if (best === -1) {
      spent = true
      position--
      continue
    }
    order[position] = best
    free[best] = 0
    if (!spent) rows.push(nextRow(input.similarity, rows, best, free, residual))
  }
  return order
}

/** e_i = (S_ij - <c_j, c_i>) / d_j of every candidate left, and what is then left of its own: d_i^2 - e_i^2. */
function nextRow(
  similarity: DppInput['similarity'],
  rows: readonly Float64Array[],
  chosen: number,
  free: Uint8Array,
  residual: Float64Array,
): Float64Array {
  const row = new Float64Array(free.length)
  const root = Math.sqrt(residual[chosen] ?? 0)
  for (let track = 0; track < free.length; track++) {
    if (free[track] !== 1) continue
    let product = 0
    for (const before of rows) product += (before[chosen] ?? 0) * (before[track] ?? 0)
    const e = (similarity(chosen, track) - product) / root
    row[track] = e
    residual[track] = (residual[track] ?? 0) - e * e
  }
  return row
}
