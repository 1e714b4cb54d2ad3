// Expected calibration error: how far predicted shares lie from what happened (Naeini et al. 2015).

/** Mean over equal-width bins, weighted by plays, of |mean predicted - share of ones|. `probabilities` in 0..1, labels 1 or 0. */
export function calibrationError(probabilities: ArrayLike<number>, labels: ArrayLike<number>, bins = 10): number {
  const [sums, ones, counts] = [new Float64Array(bins), new Float64Array(bins), new Float64Array(bins)]
  for (let index = 0; index < probabilities.length; index++) {
    const probability = probabilities[index] ?? 0
    const bin = Math.min(bins - 1, Math.max(0, Math.floor(probability * bins)))
    sums[bin] = (sums[bin] ?? 0) + probability
    ones[bin] = (ones[bin] ?? 0) + (labels[index] ?? 0)
    counts[bin] = (counts[bin] ?? 0) + 1
  }
  let error = 0
  for (let bin = 0; bin < bins; bin++) error += Math.abs((sums[bin] ?? 0) - (ones[bin] ?? 0))
  return probabilities.length === 0 ? 0 : error / probabilities.length
}
