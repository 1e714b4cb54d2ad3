// The words of tracks, albums and artists, kept folded beside them: written when they change, read when the index is made.
import type Database from 'better-sqlite3'
import { wordsOf } from '../../text/words.ts'
import { artistTracks, shown } from './shown.ts'

export type DocKind = 'tracks' | 'albums' | 'artists'

/** One thing that can be found. Words are folded, between spaces. */
export interface Doc {
  readonly id: number
  /** What has been heard more, then what is newer, comes first among equals. */
  readonly weight: number
  readonly title: string
  readonly people: string
  readonly record: string
}

const kinds: Readonly<Record<DocKind, number>> = { tracks: 1, albums: 2, artists: 3 }

// One number for both: heard ms, and the time of adding as a fraction of one of them.
const weight = 'coalesce(s.heard_ms, 0) + t.added_at / 1e13'
const sums = (members: string): string =>
  `(SELECT m.id, total(s.heard_ms) + max(t.added_at) / 1e13 AS weight FROM (${members}) m JOIN tracks t ON t.id = m.track_id
    LEFT JOIN track_stats s ON s.track_id = t.id WHERE ${shown} GROUP BY m.id)`
const sources: Readonly<Record<DocKind, string>> = {
  tracks: `(SELECT t.id, ${weight} AS weight FROM tracks t LEFT JOIN track_stats s ON s.track_id = t.id WHERE ${shown})`,
  albums: sums('SELECT album_id AS id, id AS track_id FROM tracks WHERE album_id IS NOT NULL'),
  artists: sums(`SELECT artist_id AS id, track_id FROM (${artistTracks('IS NOT NULL')})`),
}

/** Everything of one kind that is shown, best weight first. */
export function readDocs(db: Database.Database, kind: DocKind): IterableIterator<Doc> {
  const sql = `SELECT d.id, w.weight, d.title, d.people, d.record FROM ${sources[kind]} w
    JOIN search_docs d ON d.kind = ${kinds[kind]} AND d.id = w.id ORDER BY w.weight DESC, d.id`
  return db.prepare<[], Doc>(sql).iterate()
}

export interface FreshDocs {
  readonly stamp: number
  readonly docs: Readonly<Record<DocKind, readonly Doc[]>>
  /** There were more than the limit: the index wants making again. */
  readonly tooMany: boolean
}

/** What changed after `stamp`, newest first, `limit` at most. New albums and artists count as unheard until the index is made again. */
export function freshDocs(db: Database.Database): (stamp: number, limit: number) => FreshDocs {
  const read = db.prepare<[number, number], Doc & { readonly kind: number; readonly stamp: number }>(`
    SELECT d.kind, d.id, d.stamp, d.title, d.people, d.record, CASE WHEN d.kind = 1 THEN ${weight} ELSE 0 END AS weight
    FROM search_docs d LEFT JOIN tracks t ON d.kind = 1 AND t.id = d.id LEFT JOIN track_stats s ON s.track_id = t.id
    WHERE d.stamp > ? ORDER BY d.stamp DESC LIMIT ?`)
  return (stamp, limit) => {
    const rows = read.all(stamp, limit + 1)
    const found = rows.slice(0, limit).sort((a, b) => b.weight - a.weight || a.id - b.id)
    const of = (kind: DocKind): Doc[] => found.filter(row => row.kind === kinds[kind])
    return {
      stamp: rows[0]?.stamp ?? stamp,
      docs: { tracks: of('tracks'), albums: of('albums'), artists: of('artists') },
      tooMany: rows.length > limit,
    }
  }
}

/** The newest change that was written; 0 before the first. */
export function newestStamp(db: Database.Database): () => number {
  const read = db.prepare<[], number | null>('SELECT max(stamp) FROM search_docs').pluck()
  return () => read.get() ?? 0
}

// A sort key names its script by a digit and pads its numbers (fold.ts); what is left may be a reading that the name does not show.
const sortMark = '\u001f'
const padding = /(?<!\d)0+(?=\d)/gu

const readable = (name: string): string => (name.startsWith(sortMark) ? name.slice(1).replace(padding, '') : name)

interface TrackSource {
  readonly id: number
  readonly title: string
  readonly artist: string
  readonly albumArtist: string | null
  readonly album: string | null
  /** Names, and sort names behind U+001F, each on a line. */
  readonly people: string | null
}

/** Writes the words of these tracks, of their albums and of the people on them; what has not changed is left alone. Call it after their rows are written. */
export function indexTracks(db: Database.Database, trackIds: Int32Array): void {
  const write = writers.get(db) ?? indexWriter(db)
  writers.set(db, write)
  const ids = JSON.stringify(Array.from(trackIds))
  if (db.inTransaction) write(ids)
  else db.transaction(write)(ids)
}

/** A scan writes hundreds of times: what it takes is prepared once for each database. */
const writers = new WeakMap<Database.Database, (ids: string) => void>()

function indexWriter(db: Database.Database): (ids: string) => void {
  const begin = putter(db)
  const artist = `p.name || char(10, 31) || substr(p.sort_name, 2)`
  const tracks = db.prepare<[string], TrackSource>(`
      SELECT t.id, t.title, t.artist, t.album_artist AS albumArtist, a.title AS album,
        (SELECT group_concat(${artist}, char(10)) FROM track_artists ta JOIN artists p ON p.id = ta.artist_id WHERE ta.track_id = t.id) AS people
      FROM json_each(?) j JOIN tracks t ON t.id = j.value LEFT JOIN albums a ON a.id = t.album_id`)
  const albums = db.prepare<[string], { id: number; title: string; people: string }>(`
      SELECT a.id, a.title, a.artist || coalesce(char(10) || ${artist}, '') AS people
      FROM albums a LEFT JOIN artists p ON p.id = a.artist_id
      WHERE a.id IN (SELECT t.album_id FROM json_each(?) j JOIN tracks t ON t.id = j.value)`)
  const artists = db.prepare<[string, string], { id: number; names: string }>(`
      SELECT p.id, ${artist} AS names FROM artists p WHERE p.id IN (
        SELECT ta.artist_id FROM json_each(?) j JOIN track_artists ta ON ta.track_id = j.value
        UNION SELECT a.artist_id FROM json_each(?) j JOIN tracks t ON t.id = j.value JOIN albums a ON a.id = t.album_id)`)
  return ids => {
    const put = begin()
    for (const track of tracks.all(ids))
      put(
        'tracks',
        track.id,
        track.title,
        `${track.artist}\n${track.people ?? ''}`,
        `${track.album ?? ''}\n${track.albumArtist ?? ''}`,
      )
    for (const album of albums.all(ids)) put('albums', album.id, album.title, album.people, '')
    for (const person of artists.all(ids, ids)) put('artists', person.id, person.names, '', '')
  }
}

/** Takes tracks out of the search at the next making of the index. Only for tracks that are gone for good: hidden ones are never shown anyway. */
export function unindexTracks(db: Database.Database, trackIds: Int32Array): void {
  db.prepare('DELETE FROM search_docs WHERE kind = 1 AND id IN (SELECT value FROM json_each(?))').run(
    JSON.stringify(Array.from(trackIds)),
  )
}

type Put = (kind: DocKind, id: number, title: string, people: string, record: string) => void

/** Each beginning has a stamp of its own. */
function putter(db: Database.Database): () => Put {
  const newest = newestStamp(db)
  const put = db.prepare<[number, number, number, string, string, string]>(`
    INSERT INTO search_docs (kind, id, stamp, title, people, record) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (kind, id) DO UPDATE SET stamp = excluded.stamp, title = excluded.title, people = excluded.people, record = excluded.record
    WHERE title <> excluded.title OR people <> excluded.people OR record <> excluded.record`)
  return () => {
    const stamp = newest() + 1
    // A record's names come back with each of its tracks.
    const known = new Map<string, string>()
    const words = (names: string): string => {
      const found = known.get(names) ?? wordsOf(names.split('\n').map(readable).join('\n'))
      known.set(names, found)
      return found
    }
    return (kind, id, title, people, record) =>
      put.run(kinds[kind], id, stamp, kind === 'tracks' ? wordsOf(title) : words(title), words(people), words(record))
  }
}
