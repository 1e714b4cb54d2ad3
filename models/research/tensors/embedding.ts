// A table of vectors in a typed array, looked up and trained by rows: a gather's gradient costs seconds in tensors, microseconds here.
import { ModelError } from '../../model.ts'
import type { Rng } from '../../rng.ts'
import type { Weight } from '../../tensors/weights.ts'

export interface EmbeddingTable {
  readonly count: number
  readonly size: number
  /** [count, size], row by row. */
  readonly values: Float32Array
  /** The rows of these indices as [indices.length, size], times nothing: a copy. -1 gives zeros. */
  lookup(indices: ArrayLike<number>): Weight
  /**
   * Lazy Adam on the rows of `indices`; `gradient` [indices.length, size], those of one row added up first. The small number
   * that keeps from dividing by zero is added to the corrected deviation (Kingma, Ba 2015, algorithm 1), as the trainer's is.
   */
  descend(indices: ArrayLike<number>, gradient: Float32Array, learningRate: number): void
}

const [DECAY1, DECAY2, TINY] = [0.9, 0.999, 1e-8]

/** Normal with deviation `scale` (0.1 if not said), or `values` as they are. */
export function embeddingTable(
  count: number,
  size: number,
  begin: { rng: Rng; scale?: number } | { values: Float32Array },
): EmbeddingTable {
  const values =
    'values' in begin
      ? begin.values
      : Float32Array.from({ length: count * size }, () => begin.rng.normal() * (begin.scale ?? 0.1))
  if (values.length !== count * size)
    throw new ModelError('bad-input', `a table of ${count} x ${size} needs ${count * size} values`)
  let moments: { first: Float32Array; second: Float32Array; steps: Int32Array; sum: Float32Array } | null = null
  return {
    count,
    size,
    values,
    lookup(indices) {
      const out = new Float32Array(indices.length * size)
      for (let place = 0; place < indices.length; place++) {
        const index = indices[place] ?? -1
        if (index >= 0) out.set(values.subarray(index * size, (index + 1) * size), place * size)
      }
      return { shape: [indices.length, size], values: out }
    },
    descend(indices, gradient, learningRate) {
      moments ??= {
        first: new Float32Array(values.length),
        second: new Float32Array(values.length),
        steps: new Int32Array(count),
        sum: new Float32Array(values.length),
      }
      const { first, second, steps, sum } = moments
      const touched = new Set<number>()
      for (let place = 0; place < indices.length; place++) {
        const index = indices[place] ?? -1
        if (index < 0) continue
        touched.add(index)
        const [from, at] = [place * size, index * size]
        for (let k = 0; k < size; k++) sum[at + k] = (sum[at + k] as number) + (gradient[from + k] as number)
      }
      for (const index of touched) {
        const step = (steps[index] ?? 0) + 1
        steps[index] = step
        const rate = learningRate / (1 - DECAY1 ** step)
        const correction = 1 - DECAY2 ** step
        for (let at = index * size; at < (index + 1) * size; at++) {
          const g = sum[at] as number
          sum[at] = 0
          const m = DECAY1 * (first[at] as number) + (1 - DECAY1) * g
          const v = DECAY2 * (second[at] as number) + (1 - DECAY2) * g * g
          first[at] = m
          second[at] = v
          values[at] = (values[at] as number) - (rate * m) / (Math.sqrt(v / correction) + TINY)
        }
      }
    },
  }
}
