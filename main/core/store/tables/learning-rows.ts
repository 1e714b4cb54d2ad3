// What learning reads of the library and the log: tracks, plays that may be learned from, playlists and sound, a page at a time.
import type Database from 'better-sqlite3'
import { EARS_VERSION } from '../../../../preload/contract/audio-analysis.ts'
import { shown } from './shown.ts'

/** Id; first artist, album, first genre, folder (0: none); year (0: not known); duration ms; added at ms; listed 1/0. */
export type TrackRecord = readonly [
  id: number,
  artist: number,
  album: number,
  genre: number,
  folder: number,
  year: number,
  durationMs: number,
  addedAt: number,
  listed: number,
]

export type GhostRecord = readonly [id: number, artist: number, artistFold: string, durationMs: number]

export interface LearnedPlay {
  readonly trackId: number | null
  readonly ghostId: number | null
  readonly startedAt: number
  readonly endedAt: number
  readonly dwellMs: number
  readonly origin: string | null
  readonly outcome: string
  readonly sat: number | null
}

export interface LearningRows {
  /** Tracks above `after` that a list may show or that were heard, ascending by id. */
  tracks(after: number, limit: number): readonly TrackRecord[]
  /** Tracks known from a history brought along only, above `after`: the id of an owned artist of that name (0: none), and the name as folded. */
  ghosts(after: number, limit: number): readonly GhostRecord[]
  /** Plays that started after `after` (ms), ascending; never a part of those that started in the same millisecond. */
  plays(after: number, limit: number): readonly LearnedPlay[]
  /** How many that started after it, counted up to `most`. */
  countPlays(after: number, most: number): number
  /** That a list may show. */
  countTracks(): number
  /** Playlist and track of items, by playlist and place, after the place given; `at` goes on from the last row. */
  playlistItems(
    after: PlaylistPlace,
    limit: number,
  ): readonly { readonly at: PlaylistPlace; readonly trackId: number }[]
  /** What the audio analysis of this version heard of tracks above `after` (an older analysis measures otherwise): the summary's floats as bytes. */
  summaries(after: number, limit: number): readonly { readonly trackId: number; readonly summary: Uint8Array }[]
  countSummaries(): number
}

export interface PlaylistPlace {
  readonly playlist: number
  readonly position: number
  readonly item: number
}

export function learningRows(db: Database.Database): LearningRows {
  // Of several genres the one that the tags name first: `tracks.genre` lists them in their order.
  const tracks = db
    .prepare<[number, number], TrackRecord>(`
    SELECT t.id,
      coalesce((SELECT a.artist_id FROM track_artists a WHERE a.track_id = t.id ORDER BY a.position LIMIT 1), 0),
      coalesce(t.album_id, 0),
      coalesce((SELECT g.genre_id FROM track_genres g JOIN genres n ON n.id = g.genre_id WHERE g.track_id = t.id
        ORDER BY instr(t.genre, n.name) = 0, instr(t.genre, n.name), g.genre_id LIMIT 1), 0),
      coalesce((SELECT f.folder_id FROM files f WHERE f.track_id = t.id ORDER BY f.present DESC, f.quality DESC, f.id LIMIT 1), 0),
      coalesce(t.year, 0), t.duration_ms, t.added_at, t.listed
    FROM tracks t WHERE t.id > ? AND (${shown} OR EXISTS (SELECT 1 FROM plays p WHERE p.track_id = t.id)
      OR EXISTS (SELECT 1 FROM imported_plays i WHERE i.track_id = t.id)) ORDER BY t.id LIMIT ?`)
    .raw()
  const ghosts = db
    .prepare<[number, number], GhostRecord>(`
    SELECT g.id, coalesce(g.artist_id, 0), g.artist_fold,
      coalesce((SELECT max(i.duration_ms) FROM imported_plays i WHERE i.ghost_id = g.id), 0)
    FROM ghosts g WHERE g.id > ? AND g.linked_track_id IS NULL AND EXISTS (
      SELECT 1 FROM imported_plays i JOIN imports m ON m.id = i.import_id
      WHERE i.ghost_id = g.id AND m.state = 'whole' AND m.undone_at IS NULL)
    ORDER BY g.id LIMIT ?`)
    .raw()
  // With `id` among the columns SQLite merges own and imported plays by their indexes; without it, it sorts them all for every page.
  const columns = `id, track_id AS trackId, ghost_id AS ghostId, started_at AS startedAt, ended_at AS endedAt, dwell_ms AS dwellMs, origin, outcome, sat`
  const plays = db.prepare<[number, number], LearnedPlay>(
    `SELECT ${columns} FROM learned_plays WHERE started_at > ? ORDER BY started_at, id LIMIT ?`,
  )
  const playsAt = db.prepare<[number], LearnedPlay>(
    `SELECT ${columns} FROM learned_plays WHERE started_at = ? ORDER BY id`,
  )
  const countPlays = db
    .prepare<[number, number], number>(
      'SELECT count(*) FROM (SELECT 1 FROM learned_plays WHERE started_at > ? LIMIT ?)',
    )
    .pluck()
  const countTracks = db.prepare<[], number>(`SELECT count(*) FROM tracks t WHERE ${shown}`).pluck()
  const items = db.prepare<
    [number, number, number, number],
    { playlist: number; position: number; item: number; trackId: number }
  >(`
    SELECT i.playlist_id AS playlist, i.position, i.id AS item, i.track_id AS trackId FROM playlist_items i
    WHERE (i.playlist_id, i.position, i.id) > (?, ?, ?)
      AND EXISTS (SELECT 1 FROM playlists l WHERE l.id = i.playlist_id AND l.deleted_at IS NULL)
    ORDER BY i.playlist_id, i.position, i.id LIMIT ?`)
  const summaries = db.prepare<[number, number], { trackId: number; summary: Uint8Array }>(`
    SELECT track_id AS trackId, summary FROM track_sound
    WHERE track_id > ? AND version = ${EARS_VERSION} AND state = 'ok' AND summary IS NOT NULL ORDER BY track_id LIMIT ?`)
  const countSummaries = db
    .prepare<[], number>(
      `SELECT count(*) FROM track_sound WHERE version = ${EARS_VERSION} AND state = 'ok' AND summary IS NOT NULL`,
    )
    .pluck()

  return {
    tracks: (after, limit) => tracks.all(after, limit),
    ghosts: (after, limit) => ghosts.all(after, limit),
    plays(after, limit) {
      const page = plays.all(after, limit)
      const last = page.at(-1)
      if (page.length < limit || last === undefined) return page
      // The page may end among plays of one millisecond: those are left to the next page, or read whole where nothing else is in this one.
      const whole = page.filter(play => play.startedAt < last.startedAt)
      return whole.length > 0 ? whole : playsAt.all(last.startedAt)
    },
    countPlays: (after, most) => countPlays.get(after, most) ?? 0,
    countTracks: () => countTracks.get() ?? 0,
    playlistItems: ({ playlist, position, item }, limit) =>
      items.all(playlist, position, item, limit).map(({ trackId, ...at }) => ({ at, trackId })),
    summaries: (after, limit) => summaries.all(after, limit),
    countSummaries: () => countSummaries.get() ?? 0,
  }
}
