// What one ranked answer is worth: the place of the track that came next, and gains discounted by place (Järvelin, Kekäläinen 2002).

/** Number of candidates scored higher than `target`; ties go to the lower index, as in the reference protocol. */
export function rankOf(scores: ArrayLike<number>, target: number): number {
  const own = scores[target] ?? Number.NaN
  let higher = 0
  for (let index = 0; index < scores.length; index++) {
    const other = scores[index] as number // inside the array
    if (other > own || (other === own && index < target)) higher++
  }
  return higher
}

export const hitAt = (rank: number, k: number): number => Number(rank < k)

/** One relevant track at `rank` (0 first). */
export const ndcgAt = (rank: number, k: number): number => (rank < k ? 1 / Math.log2(rank + 2) : 0)

/** Discounted sum of the first k gains, in the order given. */
export function dcg(gains: ArrayLike<number>, k: number): number {
  let sum = 0
  for (let place = 0; place < Math.min(k, gains.length); place++) sum += (gains[place] ?? 0) / Math.log2(place + 2)
  return sum
}
