// What insights read: the plays that are learned from as columns, names for what they are about, and the map of the library as it was laid out.

import type Database from 'better-sqlite3'
import type { LibraryMap } from '../../../../preload/contract/insights.ts'
import { bytesOf, float32Of, int32Of } from '../blobs.ts'
import { upkeepTable } from '../upkeep.ts'

/** Plays in order of starts. Ids are 0 where there is none: a track that is not owned, an artist that is not known. */
export interface HeardPlays {
  readonly count: number
  readonly track: Int32Array
  /** The first artist's id; below 0 for one of whom nothing is owned. */
  readonly artist: Int32Array
  /** The first genre's id. */
  readonly genre: Int32Array
  /** ms since 1970. */
  readonly startedAt: Float64Array
  readonly dwellMs: Float64Array
  readonly origin: readonly string[]
  readonly cause: readonly (string | null)[]
  /** 1 stayed, 0 left by a skip, -1 says nothing. */
  readonly sat: Int8Array
  /** Of the outcome: TP, FP, or neither. */
  readonly outcome: readonly string[]
}

interface PlayFacts {
  readonly trackId: number | null
  readonly ghostId: number | null
  readonly startedAt: number
  readonly dwellMs: number
  readonly origin: string
  readonly cause: string | null
  readonly outcome: string
  readonly sat: number | null
}

const read = new WeakMap<Database.Database, { readonly moment: string; readonly plays: HeardPlays }>()

/** Whole, for the reader alone. Asked for again while nothing was written, it is not read again: a page asks for five answers over the same plays. */
export function heardPlays(db: Database.Database): HeardPlays {
  // The first counts what other connections wrote, the second what this one did.
  const moment = `${db.pragma('data_version', { simple: true })} ${db.prepare('SELECT total_changes()').pluck().get()}`
  const known = read.get(db)
  if (known?.moment === moment) return known.plays
  const plays = readPlays(db)
  read.set(db, { moment, plays })
  return plays
}

function readPlays(db: Database.Database): HeardPlays {
  const rows = db
    .prepare<[], PlayFacts>(
      `SELECT track_id AS trackId, ghost_id AS ghostId, started_at AS startedAt, dwell_ms AS dwellMs, origin, cause, outcome, sat
       FROM learned_plays ORDER BY started_at, id`,
    )
    .all()
  const artistOf = numberOf(db, 'SELECT track_id, artist_id FROM track_artists WHERE position = 0')
  const genreOf = numberOf(db, 'SELECT track_id, min(genre_id) FROM track_genres GROUP BY track_id')
  const ghostArtist = numberOf(
    db,
    `SELECT id, coalesce(artist_id, -dense_rank() OVER (ORDER BY artist_fold)) FROM ghosts`,
  )
  return {
    count: rows.length,
    track: Int32Array.from(rows, row => row.trackId ?? 0),
    artist: Int32Array.from(rows, row =>
      row.trackId === null ? (ghostArtist.get(row.ghostId ?? 0) ?? 0) : (artistOf.get(row.trackId) ?? 0),
    ),
    genre: Int32Array.from(rows, row => genreOf.get(row.trackId ?? 0) ?? 0),
    startedAt: Float64Array.from(rows, row => row.startedAt),
    dwellMs: Float64Array.from(rows, row => row.dwellMs),
    origin: rows.map(row => row.origin),
    cause: rows.map(row => row.cause),
    sat: Int8Array.from(rows, row => row.sat ?? -1),
    outcome: rows.map(row => row.outcome),
  }
}

function numberOf(db: Database.Database, sql: string): ReadonlyMap<number, number> {
  // Two columns of numbers.
  return new Map(db.prepare(sql).raw().all() as [number, number][])
}

/** The threshold in force between a false start and a play; null while there is none of the listener's own. */
export function thresholdInForce(db: Database.Database): number | null {
  return upkeepTable(db).get('threshold')?.ms ?? null
}

export interface Names {
  readonly artist: (id: number) => string | null
  readonly genre: (id: number) => string | null
  readonly track: (id: number) => { readonly title: string; readonly artist: string } | null
}

export function namesOf(db: Database.Database): Names {
  const artist = db.prepare<[number], string>('SELECT name FROM artists WHERE id = ?').pluck()
  const genre = db.prepare<[number], string>('SELECT name FROM genres WHERE id = ?').pluck()
  const track = db.prepare<[number], { title: string; artist: string }>('SELECT title, artist FROM tracks WHERE id = ?')
  return {
    artist: id => artist.get(id) ?? null,
    genre: id => genre.get(id) ?? null,
    track: id => track.get(id) ?? null,
  }
}

/** Ids of the tracks that are shown, ascending. */
export function shownTracks(db: Database.Database): Int32Array {
  return Int32Array.from(db.prepare<[], number>('SELECT id FROM tracks WHERE listed = 1 ORDER BY id').pluck().all())
}

export interface LaidMap {
  readonly version: number
  readonly modelId: number
  readonly madeAt: number
  readonly ids: Int32Array
  /** [ids, 2] */
  readonly places: Float32Array
}

export interface Maps {
  /** Of which vectors the map is, without reading it. */
  head(): { readonly version: number; readonly modelId: number } | null
  laid(): LaidMap | null
  lay(map: Omit<LaidMap, 'version'>): number
}

export function maps(db: Database.Database): Maps {
  const head = db.prepare<[], { version: number; modelId: number }>(
    'SELECT version, model_id AS modelId FROM library_map',
  )
  const read = db.prepare<
    [],
    { version: number; modelId: number; madeAt: number; ids: Uint8Array; places: Uint8Array }
  >('SELECT version, model_id AS modelId, made_at AS madeAt, ids, places FROM library_map')
  const write = db.prepare<[number, number, Uint8Array, Uint8Array], number>(`
    INSERT INTO library_map (id, version, model_id, made_at, ids, places) VALUES (1, 1, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET version = version + 1, model_id = excluded.model_id, made_at = excluded.made_at,
      ids = excluded.ids, places = excluded.places
    RETURNING version`)
  return {
    head: () => head.get() ?? null,
    laid() {
      const row = read.get()
      if (row === undefined) return null
      return {
        ...row,
        ids: int32Of(row.ids),
        places: float32Of(row.places),
      }
    },
    lay: ({ modelId, madeAt, ids, places }) => write.pluck().get(modelId, madeAt, bytesOf(ids), bytesOf(places)) ?? 0,
  }
}

/** So many genres have a colour of their own; the others share none. */
const GROUPS = 10
const NO_GROUP = 255

/** The map with what is shown on it now: hours heard, and the genres with the most tracks. Tracks that are gone are left out. */
export function shownMap(db: Database.Database): LibraryMap {
  const laid = maps(db).laid()
  const groups = db
    .prepare<[number], { id: number; name: string }>(
      `SELECT g.id, g.name FROM track_genres m JOIN genres g ON g.id = m.genre_id JOIN tracks t ON t.id = m.track_id
       WHERE t.listed = 1 GROUP BY g.id ORDER BY count(*) DESC, g.id LIMIT ?`,
    )
    .all(GROUPS)
  const groupOf = new Map(groups.map(({ id }, index) => [id, index]))
  const genreOf = numberOf(
    db,
    'SELECT m.track_id, m.genre_id FROM track_genres m JOIN tracks t ON t.id = m.track_id WHERE t.listed = 1 ORDER BY m.genre_id DESC',
  )
  const heardMs = numberOf(
    db,
    'SELECT track_id, sum(dwell_ms) FROM learned_plays WHERE track_id IS NOT NULL GROUP BY track_id',
  )
  const here = new Set(shownTracks(db))
  const rows: number[] = []
  for (const [row, id] of (laid?.ids ?? []).entries()) if (here.has(id)) rows.push(row)
  const idAt = (row: number) => laid?.ids[row] ?? 0
  return {
    version: laid?.version ?? 0,
    madeAt: laid?.madeAt ?? null,
    ids: Int32Array.from(rows, idAt),
    x: Float32Array.from(rows, row => laid?.places[row * 2] ?? 0),
    y: Float32Array.from(rows, row => laid?.places[row * 2 + 1] ?? 0),
    hours: Float32Array.from(rows, row => (heardMs.get(idAt(row)) ?? 0) / 3_600_000),
    group: Uint8Array.from(rows, row => groupOf.get(genreOf.get(idAt(row)) ?? 0) ?? NO_GROUP),
    groups: groups.map(({ name }) => name),
  }
}

export interface RemovedBeliefs {
  all(): ReadonlySet<string>
  remove(belief: string, forgetId: number): void
}

export function removedBeliefs(db: Database.Database): RemovedBeliefs {
  const all = db
    .prepare<[], string>(
      `SELECT r.belief FROM removed_beliefs r
       WHERE NOT EXISTS (SELECT 1 FROM forgets f WHERE f.id = r.forget_id AND f.undone_at IS NOT NULL)`,
    )
    .pluck()
  const write = db.prepare('INSERT OR REPLACE INTO removed_beliefs (belief, forget_id) VALUES (?, ?)')
  return { all: () => new Set(all.all()), remove: (belief, forgetId) => void write.run(belief, forgetId) }
}
