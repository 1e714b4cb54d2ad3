// Sessions: plays that belong to one sitting. Twenty minutes of silence end it.

export const SESSION_SILENCE_MS = 20 * 60_000

export interface SessionPlay {
  readonly startedAt: number
  /** Last moment it sounded. */
  readonly heardUntil: number
  /** When it sounded again after a silence that ends a session, or null. */
  readonly brokenAt: number | null
}

/**
 * For each play the index of the first play of its session. `plays` in order of `startedAt`.
 * A play belongs where it began; what starts after a long silence inside it is another session. Sessions never share a `startedAt`.
 */
export function sessionHeads(plays: readonly SessionPlay[]): number[] {
  let head = 0
  let until = Number.NEGATIVE_INFINITY
  let brokenAt = Number.POSITIVE_INFINITY
  return plays.map((play, index) => {
    const silent = play.startedAt - until > SESSION_SILENCE_MS
    if (silent || play.startedAt >= brokenAt) {
      head = index
      until = Number.NEGATIVE_INFINITY
      brokenAt = Number.POSITIVE_INFINITY
    }
    until = Math.max(until, play.heardUntil)
    brokenAt = Math.min(brokenAt, play.brokenAt ?? Number.POSITIVE_INFINITY)
    return head
  })
}
