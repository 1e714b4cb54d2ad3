// Which rows are there already: from an earlier import, from the same listening told by another service, or from Dwell's own log.

/** Another clock, a pause, a start against a stop: the same listening told twice lies this close. */
export const SAME_LISTENING_MS = 90_000
/** The same rows told by the same service again. */
const SAME_ROW_MS = 1000

export interface KnownStart {
  readonly at: number
  /** An import of the same format: only the very same row is the same play, since one track may be begun three times in a minute. */
  readonly sameFormat: boolean
}

/**
 * Of starts of one track, ascending, which are known already; `known` in any order. One known play answers for one row.
 */
export function knownAmong(starts: readonly number[], known: readonly KnownStart[]): readonly boolean[] {
  const sorted = known.toSorted((a, b) => a.at - b.at)
  const used = new Uint8Array(sorted.length)
  let from = 0
  return starts.map(at => {
    while (from < sorted.length && (sorted[from]?.at ?? 0) < at - SAME_LISTENING_MS) from++
    let nearest = -1
    let gap = Number.POSITIVE_INFINITY
    for (let index = from; index < sorted.length; index++) {
      const one = sorted[index]
      if (one === undefined || one.at > at + SAME_LISTENING_MS) break
      const apart = Math.abs(one.at - at)
      if (used[index] === 1 || apart > (one.sameFormat ? SAME_ROW_MS : SAME_LISTENING_MS) || apart >= gap) continue
      nearest = index
      gap = apart
    }
    if (nearest < 0) return false
    used[nearest] = 1
    return true
  })
}
