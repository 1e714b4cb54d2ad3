// The lists and sums that the views keep: how each is named, read, and what makes it old.
import type { TrackFilter, TrackSort } from '../../../../preload/contract/library.ts'
import type { TrackQuery } from '../../store/tables/views.ts'
import type { Change, Wanted } from './kept.ts'

const library: ReadonlySet<Change> = new Set(['library'])
const heard: ReadonlySet<Change> = new Set(['library', 'stats'])
const liked: ReadonlySet<Change> = new Set(['library', 'wishes'])
const byStats: ReadonlySet<TrackSort> = new Set(['plays', 'heard', 'lastHeard', 'dwell'])

export const albumsWanted: Wanted<'albums'> = { key: 'albums', job: () => ({ job: 'albums' }), changesWith: heard }
export const artistsWanted: Wanted<'artists'> = { key: 'artists', job: () => ({ job: 'artists' }), changesWith: heard }
export const genresWanted: Wanted<'genres'> = { key: 'genres', job: () => ({ job: 'genres' }), changesWith: heard }
export const foldersWanted: Wanted<'folders'> = {
  key: 'folders',
  job: () => ({ job: 'folders' }),
  changesWith: library,
}
export const countsWanted: Wanted<'counts'> = { key: 'counts', job: () => ({ job: 'counts' }), changesWith: library }

export const albumsOfWanted = (artistId: number): Wanted<'albumsOf'> => ({
  key: `albums of ${artistId}`,
  job: () => ({ job: 'albumsOf', artistId }),
  changesWith: library,
})

/** A filter's own order and an explicit one are different lists; the whole library's own order is by artist. */
export function tracksWanted(query: TrackQuery, now: () => number): Wanted<'trackIds'> {
  const sort = query.sort ?? (query.filter.of === 'all' ? 'artist' : null)
  const settled: TrackQuery = { ...query, sort, descending: sort !== null && query.descending }
  return {
    key: `tracks ${filterKey(query.filter)} ${sort ?? 'as they are'} ${settled.descending ? 'descending' : 'ascending'}`,
    job: () => ({ job: 'trackIds', query: settled, now: now() }),
    changesWith: settled.filter.of === 'liked' ? liked : sort !== null && byStats.has(sort) ? heard : library,
  }
}

const filterKey = (filter: TrackFilter): string =>
  'id' in filter ? `${filter.of} ${filter.id}` : 'days' in filter ? `${filter.of} ${filter.days}` : filter.of
