// The score of the first days, before any model is trained: what plain sums foretell, and what they missed lately of tracks alike.
//
//   p = baseline(track, now) + sum_j l_j r_j / (2 + sum_j l_j)
//       j: the last 60 verdicts, r_j what the baseline had not foretold of each, l_j = similarity^2, twice in this session
//
// (neighbours over a baseline: Koren 2008, "Factorization meets the neighborhood", equation 3). So after a few plays a skip lowers what
// sounds like it and a stay raises it, and a track of which nothing is known lies at the mean.
import type { ListeningStats } from './listening-stats.ts'
import type { Similarity } from './similarity.ts'

const NEAR_WEIGHT = 2
const [LEAST, MOST] = [0.02, 0.98]

/** Probability that each candidate is stayed with at a moment in seconds since 1970. */
export function firstDayScores(
  heard: ListeningStats,
  similarity: Similarity,
  candidates: Int32Array,
  nowS: number,
): Float32Array {
  const { baseline, recent, session } = heard
  return Float32Array.from(candidates, track => {
    let sum = 0
    let weights = NEAR_WEIGHT
    for (const { play, residual } of recent) {
      if (play.track === track) continue
      const weight = similarity.of(track, play.track) ** 2 * (play.session === session ? 2 : 1)
      weights += weight
      sum += weight * residual
    }
    return Math.min(MOST, Math.max(LEAST, baseline.of(track, nowS) + sum / weights))
  })
}
