// The mean vector of the plays before a moment, of all or of the last few, in one pass over the history.
import type { Listening } from './listening.ts'

/** Mean over the last `recent` plays that are targets (heard, with a vector) before each moment: [moments, size]. */
export function runningSum(listening: Listening, moments: ArrayLike<number>, recent: number): Float32Array {
  const { size } = listening.vectors
  const out = new Float32Array(moments.length * size)
  const order = Array.from({ length: moments.length }, (_, index) => index).sort(
    (a, b) => (moments[a] ?? 0) - (moments[b] ?? 0),
  )
  const kept: number[] = []
  const sum = new Float64Array(size)
  let oldest = 0
  let play = 0
  const weigh = (track: number, sign: number) => {
    for (let k = 0; k < size; k++) sum[k] = (sum[k] ?? 0) + sign * (listening.vectors.values[track * size + k] ?? 0)
  }
  for (const index of order) {
    for (; play < (moments[index] ?? 0) && play < listening.count; play++) {
      if (listening.target[play] !== 1) continue
      const track = listening.track[play] ?? 0
      kept.push(track)
      weigh(track, 1)
      const leaves = kept.length - oldest > recent ? kept[oldest] : undefined
      if (leaves === undefined) continue
      weigh(leaves, -1)
      oldest++
    }
    const count = kept.length - oldest
    for (let k = 0; k < size && count > 0; k++) out[index * size + k] = (sum[k] ?? 0) / count
  }
  return out
}
