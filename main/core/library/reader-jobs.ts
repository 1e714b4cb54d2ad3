// What the library reads aside: orders, sums, the index of the search.
import type { Db } from '../store/connect.ts'
import { newestStamp, readDocs } from '../store/tables/search.ts'
import { albums, albumsOf, artists, counts, folders, genres } from '../store/tables/view-facts.ts'
import { type TrackQuery, trackOrder } from '../store/tables/views.ts'
import { type Segment, segmentOf } from './search/segment.ts'

export interface SearchIndex {
  /** Everything written up to this change is in it. */
  readonly stamp: number
  readonly tracks: Segment
  readonly albums: Segment
  readonly artists: Segment
}

export const libraryJobs = {
  trackIds: (db: Db, { query, now }: { readonly query: TrackQuery; readonly now: number }) =>
    trackOrder(db, query, now),
  albums,
  albumsOf: (db: Db, { artistId }: { readonly artistId: number }) => albumsOf(db, artistId),
  artists,
  genres,
  folders,
  counts,
  searchIndex: (db: Db): SearchIndex => ({
    stamp: newestStamp(db)(),
    tracks: segmentOf(readDocs(db, 'tracks')),
    albums: segmentOf(readDocs(db, 'albums')),
    artists: segmentOf(readDocs(db, 'artists')),
  }),
}

export type LibraryJobs = typeof libraryJobs
