// The yardstick "as the sums say" (the bias baseline): mean, mood, hour, artist, record and track of what was stayed with so far.
import type { History } from '../../history.ts'
import { Baseline } from '../../listening/bias-baseline.ts'

/** One score a play, 0.02..0.98, known before it. A history knows no genres. */
export function baselineScores({ plays, tracks, artists, albums, artistOf, albumOf }: History): Float32Array {
  const genre = new Int32Array(tracks).fill(-1)
  const baseline = new Baseline({ artist: artistOf, artists, album: albumOf, albums, genre, genres: 0 })
  return Float32Array.from(plays, ({ track, start, sat }) => {
    const score = Math.min(0.98, Math.max(0.02, baseline.of(track, start)))
    if (sat !== null) baseline.add(track, start, sat)
    return score
  })
}
