// The score of the first days, before any model is trained: shares of what was stayed with, each level shrunk to the one above it.
//
//   mean    of all verdicts, shrunk to a half
//   near    mean + sum_j w_j (sat_j - mean) / (2 + sum_j w_j)    j: the last 60 verdicts, w_j = likeness^2, twice in this session
//   genre, artist, album, track    (stays + n parent) / (verdicts + n)    n = 4, 3, 3, 2; verdicts fade as taste moves
//
// So after a few plays a skip lowers its kin and a stay raises it, and a track of which nothing is known lies at the mean.
import type { Heard } from './heard.ts'
import type { Likeness } from './likeness.ts'

const HALF_WEIGHT = 4
const NEAR_WEIGHT = 2
const WEIGHTS = { genre: 4, artist: 3, album: 3, track: 2 } as const
const [LEAST, MOST] = [0.02, 0.98]

/** Probability that each candidate is stayed with. */
export function firstDayScores(heard: Heard, likeness: Likeness, candidates: Int32Array): Float32Array {
  const { tracks, fading, outcomes: clock } = heard
  const mean = (heard.stays + HALF_WEIGHT / 2) / (clock + HALF_WEIGHT)
  return Float32Array.from(candidates, track => {
    let [sum, weights] = [0, NEAR_WEIGHT]
    for (const play of heard.recent) {
      if (play.track === track) continue
      const weight = likeness.of(track, play.track) ** 2 * (play.session === heard.session ? 2 : 1)
      weights += weight
      sum += weight * ((play.sat ?? mean) - mean)
    }
    let score = mean + sum / weights
    score = fading.genre.rate(tracks.genre[track] ?? -1, score, WEIGHTS.genre, clock)
    score = fading.artist.rate(tracks.artist[track] ?? -1, score, WEIGHTS.artist, clock)
    score = fading.album.rate(tracks.album[track] ?? -1, score, WEIGHTS.album, clock)
    score = fading.track.rate(track, score, WEIGHTS.track, clock)
    return Math.min(MOST, Math.max(LEAST, score))
  })
}
