// Shuffling: every order equally likely, from a given source of randomness.

/** Uniform in [0, 1). */
export type Random = () => number

/**
 * A new order of `ids` (Fisher-Yates). With `firstIndex` >= 0 the id at that index comes first and the rest are shuffled behind it.
 */
export function shuffled(ids: Int32Array, firstIndex: number, random: Random): Int32Array {
  const order = ids.slice()
  let from = 0
  if (firstIndex >= 0) {
    swap(order, 0, firstIndex)
    from = 1
  }
  for (let i = order.length - 1; i > from; i--) swap(order, i, from + Math.floor(random() * (i - from + 1)))
  return order
}

function swap(array: Int32Array, i: number, j: number): void {
  const a = array[i]
  const b = array[j]
  if (a === undefined || b === undefined) return
  array[i] = b
  array[j] = a
}
