// Branded ids: a number or string that says which table it belongs to, so a track is never mistaken for an album.
import { z } from 'zod'

const id = <B extends string>() => z.number().int().positive().brand<B>()

export const trackId = id<'TrackId'>()
export const albumId = id<'AlbumId'>()
export const artistId = id<'ArtistId'>()
export const genreId = id<'GenreId'>()
export const folderId = id<'FolderId'>()
export const rootId = id<'RootId'>()
export const playlistId = id<'PlaylistId'>()
export const playlistItemId = id<'PlaylistItemId'>()
export const queueItemId = id<'QueueItemId'>()
export const wishId = id<'WishId'>()
/** A play is named by the window that started it (UUID), so that its events can be sent again without being counted twice. */
export const playId = z.uuid().brand<'PlayId'>()

export type TrackId = z.infer<typeof trackId>
export type AlbumId = z.infer<typeof albumId>
export type ArtistId = z.infer<typeof artistId>
export type GenreId = z.infer<typeof genreId>
export type FolderId = z.infer<typeof folderId>
export type RootId = z.infer<typeof rootId>
export type PlaylistId = z.infer<typeof playlistId>
export type PlaylistItemId = z.infer<typeof playlistItemId>
export type QueueItemId = z.infer<typeof queueItemId>
export type WishId = z.infer<typeof wishId>
export type PlayId = z.infer<typeof playId>

/** Up to 100,000 ids travel as one typed array: 400 KB, one memory copy. Checked for type and range at the door. */
export const idArray = z.instanceof(Int32Array).refine(ids => ids.length <= 1_000_000 && ids.every(n => n > 0), {
  error: 'ids must be positive whole numbers, one million at most',
})
