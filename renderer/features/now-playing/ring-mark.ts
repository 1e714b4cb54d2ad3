// Where on the ring a play begins to count as one the listener stayed with.

/** Heard nine tenths of it, or to its last ten seconds: section 1 of the outcome rule. */
const share = 0.9
const lastMs = 10_000

/** The mark as a share of the track, 0..1. */
export function markOf(durationMs: number): number {
  if (durationMs <= 0) return share
  return Math.max(0, Math.min(share, (durationMs - lastMs) / durationMs))
}
