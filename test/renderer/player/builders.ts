// Queues and tracks for stories about the player.
import type { QueueItemId, TrackId } from '../../../preload/contract/ids.ts'
import type { TrackRow } from '../../../preload/contract/library.ts'
import type { QueueItem, QueueState } from '../../../preload/contract/queue.ts'

export function track(id: number, change: Partial<TrackRow> = {}): TrackRow {
  return {
    id: id as TrackId, // numbers of this file's own making
    title: `Track ${id}`,
    artist: 'A',
    artists: [],
    album: null,
    albumId: null,
    albumArtist: null,
    disc: null,
    track: null,
    year: null,
    genre: null,
    durationMs: 180_000,
    art: null,
    addedAt: 0,
    codec: 'flac',
    playable: true,
    unplayableReason: null,
    available: true,
    rating: null,
    liked: false,
    plays: 0,
    heardMs: 0,
    lastHeardAt: null,
    dwellFraction: null,
    ...change,
  }
}

export const itemId = (id: number): QueueItemId => id as QueueItemId // as above

export const item = (id: number, change: Partial<TrackRow> = {}): QueueItem => ({
  id: itemId(id),
  track: track(id, change),
  origin: 'album',
  byHand: false,
  reason: null,
  decided: null,
})

/** A queue that plays the item with the first number; the others follow. */
export function queueOf(
  current: number | null,
  upcoming: readonly number[] = [],
  change: Partial<QueueState> = {},
): QueueState {
  return {
    version: 1,
    current: current === null ? null : item(current),
    positionMs: 0,
    upcoming: upcoming.map(id => item(id)),
    past: [],
    waiting: 0,
    shuffle: false,
    repeat: 'off',
    canUndo: false,
    companion: false,
    ...change,
  }
}
