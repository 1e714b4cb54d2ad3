// How wrong probabilities are: a proper score, smallest for the truth.

/** Mean -log of the probability given to what happened (labels of 0 or 1), none held for surer than 1 in 100; 0 of nothing. */
export function logLoss(probabilities: readonly number[], labels: readonly number[]): number {
  const sum = probabilities.reduce((all, probability, place) => {
    const sure = Math.min(0.99, Math.max(0.01, probability))
    return all - Math.log(labels[place] === 1 ? sure : 1 - sure)
  }, 0)
  return labels.length === 0 ? 0 : sum / labels.length
}
