// The listening history as it is shown, without what was forgotten: plays with the names of their tracks, by session and by time, and the sums.
import type Database from 'better-sqlite3'
import type { ListeningTotals, PlayRow } from '../../../../preload/contract/listening.ts'

/** A play of this many rows at most in one answer. */
const MOST_OF_A_SESSION = 500

export interface SessionFacts {
  readonly id: number
  readonly startedAt: number
  readonly endedAt: number
}

export interface History {
  play(id: number): PlayRow | null
  /** The newest session that began by `now`, or null. */
  lastSession(now: number): SessionFacts | null
  /** When sound came back after a long silence inside the newest play of a session, or null. */
  brokenAt(sessionId: number): number | null
  /** Oldest first, the newest 500 at most. */
  ofSession(id: number): readonly PlayRow[]
  /** Newest first, those that began before `before`. */
  recent(limit: number, before: number): readonly PlayRow[]
  totals(): ListeningTotals
  /** Names for a play that is not in the database yet. */
  names(trackId: number): Pick<PlayRow, 'title' | 'artist' | 'art'> | null
}

export function historyOf(db: Database.Database): History {
  // The shape is exactly a PlayRow's: ids are branded numbers and strings.
  const rows = (where: string, from = 'remembered_plays') => `
    SELECT k.play_id AS playId, p.track_id AS trackId, t.title, t.artist, t.art, p.started_at AS startedAt, p.duration_ms AS durationMs,
      p.dwell_ms AS dwellMs, p.fraction, p.cause, p.origin, p.outcome, p.sat
    FROM ${from} p JOIN play_keys k ON k.id = p.id JOIN tracks t ON t.id = p.track_id ${where}`
  const one = db.prepare<[number], PlayRow>(rows('WHERE p.id = ?', 'plays'))
  const ofSession = db.prepare<[number], PlayRow>(
    rows(`WHERE p.session_id = ? ORDER BY p.started_at DESC, p.id DESC LIMIT ${MOST_OF_A_SESSION}`),
  )
  const recent = db.prepare<[number, number], PlayRow>(
    rows('WHERE p.started_at < ? ORDER BY p.started_at DESC, p.id DESC LIMIT ?'),
  )
  const last = db.prepare<[number], SessionFacts>(
    'SELECT id, started_at AS startedAt, ended_at AS endedAt FROM sessions WHERE id <= ? ORDER BY id DESC LIMIT 1',
  )
  const broken = db
    .prepare<[number], number | null>(
      'SELECT broken_at FROM plays WHERE session_id = ? ORDER BY started_at DESC, id DESC LIMIT 1',
    )
    .pluck()
  const sums = db.prepare<[], { plays: number; heardMs: number; sessions: number; firstAt: number | null }>(`
    SELECT coalesce(sum(plays), 0) AS plays, coalesce(sum(heard_ms), 0) AS heardMs, count(*) AS sessions, min(id) AS firstAt FROM sessions
    WHERE plays > 0`)
  const heard = db.prepare<[], number>('SELECT count(*) FROM track_stats').pluck()
  const names = db.prepare<[number], Pick<PlayRow, 'title' | 'artist' | 'art'>>(
    'SELECT title, artist, art FROM tracks WHERE id = ?',
  )

  return {
    play: id => one.get(id) ?? null,
    lastSession: now => last.get(now) ?? null,
    brokenAt: id => broken.get(id) ?? null,
    ofSession: id => ofSession.all(id).reverse(),
    recent: (limit, before) => recent.all(before, limit),
    totals: () => ({
      ...(sums.get() ?? { plays: 0, heardMs: 0, sessions: 0, firstAt: null }),
      tracksHeard: heard.get() ?? 0,
    }),
    names: trackId => names.get(trackId) ?? null,
  }
}
