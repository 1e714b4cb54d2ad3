// How the dwell ring is drawn: once round is the whole track, with the mark where the play begins to count.
import { SATISFIED_FRACTION } from '../../../models/listening/outcome.ts'
import type { Ring } from '../../player/store.ts'

/** Where on the ring the mark sits, 0..1. */
export const ringMark = SATISFIED_FRACTION

/**
 * How much of the ring is drawn, 0..1. `fill` is full at the mark, so up to there it is drawn as its share of the ring; past it the arc
 * goes on with the time heard. A play that counts because its end was reached shows at least the mark.
 */
export function arcOf({ fill, passed }: Ring, dwellMs: number, durationMs: number): number {
  if (!passed) return fill * ringMark
  return durationMs > 0 ? Math.min(1, Math.max(ringMark, dwellMs / durationMs)) : 1
}
