// The queue's part of the contract: one ordered list with a position, kept over restarts; long sources are refilled from behind.
import { z } from 'zod'
import type { BoostTarget, Objective } from './balance.ts'
import { call, command, event } from './define.ts'
import { idArray, type QueueItemId, queueItemId, trackId } from './ids.ts'
import type { TrackRow } from './library.ts'
import { type Origin, origin } from './listening.ts'

export const repeat = z.enum(['off', 'all', 'one'])
export type Repeat = z.infer<typeof repeat>

export interface QueueItem {
  readonly id: QueueItemId
  readonly track: TrackRow
  readonly origin: Origin
  /** Placed by the listener: never moved or dropped by the machine. */
  readonly byHand: boolean
  /** Why it is here, as decided then: a code and its facts, put in words by the interface. */
  readonly reason: Reason | null
  /** What the companion knew when it chose it; null for what the listener or a list brought. */
  readonly decided: Decided | null
}

/** The companion's grounds for one item, as they were when it was placed. */
export interface Decided {
  /** 0..1, how likely it is to be stayed with. */
  readonly sat: number
  /** How sure Dwell is of that: by what it knows of the track. */
  readonly sure: 'known' | 'guessed' | 'unknown'
  readonly objectives: readonly Objective[]
  /** Drawn at random among those near enough, so that Dwell can learn how another setting would have fared. */
  readonly drawn: boolean
}

/** A reason is a fact: its kind, and the numbers and names that make it true. */
export type Reason =
  | { readonly kind: 'byHand' }
  | { readonly kind: 'fromAlbum'; readonly album: string }
  | { readonly kind: 'fromPlaylist'; readonly playlist: string }
  | { readonly kind: 'fromArtist'; readonly artist: string }
  | { readonly kind: 'shuffled'; readonly of: number }
  | { readonly kind: 'inOrder'; readonly of: number }
  | CompanionReason

/** Each states what was true when it was decided, and can be recomputed from the log. */
export type CompanionReason =
  /** “You finished 8 of 9 by this artist.” */
  | { readonly kind: 'artistFinished'; readonly artist: string; readonly finished: number; readonly of: number }
  /** “You stayed with it 5 of 6 times.” */
  | { readonly kind: 'trackStayed'; readonly stayed: number; readonly of: number }
  /** “A favourite you have not heard for 40 days.” */
  | { readonly kind: 'favouriteRested'; readonly days: number; readonly stayed: number }
  /** “New to you; sounds like X, which you stayed with.” */
  | {
      readonly kind: 'soundsLike'
      readonly title: string
      readonly artist: string
      readonly by: 'sound' | 'tags' | 'listening'
    }
  /** “You played it after X, twice.” */
  | { readonly kind: 'follows'; readonly title: string; readonly artist: string; readonly times: number }
  /** “Often heard together with X.” */
  | { readonly kind: 'together'; readonly title: string; readonly artist: string }
  /** “Under-heard: 2 plays of 14 tracks.” In the last 90 days, or as many as the listener set. */
  | {
      readonly kind: 'underHeard'
      readonly artist: string
      readonly plays: number
      readonly tracks: number
      readonly days?: number
    }
  /** “Added 5 days ago.” */
  | { readonly kind: 'newlyAdded'; readonly days: number }
  /** “Boost: added lately, until Friday.” */
  | { readonly kind: 'boosted'; readonly target: BoostTarget; readonly label: string; readonly until: number | null }
  /** “New to you: nothing by this artist was played yet.” */
  | { readonly kind: 'newArtist'; readonly artist: string }
  /** “Waited through 60 plays.” Those since it came, or was last heard. */
  | { readonly kind: 'waited'; readonly queues: number }
  /** “Drawn at random, one in twenty.” */
  | { readonly kind: 'drawn'; readonly oneIn: number }
  /** “Picked for variety: Dwell does not know you yet.” */
  | { readonly kind: 'variety'; readonly genre: string | null }

export interface QueueState {
  readonly version: number
  /** The item that plays or would play next; null when the queue is empty or was played to its end. */
  readonly current: QueueItem | null
  /** Where to go on after a restart, ms into `current`. */
  readonly positionMs: number
  readonly upcoming: readonly QueueItem[]
  /** Items played before this one, newest last, at most 50. */
  readonly past: readonly QueueItem[]
  /** Tracks of the source that wait behind `upcoming`. */
  readonly waiting: number
  readonly shuffle: boolean
  readonly repeat: Repeat
  readonly canUndo: boolean
  /** The companion goes on by itself behind what waits: an endless queue from the library, balanced. */
  readonly companion: boolean
}

/** What the tracks were taken from, so that the reason can say so. */
export const queueSource = z.object({
  kind: z.enum(['tracks', 'album', 'artist', 'genre', 'folder', 'playlist', 'search']),
  name: z.string().max(500).optional(),
})
export type QueueSource = z.infer<typeof queueSource>

/** Commands answer nothing: the queue that came of one is pushed by `queue.changed` before its answer, and not at all where nothing changed. */
export const queue = {
  'queue.state': call<QueueState>()(z.void(), 'again'),
  /** Replaces what comes from a source (items placed by hand stay) and makes `ids[startAt]` current. */
  'queue.play': command(
    z.object({
      ids: idArray,
      startAt: z.number().int().nonnegative(),
      origin,
      source: queueSource,
      shuffle: z.boolean().optional(),
    }),
    'again',
  ),
  /** The companion takes over: what comes next is its own, what was placed by hand stays. `from` plays first (null: it chooses, or goes on from what plays). */
  'queue.companion': command(z.object({ from: trackId.nullable() }), 'again'),
  /** Keeps an item where it is: placed by hand from now on. */
  'queue.pin': command(z.object({ id: queueItemId }), 'again'),
  'queue.add': command(z.object({ ids: idArray, where: z.enum(['next', 'end']) }), 'once'),
  'queue.move': command(z.object({ id: queueItemId, toIndex: z.number().int().nonnegative() }), 'again'),
  'queue.remove': command(z.object({ ids: z.array(queueItemId).min(1).max(1000) }), 'again'),
  'queue.clear': command(z.void(), 'again'),
  /** Takes back the last change of the list (move, remove, clear, add, replace). */
  'queue.undo': command(z.void(), 'once'),
  'queue.setShuffle': command(z.object({ on: z.boolean() }), 'again'),
  'queue.setRepeat': command(z.object({ repeat }), 'again'),
  /** The player has gone on to this item (by itself, by a button, by a click). */
  'queue.goTo': command(z.object({ id: queueItemId.nullable() }), 'again'),
  'queue.next': command(z.object({ byItself: z.boolean() }), 'once'),
  'queue.previous': command(z.void(), 'once'),
  'queue.keepPosition': command(z.object({ id: queueItemId, positionMs: z.number().nonnegative() }), 'again'),
} as const

export const queueEvents = {
  'queue.changed': event<QueueState>(),
} as const
