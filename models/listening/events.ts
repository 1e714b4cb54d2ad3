// What happens to a play, as the rules see it: the same kinds as the contract's events, read back from the log.

/** Why a play ended; `interrupted` is noted at start-up when the app was killed during the play. */
export type EndCause =
  | 'finished'
  | 'skip'
  | 'previous'
  | 'picked'
  | 'removed'
  | 'stopped'
  | 'error'
  | 'quit'
  | 'device'
  | 'interrupted'

interface Moment {
  /** Order of happening within the play, from 0. */
  readonly seq: number
  /** Wall clock, ms since 1970. It may jump, also backwards. */
  readonly at: number
  /** Position in the track, ms. */
  readonly positionMs: number
}

export type ListeningEvent =
  | (Moment & { readonly kind: 'started'; readonly durationMs: number })
  | (Moment & { readonly kind: 'paused' | 'resumed' | 'heartbeat' })
  | (Moment & { readonly kind: 'seeked'; readonly toMs: number })
  | (Moment & { readonly kind: 'ended'; readonly cause: EndCause })

/**
 * First `seq` of what the core notes itself. A window that outlived its core goes on counting from where it was,
 * and must never find its number taken.
 */
export const FIRST_NOTED_SEQ = 1_000_000_000
