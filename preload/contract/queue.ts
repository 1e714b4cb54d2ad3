// The queue's part of the contract: one ordered list with a position, kept over restarts; long sources are refilled from behind.
import { z } from 'zod'
import { call, event } from './define.ts'
import { idArray, type QueueItemId, queueItemId } from './ids.ts'
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
}

/** A reason is a fact: its kind, and the numbers and names that make it true. */
export type Reason =
  | { readonly kind: 'byHand' }
  | { readonly kind: 'fromAlbum'; readonly album: string }
  | { readonly kind: 'fromPlaylist'; readonly playlist: string }
  | { readonly kind: 'fromArtist'; readonly artist: string }
  | { readonly kind: 'shuffled'; readonly of: number }
  | { readonly kind: 'inOrder'; readonly of: number }

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
}

/** What the tracks were taken from, so that the reason can say so. */
export const queueSource = z.object({
  kind: z.enum(['tracks', 'album', 'artist', 'genre', 'folder', 'playlist', 'search']),
  name: z.string().max(500).optional(),
})
export type QueueSource = z.infer<typeof queueSource>

export const queue = {
  'queue.state': call<QueueState>()(z.void()),
  /** Replaces what comes from a source (items placed by hand stay) and makes `ids[startAt]` current. */
  'queue.play': call<QueueState>()(
    z.object({
      ids: idArray,
      startAt: z.number().int().nonnegative(),
      origin,
      source: queueSource,
      shuffle: z.boolean().optional(),
    }),
  ),
  'queue.add': call<QueueState>()(z.object({ ids: idArray, where: z.enum(['next', 'end']) })),
  'queue.move': call<QueueState>()(z.object({ id: queueItemId, toIndex: z.number().int().nonnegative() })),
  'queue.remove': call<QueueState>()(z.object({ ids: z.array(queueItemId).min(1).max(1000) })),
  'queue.clear': call<QueueState>()(z.void()),
  /** Takes back the last change of the list (move, remove, clear, add, replace). */
  'queue.undo': call<QueueState>()(z.void()),
  'queue.setShuffle': call<QueueState>()(z.object({ on: z.boolean() })),
  'queue.setRepeat': call<QueueState>()(z.object({ repeat })),
  /** The player has gone on to this item (by itself, by a button, by a click). */
  'queue.goTo': call<QueueState>()(z.object({ id: queueItemId.nullable() })),
  'queue.next': call<QueueState>()(z.object({ byItself: z.boolean() })),
  'queue.previous': call<QueueState>()(z.void()),
  'queue.keepPosition': call<void>()(z.object({ id: queueItemId, positionMs: z.number().nonnegative() })),
} as const

export const queueEvents = {
  'queue.changed': event<QueueState>(),
} as const
