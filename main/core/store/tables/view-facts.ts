// What is known about each album, artist, genre and folder as a whole: sums over the tracks that are shown, and the orders made of them.
import type Database from 'better-sqlite3'
import type { GenreRow, LibraryCounts } from '../../../../preload/contract/library.ts'
import { artistTracks, lies, shown } from './shown.ts'

/** Columns of one length, ascending by id: plain arrays cross between threads in microseconds. */
export interface AlbumFacts {
  readonly ids: Int32Array
  readonly tracks: Int32Array
  readonly durationMs: Float64Array
  readonly heardMs: Float64Array
  readonly addedAt: Float64Array
}

export interface ArtistFacts {
  readonly ids: Int32Array
  readonly tracks: Int32Array
  readonly albums: Int32Array
  readonly heardMs: Float64Array
  /** The track whose picture stands for the artist: the one heard most. */
  readonly artTrack: Int32Array
}

export interface Albums extends AlbumFacts {
  readonly order: {
    readonly artist: Int32Array
    readonly title: Int32Array
    readonly year: Int32Array
    readonly added: Int32Array
    readonly heard: Int32Array
  }
}

export interface Artists extends ArtistFacts {
  readonly order: { readonly name: Int32Array; readonly tracks: Int32Array; readonly heard: Int32Array }
}

export interface Folders {
  readonly ids: Int32Array
  /** Folders right below that hold something. */
  readonly folders: Int32Array
  /** Tracks in it and below, each once. */
  readonly tracks: Int32Array
}

type Row = readonly number[]
const within = 'IN (SELECT value FROM json_each(@ids))'
const asJson = (ids: Int32Array): string => JSON.stringify(Array.from(ids))

/** Facts of the albums asked for, or of all; albums without a shown track are left out. */
export function albumFacts(db: Database.Database, only: Int32Array | null): AlbumFacts {
  const rows = table(
    db,
    `SELECT t.album_id, count(*), sum(t.duration_ms), total(s.heard_ms), max(t.added_at)
    FROM tracks t LEFT JOIN track_stats s ON s.track_id = t.id
    WHERE t.album_id ${only ? within : 'IS NOT NULL'} AND ${shown} GROUP BY t.album_id ORDER BY t.album_id`,
    only,
  )
  return {
    ids: Int32Array.from(column(rows, 0)),
    tracks: Int32Array.from(column(rows, 1)),
    durationMs: Float64Array.from(column(rows, 2)),
    heardMs: Float64Array.from(column(rows, 3)),
    addedAt: Float64Array.from(column(rows, 4)),
  }
}

export function albums(db: Database.Database): Albums {
  const facts = albumFacts(db, null)
  const has = new Set(facts.ids)
  const listed = (order: string): Int32Array =>
    Int32Array.from(ids(db, `SELECT id FROM albums ORDER BY ${order}`).filter(id => has.has(id)))
  const artist = listed('sort_artist, year, sort_title, id')
  return {
    ...facts,
    order: {
      artist,
      title: listed('sort_title, id'),
      year: listed('year IS NULL, year DESC, sort_artist, sort_title, id'),
      added: most(facts.ids, facts.addedAt, artist),
      heard: most(facts.ids, facts.heardMs, artist),
    },
  }
}

/** Facts of the artists asked for, or of all; artists without a shown track are left out. */
export function artistFacts(db: Database.Database, only: Int32Array | null): ArtistFacts {
  const rows = table(
    db,
    `SELECT m.artist_id, count(*), count(DISTINCT t.album_id), total(s.heard_ms), t.id,
      max(CASE WHEN t.art IS NULL THEN -1 ELSE coalesce(s.heard_ms, 0) END)
    FROM (${artistTracks(only ? within : 'IS NOT NULL')}) m JOIN tracks t ON t.id = m.track_id LEFT JOIN track_stats s ON s.track_id = t.id
    WHERE ${shown} GROUP BY m.artist_id ORDER BY m.artist_id`,
    only,
  )
  return {
    ids: Int32Array.from(column(rows, 0)),
    tracks: Int32Array.from(column(rows, 1)),
    albums: Int32Array.from(column(rows, 2)),
    heardMs: Float64Array.from(column(rows, 3)),
    // SQLite takes a bare column from the row that held the maximum.
    artTrack: Int32Array.from(column(rows, 4)),
  }
}

export function artists(db: Database.Database): Artists {
  const facts = artistFacts(db, null)
  const has = new Set(facts.ids)
  const name = Int32Array.from(ids(db, 'SELECT id FROM artists ORDER BY sort_name, id').filter(id => has.has(id)))
  return {
    ...facts,
    order: { name, tracks: most(facts.ids, facts.tracks, name), heard: most(facts.ids, facts.heardMs, name) },
  }
}

/** Albums that are the artist's, or that the artist plays on; in no order. */
export function albumsOf(db: Database.Database, artistId: number): Int32Array {
  const sql = `SELECT DISTINCT t.album_id FROM (${artistTracks('= @id')}) m JOIN tracks t ON t.id = m.track_id WHERE t.album_id IS NOT NULL`
  return Int32Array.from(ids(db, sql, { id: artistId }))
}

export function genres(db: Database.Database): readonly GenreRow[] {
  const sql = `SELECT g.id, g.name, count(*) AS tracks, total(s.heard_ms) AS heardMs
    FROM track_genres m JOIN genres g ON g.id = m.genre_id JOIN tracks t ON t.id = m.track_id LEFT JOIN track_stats s ON s.track_id = t.id
    WHERE ${shown} GROUP BY g.id ORDER BY g.fold, g.id`
  // The columns are GenreRow's, by name.
  return db.prepare(sql).all() as GenreRow[]
}

export function folders(db: Database.Database): Folders {
  const all = table(db, 'SELECT id, coalesce(parent_id, 0) FROM folders ORDER BY id', null)
  const parentOf = new Map(all.map(([id = 0, parent = 0]) => [id, parent]))
  const tracks = new Map<number, number>()
  const add = (folder: number, count: number): void => {
    for (let at = folder; at > 0; at = parentOf.get(at) ?? 0) tracks.set(at, (tracks.get(at) ?? 0) + count)
  }
  const lying = `FROM files f JOIN roots r ON r.id = f.root_id JOIN tracks t ON t.id = f.track_id WHERE ${lies} AND ${shown}`
  for (const [folder = 0, count = 0] of table(db, `SELECT f.folder_id, count(*) ${lying} GROUP BY f.folder_id`, null))
    add(folder, count)
  for (const copies of copiesByTrack(db, lying)) {
    // A recording that lies in several places counts once in every folder above them all.
    const seen = new Map<number, number>()
    for (const folder of copies)
      for (let at = folder; at > 0; at = parentOf.get(at) ?? 0) seen.set(at, (seen.get(at) ?? 0) + 1)
    for (const [at, times] of seen) tracks.set(at, (tracks.get(at) ?? 0) - times + 1)
  }
  const held = all.filter(([id = 0]) => (tracks.get(id) ?? 0) > 0)
  const below = new Map<number, number>()
  for (const [, parent = 0] of held) below.set(parent, (below.get(parent) ?? 0) + 1)
  return {
    ids: Int32Array.from(column(held, 0)),
    folders: Int32Array.from(held, ([id = 0]) => below.get(id) ?? 0),
    tracks: Int32Array.from(held, ([id = 0]) => tracks.get(id) ?? 0),
  }
}

function copiesByTrack(db: Database.Database, lying: string): Iterable<readonly number[]> {
  const rows = table(
    db,
    `SELECT f.track_id, f.folder_id ${lying} AND f.track_id IN (SELECT track_id FROM files GROUP BY track_id HAVING count(*) > 1)`,
    null,
  )
  const places = new Map<number, number[]>()
  for (const [track = 0, folder = 0] of rows) places.set(track, [...(places.get(track) ?? []), folder])
  return places.values()
}

/** What exists is looked up in its index, one by one: to gather the distinct ones among all tracks takes more than twice as long. */
export function counts(db: Database.Database): LibraryCounts {
  const one = (sql: string): number => Number(db.prepare(sql).pluck().get())
  const [tracks = 0, durationMs = 0, unplayable = 0, unavailable = 0] =
    table(
      db,
      `SELECT count(*), total(t.duration_ms), total(t.playable = 0), total(t.available = 0) FROM tracks t WHERE ${shown}`,
      null,
    )[0] ?? []
  const onAlbum = `SELECT 1 FROM tracks t WHERE t.album_id = a.id AND ${shown}`
  return {
    tracks,
    albums: one(`SELECT count(*) FROM albums a WHERE EXISTS (${onAlbum})`),
    artists: one(
      `SELECT count(*) FROM artists p
       WHERE EXISTS (SELECT 1 FROM track_artists m JOIN tracks t ON t.id = m.track_id WHERE m.artist_id = p.id AND ${shown})
          OR EXISTS (SELECT 1 FROM albums a WHERE a.artist_id = p.id AND EXISTS (${onAlbum}))`,
    ),
    genres: one(
      `SELECT count(*) FROM genres g
       WHERE EXISTS (SELECT 1 FROM track_genres m JOIN tracks t ON t.id = m.track_id WHERE m.genre_id = g.id AND ${shown})`,
    ),
    durationMs,
    unplayable,
    unavailable,
    failed: one(
      'SELECT count(*) FROM files f JOIN roots r ON r.id = f.root_id WHERE f.error_code IS NOT NULL AND f.present = 1 AND r.removed_at IS NULL',
    ),
  }
}

/** Ids by a number, the largest first; equals stay in the order of `shelf`. */
function most(ids: Int32Array, by: Int32Array | Float64Array, shelf: Int32Array): Int32Array {
  const value = new Map<number, number>()
  for (const [index, id] of ids.entries()) value.set(id, by[index] ?? 0)
  return shelf.slice().sort((a, b) => (value.get(b) ?? 0) - (value.get(a) ?? 0))
}

function table(db: Database.Database, sql: string, only: Int32Array | null): Row[] {
  const statement = db.prepare(sql).raw()
  // Every column asked for in this file is a number.
  return (only ? statement.all({ ids: asJson(only) }) : statement.all()) as Row[]
}

function ids(db: Database.Database, sql: string, bound: { readonly id?: number } = {}): number[] {
  // Pluck gives the one column selected: an id.
  return db.prepare(sql).pluck().all(bound) as number[]
}

const column = (rows: readonly Row[], index: number): number[] => rows.map(row => row[index] ?? 0)
