// The caches of the library's rows: tracks, albums and artists by id.
import type { AlbumId, ArtistId, TrackId } from '../../preload/contract/ids.ts'
import type { AlbumRow, ArtistRow, TrackRow } from '../../preload/contract/library.ts'
import { ask, listen } from './client.ts'
import { createRows } from './rows.ts'

export const tracks = createRows<TrackId, TrackRow>(ids => ask('library.tracks', { ids }))
export const albums = createRows<AlbumId, AlbumRow>(ids => ask('library.albums', { ids }))
export const artists = createRows<ArtistId, ArtistRow>(ids => ask('library.artists', { ids }))

/** Ids travel as plain numbers in a typed array; the call that gave them says whose they are. */
export const trackIdAt = (ids: Int32Array, index: number): TrackId => (ids[index] ?? 0) as TrackId
export const trackIdsOf = (ids: Int32Array): TrackId[] => Array.from(ids, id => id as TrackId)

/** Rows may be stale after every change of the library; those on screen are asked for again. */
export function followLibrary(): void {
  listen('library.changed', () => {
    tracks.stale()
    albums.stale()
    artists.stale()
  })
  listen('library.tracksChanged', ({ ids }) => tracks.stale(trackIdsOf(ids)))
}

/** Stands where an id is asked for and there is none; no row has it. */
export const noTrack = 0 as TrackId
