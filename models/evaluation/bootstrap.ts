// How sure a figure is: the bootstrap over clusters (Efron, Tibshirani 1993; sessions, since plays inside one are not independent).
import { ModelError } from '../model.ts'
import type { Rng } from '../rng.ts'

export interface Interval {
  readonly mean: number
  /** Percentile bounds. */
  readonly low: number
  readonly high: number
}

/**
 * Interval of a statistic of clusters drawn with replacement. `statistic` receives the indices drawn (with repeats) and answers null where it
 * is not defined; such draws are left out.
 */
export function bootstrap(
  clusters: number,
  statistic: (drawn: Int32Array) => number | null,
  rng: Rng,
  { draws = 1000, confidence = 0.95 } = {},
): Interval {
  if (clusters === 0) throw new ModelError('no-examples', 'a bootstrap needs at least one cluster')
  const all = Int32Array.from({ length: clusters }, (_, index) => index)
  const mean = statistic(all)
  if (mean === null) throw new ModelError('bad-input', 'the statistic is not defined on the whole')
  const values: number[] = []
  const drawn = new Int32Array(clusters)
  for (let draw = 0; draw < draws; draw++) {
    for (let place = 0; place < clusters; place++) drawn[place] = rng.below(clusters)
    const value = statistic(drawn)
    if (value !== null) values.push(value)
  }
  values.sort((a, b) => a - b)
  const at = (share: number) =>
    values[Math.min(values.length - 1, Math.max(0, Math.round(share * (values.length - 1))))] ?? mean
  return { mean, low: at((1 - confidence) / 2), high: at((1 + confidence) / 2) }
}

/** Interval of the mean of values given by cluster: the sum of drawn clusters over their count. */
export function bootstrapMean(
  byCluster: readonly (readonly number[])[],
  rng: Rng,
  options: { draws?: number } = {},
): Interval {
  const sums = byCluster.map(values => values.reduce((sum, value) => sum + value, 0))
  const counts = byCluster.map(values => values.length)
  return bootstrap(
    byCluster.length,
    drawn => {
      let [sum, count] = [0, 0]
      for (const cluster of drawn) {
        sum += sums[cluster] ?? 0
        count += counts[cluster] ?? 0
      }
      return count === 0 ? null : sum / count
    },
    rng,
    options,
  )
}
