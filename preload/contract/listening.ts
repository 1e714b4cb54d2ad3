// The listening part of the contract: play events as they happen, wishes about a track, history.
import { z } from 'zod'
import { call, command, event } from './define.ts'
import {
  albumId,
  artistId,
  type PlayId,
  playId,
  queueItemId,
  type TrackId,
  trackId,
  type WishId,
  wishId,
} from './ids.ts'

/** Why this track came to play. */
export const origin = z.enum(['hand', 'album', 'playlist', 'search', 'queued', 'shuffle', 'companion', 'restored'])
export type Origin = z.infer<typeof origin>

/** Why a play ended. Only `skip` is a verdict on the track; the rest say nothing or say that it was heard. */
export const endCause = z.enum([
  'finished', // ended by itself
  'skip', // the next button
  'previous', // the previous button
  'picked', // the listener picked another track by hand
  'removed', // its queue item was removed, or the queue cleared
  'stopped', // stop, end of queue by hand
  'error', // it would not (go on to) play
  'quit', // the app was closed
  'device', // the output device went away
  'interrupted', // derived at start-up: the app was killed during the play
])
export type EndCause = z.infer<typeof endCause>

/** Numbers from 10^9 on are the core's own, for what it notes itself. */
const seq = z.number().int().positive().max(999_999_999)
const at = { at: z.number().int().nonnegative(), positionMs: z.number().nonnegative() }

/**
 * One thing that happened to a play. `seq` counts from 0 within the play: (playId, seq) is the key, so sending again is harmless.
 * `at` is the window's wall clock in ms since 1970, `positionMs` the position in the track when it happened.
 */
export const playEvent = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('started'),
    playId,
    seq: z.literal(0),
    ...at,
    trackId,
    itemId: queueItemId.nullable(),
    origin,
    durationMs: z.number().nonnegative(),
  }),
  z.object({ kind: z.literal('paused'), playId, seq, ...at }),
  z.object({ kind: z.literal('resumed'), playId, seq, ...at }),
  /** `positionMs` is where it was, `toMs` where it went. */
  z.object({ kind: z.literal('seeked'), playId, seq, ...at, toMs: z.number().nonnegative() }),
  /** Every 5 s at most while sounding: what a kill can cost. */
  z.object({ kind: z.literal('heartbeat'), playId, seq, ...at }),
  z.object({ kind: z.literal('ended'), playId, seq, ...at, cause: endCause, message: z.string().max(500).optional() }),
])
export type PlayEvent = z.infer<typeof playEvent>

export type Outcome = 'TP' | 'FP' | 'neither'

export interface PlayRow {
  readonly playId: PlayId
  readonly trackId: TrackId
  readonly title: string
  readonly artist: string
  readonly art: string | null
  readonly startedAt: number
  readonly durationMs: number
  readonly dwellMs: number
  readonly fraction: number
  readonly cause: EndCause | null
  readonly origin: Origin
  readonly outcome: Outcome
  /** 1 liked by staying, 0 left by a skip, null says nothing. */
  readonly sat: 0 | 1 | null
}

export const wishKind = z.enum(['like', 'notNow', 'rest', 'never'])
export type WishKind = z.infer<typeof wishKind>
export const wishTarget = z.discriminatedUnion('of', [
  z.object({ of: z.literal('track'), id: trackId }),
  z.object({ of: z.literal('album'), id: albumId }),
  z.object({ of: z.literal('artist'), id: artistId }),
])
export type WishTarget = z.infer<typeof wishTarget>

export interface Wish {
  readonly id: WishId
  readonly kind: WishKind
  readonly target: WishTarget
  readonly label: string
  readonly at: number
  /** End of a rest; null lasts until undone. `notNow` ends with its session. */
  readonly until: number | null
}

export interface ListeningTotals {
  readonly plays: number
  readonly heardMs: number
  readonly sessions: number
  readonly tracksHeard: number
  readonly firstAt: number | null
}

export const listening = {
  /** Appends events; answers when they are on disk. Repeated events are ignored. */
  'listening.report': command(z.object({ events: z.array(playEvent).min(1).max(1000) }), 'always'),
  /** The session that goes on, oldest first, the play that sounds included; the newest 500 plays at most. Empty after 20 minutes of silence. */
  'listening.session': call<readonly PlayRow[]>()(z.void(), 'again'),
  /** Newest first, of those that started before `before`. */
  'listening.recent': call<readonly PlayRow[]>()(
    z.object({ limit: z.number().int().min(1).max(500), before: z.number().optional() }),
    'again',
  ),
  'listening.totals': call<ListeningTotals>()(z.void(), 'again'),
  /** Like, not now, rest (thirty days), never queue. Asking twice gives the same wish. `like` and `notNow` are for tracks. */
  'listening.wish': call<Wish>()(z.object({ kind: wishKind, target: wishTarget }), 'again'),
  'listening.undoWish': command(z.object({ id: wishId }), 'again'),
  'listening.wishes': call<readonly Wish[]>()(z.object({ target: wishTarget.optional() }), 'again'),
} as const

export const listeningEvents = {
  'listening.played': event<PlayRow>(),
  'listening.wishesChanged': event<{ readonly target: WishTarget }>(),
} as const
