// How far two figures go together: Pearson's correlation, and Spearman's on their ranks.

/** Over the pairs at `drawn` (all, if not given): -1..1; null where one of them does not vary. */
export function pearson(x: readonly number[], y: readonly number[], drawn?: Int32Array): number | null {
  const at = drawn ?? Int32Array.from(x, (_, index) => index)
  let [sx, sy, sxx, syy, sxy] = [0, 0, 0, 0, 0]
  for (const index of at) {
    const [a, b] = [x[index] ?? 0, y[index] ?? 0]
    sx += a
    sy += b
    sxx += a * a
    syy += b * b
    sxy += a * b
  }
  const n = at.length
  const [vx, vy] = [sxx - (sx * sx) / n, syy - (sy * sy) / n]
  return vx > 1e-12 && vy > 1e-12 ? (sxy - (sx * sy) / n) / Math.sqrt(vx * vy) : null
}

/** Ranks from 0; equal values share the mean of theirs. Spearman is Pearson of these. */
export function ranksOf(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0))
  const ranks: number[] = values.map(() => 0)
  for (let from = 0; from < order.length; ) {
    let to = from
    while (to < order.length && values[order[to] ?? 0] === values[order[from] ?? 0]) to++
    for (const index of order.slice(from, to)) ranks[index] = (from + to - 1) / 2
    from = to
  }
  return ranks
}
