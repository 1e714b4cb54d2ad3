// Plays as derived from their events, the sessions they fall into, and what they add up to for each track.
import type Database from 'better-sqlite3'
import type { EndCause } from '../../../../models/listening/events.ts'
import type { Outcome, Sat } from '../../../../models/listening/outcome.ts'

/** A derived play: all of it follows from its events, the listener's threshold and the plays around it. */
/** Tracks and sessions whose plays were forgotten or are remembered again. */
export interface Touched {
  readonly tracks: readonly number[]
  readonly sessions: readonly number[]
}

export interface Play {
  /** Its key in the event log. */
  readonly id: number
  readonly trackId: number
  readonly startedAt: number
  readonly endedAt: number
  readonly heardUntil: number
  readonly brokenAt: number | null
  readonly durationMs: number
  readonly dwellMs: number
  readonly fraction: number
  readonly furthestMs: number
  readonly origin: string
  readonly cause: EndCause | null
  readonly outcome: Outcome
  readonly sat: Sat
  readonly ruleVersion: number
}

/** What is compared when a play is derived again. */
export type PlayBefore = Pick<Play, 'cause' | 'trackId' | 'startedAt' | 'heardUntil' | 'dwellMs'> & {
  readonly sessionId: number
}

/** What sessions are made from, and which one a play is in now. */
export interface SeatedPlay {
  readonly id: number
  readonly startedAt: number
  readonly heardUntil: number
  readonly brokenAt: number | null
  readonly dwellMs: number
  readonly sessionId: number
}

export interface SessionRow {
  readonly startedAt: number
  readonly endedAt: number
  readonly plays: number
  readonly heardMs: number
}

export interface PlayTables {
  /** What was derived of the play last time; null when it was not. */
  before(id: number): PlayBefore | null
  write(play: Play): void
  remove(id: number): void
  /** Plays without an end. */
  open(): readonly number[]
  /** Session of the play right before (startedAt, id), or null. */
  sessionBefore(startedAt: number, id: number): number | null
  /** Plays from (startedAt, id) on, in order, that position included. */
  seated(startedAt: number, id: number, limit: number): readonly SeatedPlay[]
  seat(playId: number, sessionId: number): void
  /** Counts the session's plays again; a session without plays goes. */
  recountSession(id: number): void
  /** Lets a session grow with its last play, without counting all of it. */
  growSession(id: number, heardUntil: number, moreHeardMs: number, morePlays: number): void
  dropEmptySessions(): void
  /** Adds the track's plays up again; a track without a heard play has no row. */
  recountTrack(trackId: number): void
  /** Sessions above `after`, ascending. */
  sessionsAfter(after: number, limit: number): readonly number[]
  /** Tracks with stats or plays above `after`, ascending. */
  tracksAfter(after: number, limit: number): readonly number[]
  /** Dwells of the newest `limit` plays that ended before `before` by the listener or by themselves. */
  dwellsBefore(before: number, limit: number): readonly number[]
  /** Ended plays with a dwell in [fromMs, toMs). */
  withDwell(fromMs: number, toMs: number): readonly Pick<Play, 'id' | 'dwellMs' | 'cause' | 'sat' | 'outcome'>[]
  setOutcome(id: number, outcome: Outcome): void
}

export function playTables(db: Database.Database): PlayTables {
  const before = db.prepare<[number], PlayBefore>(`
    SELECT cause, track_id AS trackId, started_at AS startedAt, heard_until AS heardUntil, dwell_ms AS dwellMs, session_id AS sessionId
    FROM plays WHERE id = ?`)
  // A new play is put into a session of its own; seating it right follows in the same transaction.
  const write = db.prepare(`
    INSERT INTO plays (id, track_id, session_id, started_at, ended_at, heard_until, broken_at, duration_ms, dwell_ms, fraction, furthest_ms,
      origin, cause, outcome, sat, rule_version)
    VALUES (@id, @trackId, @startedAt, @startedAt, @endedAt, @heardUntil, @brokenAt, @durationMs, @dwellMs, @fraction, @furthestMs,
      @origin, @cause, @outcome, @sat, @ruleVersion)
    ON CONFLICT (id) DO UPDATE SET track_id = excluded.track_id, started_at = excluded.started_at, ended_at = excluded.ended_at,
      heard_until = excluded.heard_until, broken_at = excluded.broken_at, duration_ms = excluded.duration_ms, dwell_ms = excluded.dwell_ms,
      fraction = excluded.fraction, furthest_ms = excluded.furthest_ms, origin = excluded.origin, cause = excluded.cause,
      outcome = excluded.outcome, sat = excluded.sat, rule_version = excluded.rule_version`)
  const remove = db.prepare('DELETE FROM plays WHERE id = ?')
  const open = db.prepare<[], number>('SELECT id FROM plays WHERE cause IS NULL ORDER BY id').pluck()
  const sessionBefore = db
    .prepare<[number, number], number>(
      'SELECT session_id FROM plays WHERE (started_at, id) < (?, ?) ORDER BY started_at DESC, id DESC LIMIT 1',
    )
    .pluck()
  const seated = db.prepare<[number, number, number], SeatedPlay>(`
    SELECT id, started_at AS startedAt, heard_until AS heardUntil, broken_at AS brokenAt, dwell_ms AS dwellMs, session_id AS sessionId
    FROM plays WHERE (started_at, id) >= (?, ?) ORDER BY started_at, id LIMIT ?`)
  const seat = db.prepare('UPDATE plays SET session_id = ? WHERE id = ?')
  // A play that never sounded, or was forgotten, sits in a session and does not count.
  const countSession = db.prepare<
    [{ id: number }],
    { seated: number; endedAt: number | null; plays: number; heardMs: number }
  >(`SELECT count(*) AS seated, max(heard_until) AS endedAt,
      (SELECT count(*) FROM remembered_plays r WHERE r.session_id = @id AND r.dwell_ms > 0) AS plays,
      (SELECT coalesce(sum(r.dwell_ms), 0) FROM remembered_plays r WHERE r.session_id = @id) AS heardMs
    FROM plays WHERE session_id = @id`)
  const forgottenSince = db
    .prepare<[number], number>('SELECT EXISTS (SELECT 1 FROM forgets WHERE undone_at IS NULL AND to_at >= ?)')
    .pluck()
  const growSession = db.prepare(
    'UPDATE sessions SET ended_at = max(ended_at, ?), heard_ms = heard_ms + ?, plays = plays + ? WHERE id = ?',
  )
  const writeSession = db.prepare(`
    INSERT INTO sessions (id, started_at, ended_at, plays, heard_ms) VALUES (@id, @id, @endedAt, @plays, @heardMs)
    ON CONFLICT (id) DO UPDATE SET ended_at = excluded.ended_at, plays = excluded.plays, heard_ms = excluded.heard_ms`)
  const removeSession = db.prepare('DELETE FROM sessions WHERE id = ?')
  const dropEmpty = db.prepare('DELETE FROM sessions WHERE id NOT IN (SELECT session_id FROM plays)')
  const countTrack = db.prepare<
    [number],
    { plays: number; heardMs: number; lastHeardAt: number; fractionSum: number }
  >(`
    SELECT count(*) AS plays, sum(dwell_ms) AS heardMs, max(heard_until) AS lastHeardAt, sum(fraction) AS fractionSum
    FROM remembered_plays WHERE track_id = ? AND dwell_ms > 0`)
  const writeTrack = db.prepare(`
    INSERT INTO track_stats (track_id, plays, heard_ms, last_heard_at, fraction_sum)
    VALUES (@trackId, @plays, @heardMs, @lastHeardAt, @fractionSum)
    ON CONFLICT (track_id) DO UPDATE SET plays = excluded.plays, heard_ms = excluded.heard_ms, last_heard_at = excluded.last_heard_at,
      fraction_sum = excluded.fraction_sum`)
  const removeTrack = db.prepare('DELETE FROM track_stats WHERE track_id = ?')
  const sessionsAfter = db
    .prepare<[number, number], number>('SELECT id FROM sessions WHERE id > ? ORDER BY id LIMIT ?')
    .pluck()
  const tracksAfter = db
    .prepare<[number, number, number, number, number], number>(`
    SELECT * FROM (SELECT track_id FROM track_stats WHERE track_id > ? ORDER BY track_id LIMIT ?)
    UNION SELECT * FROM (SELECT DISTINCT track_id FROM plays WHERE track_id > ? ORDER BY track_id LIMIT ?) ORDER BY 1 LIMIT ?`)
    .pluck()
  const dwellsBefore = db
    .prepare<[number, number, number], number>(`
    SELECT dwell_ms FROM remembered_plays WHERE started_at < ? AND ended_at < ? AND cause NOT IN ('error', 'quit', 'device', 'interrupted')
    ORDER BY started_at DESC, id DESC LIMIT ?`)
    .pluck()
  const withDwell = db.prepare<[number, number], Pick<Play, 'id' | 'dwellMs' | 'cause' | 'sat' | 'outcome'>>(`
    SELECT id, dwell_ms AS dwellMs, cause, sat, outcome FROM plays
    WHERE dwell_ms < 30000 AND dwell_ms >= ? AND dwell_ms < ? AND cause IS NOT NULL`)
  const setOutcome = db.prepare('UPDATE plays SET outcome = ? WHERE id = ?')

  function recountSession(id: number): void {
    const counted = countSession.get({ id })
    if (counted === undefined || counted.seated === 0) removeSession.run(id)
    else writeSession.run({ id, endedAt: counted.endedAt, plays: counted.plays, heardMs: counted.heardMs })
  }

  return {
    before: id => before.get(id) ?? null,
    write: play => void write.run(play),
    remove: id => void remove.run(id),
    open: () => open.all(),
    sessionBefore: (startedAt, id) => sessionBefore.get(startedAt, id) ?? null,
    seated: (startedAt, id, limit) => seated.all(startedAt, id, limit),
    seat: (playId, sessionId) => void seat.run(sessionId, playId),
    recountSession,
    growSession(id, heardUntil, moreHeardMs, morePlays) {
      // What grows may have been forgotten: then only counting says what counts.
      if (forgottenSince.get(id) === 1) recountSession(id)
      else growSession.run(heardUntil, moreHeardMs, morePlays, id)
    },
    dropEmptySessions: () => void dropEmpty.run(),
    recountTrack(trackId) {
      const counted = countTrack.get(trackId)
      if (counted === undefined || counted.plays === 0) removeTrack.run(trackId)
      else writeTrack.run({ trackId, ...counted })
    },
    sessionsAfter: (after, limit) => sessionsAfter.all(after, limit),
    tracksAfter: (after, limit) => tracksAfter.all(after, limit, after, limit, limit),
    dwellsBefore: (before, limit) => dwellsBefore.all(before, before, limit),
    withDwell: (fromMs, toMs) => withDwell.all(fromMs, toMs),
    setOutcome: (id, outcome) => void setOutcome.run(outcome, id),
  }
}
