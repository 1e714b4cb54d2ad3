// Popularity: what is played most, whoever listens and whatever just played (a comparison of Fazelnia et al. 2022; here of one listener).
import type { Listening } from './listening.ts'

/** [moments, size]: at each moment the vector of the track heard most often so far; of equals the one that got there first. Zeros before any. */
export function popularityOf(listening: Listening, moments: ArrayLike<number>): Float32Array {
  const { size, values } = listening.vectors
  const out = new Float32Array(moments.length * size)
  const order = Array.from({ length: moments.length }, (_, index) => index).sort(
    (a, b) => (moments[a] ?? 0) - (moments[b] ?? 0),
  )
  const counts = new Int32Array(listening.vectors.count)
  let most = { track: -1, count: 0 }
  let play = 0
  for (const index of order) {
    for (; play < (moments[index] ?? 0) && play < listening.count; play++) {
      if (listening.target[play] !== 1) continue
      const track = listening.track[play] ?? 0
      const count = (counts[track] ?? 0) + 1
      counts[track] = count
      if (count > most.count) most = { track, count }
    }
    if (most.track >= 0) out.set(values.subarray(most.track * size, (most.track + 1) * size), index * size)
  }
  return out
}
