// What an import reads of the library and the log, and what an export writes out: row by row, on the worker's own connection.
import type Database from 'better-sqlite3'

export interface OwnedRecord {
  readonly id: number
  readonly title: string
  readonly artist: string
  /** JSON: names. */
  readonly people: string
  readonly album: string | null
  readonly albumArtist: string | null
  readonly durationMs: number
  readonly listed: number
}

export interface ExportedPlay {
  readonly startedAt: number
  readonly endedAt: number
  readonly artist: string
  readonly title: string
  readonly album: string | null
  readonly durationMs: number
  readonly dwellMs: number
  readonly origin: string
  readonly cause: string | null
  readonly outcome: string
  readonly sat: number | null
  /** 'dwell', or the format it was brought along in. */
  readonly source: string
}

export interface ImportReading {
  /** Tracks above `after`, ascending. */
  owned(after: number): IterableIterator<OwnedRecord>
  lastTrack(): number
  artists(): IterableIterator<{ readonly id: number; readonly name: string }>
  /** Ended plays of Dwell's own within a span: track and start. */
  ownStarts(from: number, to: number): IterableIterator<readonly [track: number, startedAt: number]>
  /** Plays of imports that count within a span: track or ghost, start, format. */
  importedStarts(
    from: number,
    to: number,
  ): IterableIterator<readonly [track: number | null, ghost: number | null, startedAt: number, format: string]>
  ghosts(): IterableIterator<{
    readonly id: number
    readonly artist: string
    readonly title: string
    readonly artistFold: string
    readonly titleFold: string
    readonly artistId: number | null
    readonly linkedTrackId: number | null
  }>
  /** Everything that is not forgotten, by time. */
  exported(): IterableIterator<ExportedPlay>
}

export function importReading(db: Database.Database): ImportReading {
  const owned = db.prepare<[number], OwnedRecord>(`
    SELECT t.id, t.title, t.artist,
      (SELECT json_group_array(p.name) FROM track_artists ta JOIN artists p ON p.id = ta.artist_id WHERE ta.track_id = t.id) AS people,
      a.title AS album, CASE WHEN a.compilation = 1 THEN NULL ELSE coalesce(t.album_artist, a.artist) END AS albumArtist,
      t.duration_ms AS durationMs, t.listed
    FROM tracks t LEFT JOIN albums a ON a.id = t.album_id WHERE t.id > ? ORDER BY t.id`)
  const lastTrack = db.prepare<[], number | null>('SELECT max(id) FROM tracks').pluck()
  const artists = db.prepare<[], { id: number; name: string }>('SELECT id, name FROM artists')
  const ownStarts = db
    .prepare<[number, number], readonly [number, number]>(
      'SELECT track_id, started_at FROM plays WHERE cause IS NOT NULL AND started_at BETWEEN ? AND ?',
    )
    .raw()
  const importedStarts = db
    .prepare<[number, number], readonly [number | null, number | null, number, string]>(`
    SELECT i.track_id, i.ghost_id, i.started_at, m.format FROM imported_plays i CROSS JOIN imports m
    WHERE m.id = i.import_id AND m.state = 'whole' AND m.undone_at IS NULL AND i.started_at BETWEEN ? AND ?`)
    .raw()
  const ghosts = db.prepare<[], ReturnType<ImportReading['ghosts']> extends IterableIterator<infer G> ? G : never>(`
    SELECT id, artist, title, artist_fold AS artistFold, title_fold AS titleFold, artist_id AS artistId, linked_track_id AS linkedTrackId FROM ghosts`)
  const exported = db.prepare<[], ExportedPlay>(`
    SELECT p.started_at AS startedAt, p.heard_until AS endedAt, t.artist, t.title, a.title AS album, p.duration_ms AS durationMs,
      p.dwell_ms AS dwellMs, p.origin, p.cause, p.outcome, p.sat, 'dwell' AS source
    FROM remembered_plays p JOIN tracks t ON t.id = p.track_id LEFT JOIN albums a ON a.id = t.album_id WHERE p.cause IS NOT NULL
    UNION ALL
    SELECT i.started_at, i.ended_at, coalesce(t.artist, g.artist), coalesce(t.title, g.title), a.title, i.duration_ms,
      i.dwell_ms, i.origin, i.cause, i.outcome, i.sat, m.format
    FROM remembered_imports i JOIN imports m ON m.id = i.import_id LEFT JOIN tracks t ON t.id = i.track_id LEFT JOIN albums a ON a.id = t.album_id
      LEFT JOIN ghosts g ON g.id = i.ghost_id
    ORDER BY 1`)

  return {
    owned: after => owned.iterate(after),
    lastTrack: () => lastTrack.get() ?? 0,
    artists: () => artists.iterate(),
    ownStarts: (from, to) => ownStarts.iterate(from, to),
    importedStarts: (from, to) => importedStarts.iterate(from, to),
    ghosts: () => ghosts.iterate(),
    exported: () => exported.iterate(),
  }
}
