// The logistic regression on a few of the joint features: what there is to use before a network can be fitted, and what it must beat then.
import type { History } from '../history.ts'
import type { FitContext } from '../model.ts'
import { fitLogisticRegression, type LogisticRegression } from '../yardsticks/logistic-regression.ts'
import type { SatRows } from './sat-examples.ts'

/** As the yardstick of the experiments uses them: the two others, the artist's rate, plays, hours since, new track, new artist, hour of day. */
export const plainFeatures: readonly string[] = [
  'balance 1',
  'track rate',
  'artist rate',
  'track plays',
  'track hours since',
  'track is new',
  'artist is new',
  'hour sine',
  'hour cosine',
]
const PLAIN = new Set(plainFeatures)
/** Choice: a listener of a hundred plays must not be read into nine numbers too boldly. */
const L2 = 4

/** On the labelled plays before `to`. Its coefficients are those of all features, 0 for what it does not look at. Throws 'no-examples'. */
export async function fitSatLogistic(
  history: History,
  rows: SatRows,
  to: number,
  context: FitContext,
): Promise<LogisticRegression> {
  const width = rows.names.length
  const columns = rows.names.flatMap((name, column) => (PLAIN.has(name) ? [column] : []))
  const known = history.plays.flatMap((play, index) => (index < to && play.sat !== null ? [index] : []))
  const values = new Float32Array(known.length * columns.length)
  known.forEach((index, row) => {
    columns.forEach((column, k) => {
      values[row * columns.length + k] = rows.values[index * width + column] ?? 0
    })
  })
  const labels = known.map(index => history.plays[index]?.sat ?? 0)
  const small = await fitLogisticRegression({ values, width: columns.length, labels }, { l2: L2 }, context)
  const coefficients = new Float32Array(width)
  columns.forEach((column, k) => {
    coefficients[column] = small.coefficients[k] ?? 0
  })
  return { width, coefficients, intercept: small.intercept }
}
