// The dwell ring: how far it is filled, and whether this play counts as one the listener stayed with (sat 1 by the outcome rule).
import { SATISFIED_FRACTION, satisfied } from './outcome.ts'

export interface RingFill {
  /** 0..1; full exactly when the mark is passed. */
  readonly fill: number
  readonly passed: boolean
}

/**
 * `dwellMs` heard of `durationMs`; `reachedEnd` when the last ten seconds were reached by listening (see `Hearing`).
 * Full at nine tenths of the track. Without a known duration it stays empty until the track ends by itself.
 */
export function ringFill(dwellMs: number, durationMs: number, reachedEnd = false): RingFill {
  if (reachedEnd || satisfied(dwellMs, durationMs)) return { fill: 1, passed: true }
  if (!(durationMs > 0)) return { fill: 0, passed: false }
  // Rounding must not fill a ring whose mark is not passed.
  const share = dwellMs / (SATISFIED_FRACTION * durationMs)
  return { fill: Math.min(Math.max(0, share), 1 - Number.EPSILON), passed: false }
}
