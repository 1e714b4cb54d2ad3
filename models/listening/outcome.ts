// What a play means: SAT and outcome by rule version 1 (TP and FP after FP-AdaMetric, Jeong et al. 2022; the thresholds are ours).
import type { EndCause } from './events.ts'

/** Raised with every change of a rule in this folder: plays of another version are derived again from their events. */
export const RULE_VERSION = 1

/** Heard this much of it: satisfied. */
export const SATISFIED_FRACTION = 0.9
/** Choice: a track is very long from here on; nobody owes it nine tenths. */
export const VERY_LONG_MS = 10 * 60_000
/** Choice, after Last.fm's scrobble rule: four minutes of a very long track were heard, so leaving it is no dislike. */
export const LONG_ENOUGH_MS = 4 * 60_000
/** The previous button this early takes back the change of mind before it. */
export const CHANGE_OF_MIND_MS = 3000

export type Sat = 0 | 1 | null
export type Outcome = 'TP' | 'FP' | 'neither'

export interface PlayFacts {
  readonly dwellMs: number
  readonly durationMs: number
  /** The last ten seconds were reached by listening. */
  readonly reachedEnd: boolean
  /** Null while it goes on. */
  readonly cause: EndCause | null
}

/**
 * 1: ended by itself, heard nine tenths of it, or reached its last ten seconds by listening.
 * 0: left before that by the skip button. Null: anything else says nothing (another track picked by hand, removed, stopped,
 * the app closed, an error, a very long track left after minutes).
 */
export function satOf(play: PlayFacts): Sat {
  if (play.cause === 'finished' || play.reachedEnd || satisfied(play.dwellMs, play.durationMs)) return 1
  if (play.cause !== 'skip') return null
  return play.durationMs >= VERY_LONG_MS && play.dwellMs >= LONG_ENOUGH_MS ? null : 0
}

/**
 * FP: left by the listener before the listener's own threshold (`fpThreshold`). TP: every other heard play.
 * Neither: an error, the app closed or killed, the output gone, the previous button right after a change of mind, or still playing;
 * but what satisfied before that (sat 1) was heard, whatever ended it.
 */
export function outcomeOf(
  play: { readonly dwellMs: number; readonly cause: EndCause | null; readonly sat: Sat },
  thresholdMs: number,
): Outcome {
  if (play.sat === 1) return 'TP'
  switch (play.cause) {
    case null:
    case 'error':
    case 'quit':
    case 'device':
    case 'interrupted':
      return 'neither'
    case 'previous':
      if (play.dwellMs < CHANGE_OF_MIND_MS) return 'neither'
      break
    case 'finished':
    case 'skip':
    case 'picked':
    case 'removed':
    case 'stopped':
  }
  return play.dwellMs < thresholdMs ? 'FP' : 'TP'
}

/** Heard nine tenths by time; false when the duration is not known. */
export function satisfied(dwellMs: number, durationMs: number): boolean {
  return durationMs > 0 && dwellMs >= SATISFIED_FRACTION * durationMs
}

/** Dwell as a share of the duration, 0..1, in whole steps of 2^-20: sums of such numbers are exact, in whatever order they are made. */
export function dwellFraction(dwellMs: number, durationMs: number, cause: EndCause | null): number {
  const share = durationMs > 0 ? Math.min(1, dwellMs / durationMs) : Number(cause === 'finished')
  return Math.round(share * 2 ** 20) / 2 ** 20
}
