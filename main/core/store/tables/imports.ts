// Histories brought along: imports with their plays, and ghosts, the tracks of them that are not owned.
import type Database from 'better-sqlite3'
import type { HistoryFormat, ImportedHistory } from '../../../../preload/contract/history.ts'

export interface NewImport {
  readonly format: HistoryFormat
  readonly fileName: string
  readonly at: number
  readonly plays: number
  readonly matchedPlays: number
  readonly from: number
  readonly to: number
}

export interface Ghost {
  readonly artist: string
  readonly title: string
  readonly artistFold: string
  readonly titleFold: string
  /** Of an owned artist of that name. */
  readonly artistId: number | null
}

export interface ImportedPlay {
  readonly trackId: number | null
  readonly ghostId: number | null
  readonly startedAt: number
  readonly endedAt: number
  readonly dwellMs: number
  readonly durationMs: number
  readonly origin: string
  readonly cause: string | null
  readonly outcome: string
  readonly sat: number | null
}

export interface ImportTables {
  /** Imports that are whole, newest first. */
  all(): readonly ImportedHistory[]
  find(id: number): ImportedHistory | null
  /** A new import that does not count until it is whole. */
  begin(made: NewImport): number
  /** Id of the ghost of that name, made when it is new. */
  ghost(ghost: Ghost): number
  add(importId: number, play: ImportedPlay): void
  complete(id: number): void
  setUndone(id: number, at: number | null): void
  /** Imports that were cut off half-way, or are being taken out. */
  unfinished(): readonly number[]
  leave(id: number): void
  /** Takes out up to `limit` of its plays; false when none is left. */
  takeOut(id: number, limit: number): boolean
  /** Of the next ghosts those that nobody heard any more; where to go on, null at the end. */
  dropGhosts(after: number, limit: number): number | null
  /** The import itself, when it has no play any more. */
  remove(id: number): void
  /** Until its end no commit brings the log into the database: somebody else does. */
  commitAlone(): { end(): void }
  /** Of every so-many-th play of the import, how many are also in another one that counts: 0..1. */
  shareElsewhere(id: number): number
  anyGhost(): boolean
  lastTrack(): number
  linkGhost(id: number, trackId: number): void
  setGhostArtist(id: number, artistId: number): void
}

/** Plays looked at when an undone import is brought back. */
const PROBES = 500

export function importTables(db: Database.Database): ImportTables {
  const columns = `id, format, file_name AS fileName, at, plays, matched_plays AS matchedPlays, from_at AS "from", to_at AS "to",
    undone_at AS undoneAt FROM imports WHERE state = 'whole'`
  const all = db.prepare<[], ImportedHistory>(`SELECT ${columns} ORDER BY id DESC`)
  const one = db.prepare<[number], ImportedHistory>(`SELECT ${columns} AND id = ?`)
  const begin = db.prepare<[NewImport]>(`
    INSERT INTO imports (format, file_name, at, state, plays, matched_plays, from_at, to_at)
    VALUES (@format, @fileName, @at, 'writing', @plays, @matchedPlays, @from, @to)`)
  const findGhost = db
    .prepare<[string, string], number>('SELECT id FROM ghosts WHERE artist_fold = ? AND title_fold = ?')
    .pluck()
  const addGhost = db.prepare<[Ghost]>(`
    INSERT INTO ghosts (artist, title, artist_fold, title_fold, artist_id) VALUES (@artist, @title, @artistFold, @titleFold, @artistId)`)
  const add = db.prepare(`
    INSERT INTO imported_plays (import_id, track_id, ghost_id, started_at, ended_at, dwell_ms, duration_ms, origin, cause, outcome, sat)
    VALUES (@importId, @trackId, @ghostId, @startedAt, @endedAt, @dwellMs, @durationMs, @origin, @cause, @outcome, @sat)`)
  const setState = db.prepare<[string, number]>('UPDATE imports SET state = ? WHERE id = ?')
  const setUndone = db.prepare<[number | null, number]>('UPDATE imports SET undone_at = ? WHERE id = ?')
  const unfinished = db.prepare<[], number>("SELECT id FROM imports WHERE state <> 'whole' ORDER BY id").pluck()
  const takeOut = db.prepare<[number, number]>(
    'DELETE FROM imported_plays WHERE id IN (SELECT id FROM imported_plays WHERE import_id = ? ORDER BY id LIMIT ?)',
  )
  const remove = db.prepare<[number]>('DELETE FROM imports WHERE id = ?')
  const lastOfGhosts = db
    .prepare<[number, number], number | null>(
      'SELECT max(id) FROM (SELECT id FROM ghosts WHERE id > ? ORDER BY id LIMIT ?)',
    )
    .pluck()
  const dropGhosts = db.prepare<[number, number]>(
    'DELETE FROM ghosts WHERE id > ? AND id <= ? AND NOT EXISTS (SELECT 1 FROM imported_plays i WHERE i.ghost_id = ghosts.id)',
  )
  const probes = db.prepare<[number, number, number], { probes: number; elsewhere: number }>(`
    SELECT count(*) AS probes, coalesce(sum(EXISTS (
      SELECT 1 FROM imported_plays o JOIN imports m ON m.id = o.import_id
      WHERE o.started_at = i.started_at AND o.import_id <> i.import_id AND m.state = 'whole' AND m.undone_at IS NULL
        AND o.track_id IS i.track_id AND o.ghost_id IS i.ghost_id)), 0) AS elsewhere
    FROM imported_plays i WHERE i.import_id = ? AND i.id % ? = 0 LIMIT ?`)
  const anyGhost = db.prepare<[], number>('SELECT EXISTS (SELECT 1 FROM ghosts WHERE linked_track_id IS NULL)').pluck()
  const lastTrack = db.prepare<[], number | null>('SELECT max(id) FROM tracks').pluck()
  const link = db.prepare<[number, number]>('UPDATE ghosts SET linked_track_id = ? WHERE id = ?')
  const setArtist = db.prepare<[number, number]>('UPDATE ghosts SET artist_id = ? WHERE id = ?')

  return {
    all: () => all.all(),
    find: id => one.get(id) ?? null,
    begin: made => Number(begin.run(made).lastInsertRowid),
    ghost: ghost => findGhost.get(ghost.artistFold, ghost.titleFold) ?? Number(addGhost.run(ghost).lastInsertRowid),
    add: (importId, play) => void add.run({ importId, ...play }),
    complete: id => void setState.run('whole', id),
    setUndone: (id, at) => void setUndone.run(at, id),
    unfinished: () => unfinished.all(),
    leave: id => void setState.run('leaving', id),
    takeOut: (id, limit) => takeOut.run(id, limit).changes > 0,
    dropGhosts(after, limit) {
      const last = lastOfGhosts.get(after, limit) ?? null
      if (last !== null) dropGhosts.run(after, last)
      return last
    },
    remove: id => void remove.run(id),
    commitAlone() {
      const before = Number(db.pragma('wal_autocheckpoint', { simple: true }))
      db.pragma('wal_autocheckpoint = 0')
      return { end: () => void db.pragma(`wal_autocheckpoint = ${before}`) }
    },
    shareElsewhere(id) {
      const plays = one.get(id)?.plays ?? 0
      const found = probes.get(id, Math.max(1, Math.floor(plays / PROBES)), PROBES)
      return found === undefined || found.probes === 0 ? 0 : found.elsewhere / found.probes
    },
    anyGhost: () => anyGhost.get() === 1,
    lastTrack: () => lastTrack.get() ?? 0,
    linkGhost: (id, trackId) => void link.run(trackId, id),
    setGhostArtist: (id, artistId) => void setArtist.run(artistId, id),
  }
}
