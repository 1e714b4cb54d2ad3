// Area under the ROC curve: how often a play that was stayed with is scored above one that was skipped.

/**
 * Mann-Whitney's U as a share, ties half; null when one class is missing.
 * `scores` and `labels` of the same length; labels 1 or 0.
 */
export function auc(scores: ArrayLike<number>, labels: ArrayLike<number>): number | null {
  const order = Array.from({ length: scores.length }, (_, index) => index).sort(
    (a, b) => (scores[a] ?? 0) - (scores[b] ?? 0),
  )
  let positives = 0
  let rankSum = 0
  for (let from = 0; from < order.length; ) {
    let to = from
    while (to < order.length && scores[order[to] ?? 0] === scores[order[from] ?? 0]) to++
    const meanRank = (from + 1 + to) / 2
    for (let place = from; place < to; place++) {
      if (labels[order[place] ?? 0] !== 1) continue
      positives++
      rankSum += meanRank
    }
    from = to
  }
  const negatives = order.length - positives
  if (positives === 0 || negatives === 0) return null
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives)
}

/** Mean of the AUC inside each group that has both classes, weighted by the plays in it: what an order within one set can use. */
export function aucInGroups(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  groups: ArrayLike<number>,
): number | null {
  const members = new Map<number, number[]>()
  for (let index = 0; index < scores.length; index++) {
    const group = groups[index] ?? -1
    const known = members.get(group)
    if (known) known.push(index)
    else members.set(group, [index])
  }
  let [sum, weight] = [0, 0]
  for (const indices of members.values()) {
    const inside = auc(
      indices.map(index => scores[index] ?? 0),
      indices.map(index => labels[index] ?? 0),
    )
    if (inside === null) continue
    sum += inside * indices.length
    weight += indices.length
  }
  return weight === 0 ? null : sum / weight
}
