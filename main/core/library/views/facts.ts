// Finds what is known about an id in columns sorted by id; what came since they were made is asked for by itself.

/** Where each id stands in `sorted` (ascending), -1 when it does not. */
export function placesOf(sorted: Int32Array, ids: Int32Array): Int32Array {
  return ids.map(id => {
    let low = 0
    let high = sorted.length - 1
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((sorted[middle] ?? 0) < id) low = middle + 1
      else high = middle
    }
    return sorted[low] === id ? low : -1
  })
}

/** For each id its facts: from the columns, or, for those that these do not hold, from `fresh`. */
export function factsOf<F extends { readonly ids: Int32Array }>(
  kept: F,
  ids: Int32Array,
  fresh: (ids: Int32Array) => F,
): (id: number) => { readonly facts: F; readonly at: number } | null {
  const places = placesOf(kept.ids, ids)
  const missing = ids.filter((_, index) => places[index] === -1)
  const late = missing.length > 0 ? fresh(missing) : null
  const found = new Map<number, { facts: F; at: number }>()
  for (const [index, id] of ids.entries()) {
    const at = places[index] ?? -1
    if (at >= 0) found.set(id, { facts: kept, at })
  }
  if (late) for (const [at, id] of late.ids.entries()) found.set(id, { facts: late, at })
  return id => found.get(id) ?? null
}
