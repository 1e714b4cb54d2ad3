// A history as rows of features, one a play, each made from what was known before that play began.
import type { History } from '../history.ts'
import { runningFeatures } from './features.ts'

export interface SatRows {
  readonly names: readonly string[]
  /** [plays, names.length], in the order of the plays. */
  readonly values: Float32Array
  /** [plays]: share of the track that was heard, by its length as known then. */
  readonly fractions: Float32Array
}

/** One pass: the row of a play is written before the play is added. */
export function satRows(history: History): SatRows {
  const features = runningFeatures(history)
  const width = features.names.length
  const values = new Float32Array(history.plays.length * width)
  const fractions = new Float32Array(history.plays.length)
  history.plays.forEach((play, index) => {
    features.of(play, { session: play.session, now: play.start }, values, index * width)
    fractions[index] = features.fraction(play)
    features.add(play)
  })
  return { names: features.names, values, fractions }
}
