// From neighbours to a graph with weights: how surely two tracks belong side by side.
//
// McInnes, Healy, Melville 2018, "UMAP", section 3.1: each row's distances are measured from its nearest and scaled so that its weights sum
// to log2(count); a pair's weight is that it is near from one side or the other, a + b - a b.
import type { Neighbours } from './nearest.ts'

export interface Graph {
  readonly rows: number
  /** Ends of each edge, each pair once. */
  readonly from: Int32Array
  readonly to: Int32Array
  /** 0..1 */
  readonly weight: Float32Array
}

const ROUNDS = 24

export function graphOf({ count, rows: others, distances }: Neighbours): Graph {
  const rows = others.length / count
  const near = new Float32Array(others.length)
  for (let row = 0; row < rows; row++) weigh(distances.subarray(row * count, (row + 1) * count), near, row * count)
  const [from, to, weight]: [number[], number[], number[]] = [[], [], []]
  for (let row = 0; row < rows; row++)
    for (let at = row * count; at < (row + 1) * count; at++) {
      const other = others[at] ?? -1
      if (other < 0 || other === row) continue
      const there = near[at] ?? 0
      const back = weightBack(others, near, count, other, row)
      // A pair that is near from both sides is met twice: the lower row brings it.
      if (back > 0 && other < row) continue
      from.push(row)
      to.push(other)
      weight.push(there + back - there * back)
    }
  return { rows, from: Int32Array.from(from), to: Int32Array.from(to), weight: Float32Array.from(weight) }
}

function weightBack(others: Int32Array, near: Float32Array, count: number, row: number, wanted: number): number {
  for (let at = row * count; at < (row + 1) * count; at++) if (others[at] === wanted) return near[at] ?? 0
  return 0
}

/** Weights of one row's neighbours into `out` from `at`. */
function weigh(distances: Float32Array, out: Float32Array, at: number): void {
  const known = distances.filter(Number.isFinite)
  if (known.length === 0) return
  const nearest = known[0] ?? 0
  const wanted = Math.log2(Math.max(2, known.length))
  const sumFor = (scale: number) =>
    known.reduce((sum, distance) => sum + Math.exp(-Math.max(0, distance - nearest) / scale), 0)
  let [low, high] = [1e-4, 4]
  for (let round = 0; round < ROUNDS; round++) {
    const middle = Math.sqrt(low * high)
    if (sumFor(middle) > wanted) high = middle
    else low = middle
  }
  // Never 0: a neighbour that is there counts for something, which `graphOf` relies on.
  for (const [k, distance] of known.entries())
    out[at + k] = Math.max(1e-3, Math.exp(-Math.max(0, distance - nearest) / high))
}
