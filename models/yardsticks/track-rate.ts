// The yardstick "as this track went": its own share of plays stayed with, shrunk to the listener's mean.
import type { History } from '../history.ts'

/** As many plays as the mean weighs. */
const PRIOR = 3

/** One score a play, known before it. */
export function trackRateScores(history: History): Float32Array {
  const [stays, labelled] = [new Float64Array(history.tracks), new Float64Array(history.tracks)]
  let [allStays, all] = [1, 2]
  return Float32Array.from(history.plays, ({ track, sat }) => {
    const score = ((stays[track] ?? 0) + (PRIOR * allStays) / all) / ((labelled[track] ?? 0) + PRIOR)
    if (sat !== null) {
      stays[track] = (stays[track] ?? 0) + sat
      labelled[track] = (labelled[track] ?? 0) + 1
      allStays += sat
      all++
    }
    return score
  })
}
