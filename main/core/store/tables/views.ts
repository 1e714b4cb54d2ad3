// The order of every list of tracks, as SQL: what a filter lets through, and what a sort puts first.
import type Database from 'better-sqlite3'
import { assertNever } from '../../../../preload/contract/errors.ts'
import type { TrackFilter, TrackSort } from '../../../../preload/contract/library.ts'
import { artistTracks, lies, shown } from './shown.ts'

export interface TrackQuery {
  readonly filter: TrackFilter
  /** Null: the order in which this kind of list is looked at (a record in its order, the newest addition first). */
  readonly sort: TrackSort | null
  readonly descending: boolean
}

/** A list longer than this is never ordered on the core's own thread. */
export const shortList = 1000

const dayMs = 86_400_000
const inAlbum = 't.disc, t.track, t.sort_title, t.id'
const onShelf = `t.sort_artist, t.sort_album, ${inAlbum}`

/** Ids in order. `now` is ms since 1970 (for what was added lately). Ties follow the shelf; what has no value comes last either way. */
export function trackOrder(db: Database.Database, query: TrackQuery, now: number): Int32Array {
  const { from, where } = filtered(query.filter)
  const order = query.sort === null ? usualOrder(query.filter) : sortedBy(query.sort, query.descending)
  const stats = order.includes('s.') ? 'LEFT JOIN track_stats s ON s.track_id = t.id' : ''
  const sql = `SELECT t.id FROM ${from} ${stats} WHERE ${where} AND ${shown} ORDER BY ${order}`
  // Pluck gives the one column selected: a track's id.
  return Int32Array.from(db.prepare(sql).pluck().all(bound(query.filter, now)) as number[])
}

/** Is the list short enough to be ordered at once? Looks at no more than `shortList` + 1 index entries; a folder is never known to be. */
export function isShort(db: Database.Database, filter: TrackFilter, now: number): boolean {
  const rows = probe(filter)
  if (rows === null) return false
  const counted = db
    .prepare(`SELECT count(*) FROM (${rows} LIMIT ${shortList + 1})`)
    .pluck()
    .get(bound(filter, now))
  return Number(counted) <= shortList
}

function bound(filter: TrackFilter, now: number): { id?: number; since?: number } {
  if (filter.of === 'addedLately') return { since: now - filter.days * dayMs }
  return 'id' in filter ? { id: filter.id } : {}
}

function filtered(filter: TrackFilter): { from: string; where: string } {
  switch (filter.of) {
    case 'all':
      return { from: 'tracks t', where: 'true' }
    case 'album':
      return { from: 'tracks t', where: 't.album_id = @id' }
    case 'artist':
      return {
        from: `(${artistTracks('= @id')}) m JOIN tracks t ON t.id = m.track_id LEFT JOIN albums a ON a.id = t.album_id`,
        where: 'true',
      }
    case 'genre':
      return { from: 'track_genres m JOIN tracks t ON t.id = m.track_id', where: 'm.genre_id = @id' }
    case 'folder':
      return {
        from: `(WITH RECURSIVE below (id) AS (VALUES (@id) UNION ALL SELECT c.id FROM folders c JOIN below ON c.parent_id = below.id)
          SELECT f.track_id, min(o.path) AS path FROM below JOIN folders o ON o.id = below.id JOIN files f ON f.folder_id = o.id
          JOIN roots r ON r.id = f.root_id WHERE f.track_id IS NOT NULL AND ${lies} GROUP BY f.track_id) m JOIN tracks t ON t.id = m.track_id`,
        where: 'true',
      }
    case 'addedLately':
      return { from: 'tracks t', where: 't.added_at >= @since' }
    case 'liked':
      return {
        from: `(SELECT target_id, max(at) AS at FROM wishes WHERE target = 'track' AND kind = 'like' AND undone_at IS NULL GROUP BY target_id) m
          JOIN tracks t ON t.id = m.target_id`,
        where: 'true',
      }
    default:
      return assertNever(filter)
  }
}

function usualOrder(filter: TrackFilter): string {
  switch (filter.of) {
    case 'all':
    case 'genre':
      return onShelf
    case 'album':
      return inAlbum
    case 'artist':
      return `a.year IS NULL, a.year, t.sort_album, t.album_id, ${inAlbum}`
    case 'folder':
      return `m.path, ${inAlbum}`
    case 'addedLately':
      return `t.added_at DESC, ${onShelf}`
    case 'liked':
      return `m.at DESC, ${onShelf}`
    default:
      return assertNever(filter)
  }
}

function sortedBy(sort: TrackSort, descending: boolean): string {
  const way = descending ? 'DESC' : 'ASC'
  switch (sort) {
    case 'artist':
      return `t.sort_artist ${way}, t.sort_album, ${inAlbum}`
    case 'title':
      return `t.sort_title ${way}, t.id ${way}`
    case 'album':
      return `t.album_id IS NULL, t.sort_album ${way}, t.album_id, ${inAlbum}`
    case 'year':
      return `t.year IS NULL, t.year ${way}, ${onShelf}`
    case 'duration':
      return `t.duration_ms ${way}, ${onShelf}`
    case 'added':
      return `t.added_at ${way}, ${onShelf}`
    case 'plays':
      return `coalesce(s.plays, 0) ${way}, ${onShelf}`
    case 'heard':
      return `coalesce(s.heard_ms, 0) ${way}, ${onShelf}`
    case 'lastHeard':
      return `s.last_heard_at IS NULL, s.last_heard_at ${way}, ${onShelf}`
    case 'dwell':
      return `coalesce(s.plays, 0) = 0, s.fraction_sum / s.plays ${way}, ${onShelf}`
    default:
      return assertNever(sort)
  }
}

function probe(filter: TrackFilter): string | null {
  switch (filter.of) {
    case 'all':
    case 'folder':
      return null
    case 'album':
      return 'SELECT 1 FROM tracks WHERE album_id = @id'
    case 'artist':
      return `SELECT 1 FROM track_artists WHERE artist_id = @id
        UNION ALL SELECT 1 FROM albums a JOIN tracks t ON t.album_id = a.id WHERE a.artist_id = @id`
    case 'genre':
      return 'SELECT 1 FROM track_genres WHERE genre_id = @id'
    case 'addedLately':
      return 'SELECT 1 FROM tracks WHERE added_at >= @since AND listed = 1'
    case 'liked':
      return "SELECT 1 FROM wishes WHERE target = 'track' AND kind = 'like' AND undone_at IS NULL"
    default:
      return assertNever(filter)
  }
}
