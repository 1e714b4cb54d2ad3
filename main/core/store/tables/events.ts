// The event log: every play event as it happened, kept once, in order of arrival.
import type Database from 'better-sqlite3'
import { type EndCause, FIRST_NOTED_SEQ, type ListeningEvent } from '../../../../models/listening/events.ts'
import type { PlayEvent } from '../../../../preload/contract/listening.ts'

/** What only the start of a play says. */
export interface PlayStart {
  readonly trackId: number
  readonly origin: string
}

/** A play as the log has it. */
export interface LoggedPlay {
  readonly start: PlayStart | null
  /** In order of `seq`; an end that was only noted by the core, and overtaken by the window, is left out. */
  readonly events: readonly ListeningEvent[]
  readonly lastSeq: number
}

interface EventRow {
  id: number
  seq: number
  kind: PlayEvent['kind']
  at: number
  position_ms: number
  to_ms: number | null
  track_id: number | null
  origin: string | null
  duration_ms: number | null
  cause: EndCause | null
}

export interface EventTable {
  /** The small number by which events name a play; given on first sight. */
  keyOf(playId: string): number
  knownKey(playId: string): number | null
  /** Appends an event; false when (play, seq) is already there. Whole milliseconds. */
  append(key: number, event: PlayEvent): boolean
  /** Notes the end of a play that was killed: a number of its own, so that a window that lives on finds its next one free. */
  noteInterrupted(key: number, at: number, positionMs: number): void
  play(key: number): LoggedPlay
  /** The same, of what was told after `seq` alone (and no start). */
  playSince(key: number, seq: number): LoggedPlay
  /** Keys above `after`, ascending, `limit` at most. */
  keysAfter(after: number, limit: number): readonly number[]
  lastKey(): number
  trackExists(id: number): boolean
}

export function eventTable(db: Database.Database): EventTable {
  const findKey = db.prepare<[string], number>('SELECT id FROM play_keys WHERE play_id = ?').pluck()
  const addKey = db.prepare('INSERT INTO play_keys (play_id) VALUES (?)')
  const add = db.prepare(`
    INSERT INTO events (play, seq, kind, at, position_ms, to_ms, track_id, item_id, origin, duration_ms, cause, message)
    VALUES (@play, @seq, @kind, @at, @positionMs, @toMs, @trackId, @itemId, @origin, @durationMs, @cause, @message)
    ON CONFLICT (play, seq) DO NOTHING`)
  const ofPlay = db.prepare<[number], EventRow>(`
    SELECT id, seq, kind, at, position_ms, to_ms, track_id, origin, duration_ms, cause FROM events WHERE play = ? ORDER BY seq`)
  const since = db.prepare<[number, number], EventRow>(`
    SELECT id, seq, kind, at, position_ms, to_ms, track_id, origin, duration_ms, cause FROM events
    WHERE play = ? AND seq > ? AND seq < ${FIRST_NOTED_SEQ} ORDER BY seq`)
  const lastNoted = db
    .prepare<[number], number | null>(`SELECT max(seq) FROM events WHERE play = ? AND seq >= ${FIRST_NOTED_SEQ}`)
    .pluck()
  const keys = db.prepare<[number, number], number>('SELECT id FROM play_keys WHERE id > ? ORDER BY id LIMIT ?').pluck()
  const lastKey = db.prepare<[], number | null>('SELECT max(id) FROM play_keys').pluck()
  const track = db.prepare<[number], number>('SELECT 1 FROM tracks WHERE id = ?').pluck()

  const write = (key: number, event: PlayEvent, seq: number): boolean => {
    const started = event.kind === 'started' ? event : null
    const ended = event.kind === 'ended' ? event : null
    return (
      add.run({
        play: key,
        seq,
        kind: event.kind,
        at: Math.round(event.at),
        positionMs: Math.round(event.positionMs),
        toMs: event.kind === 'seeked' ? Math.round(event.toMs) : null,
        trackId: started?.trackId ?? null,
        itemId: started?.itemId ?? null,
        origin: started?.origin ?? null,
        durationMs: started === null ? null : Math.round(started.durationMs),
        cause: ended?.cause ?? null,
        message: ended?.message ?? null,
      }).changes > 0
    )
  }

  return {
    keyOf: playId => findKey.get(playId) ?? Number(addKey.run(playId).lastInsertRowid),
    knownKey: playId => findKey.get(playId) ?? null,
    append: (key, event) => write(key, event, event.seq),
    noteInterrupted(key, at, positionMs) {
      const seq = Math.max(FIRST_NOTED_SEQ, (lastNoted.get(key) ?? 0) + 1)
      add.run({
        play: key,
        seq,
        kind: 'ended',
        at,
        positionMs,
        toMs: null,
        trackId: null,
        itemId: null,
        origin: null,
        durationMs: null,
        cause: 'interrupted',
        message: null,
      })
    },
    play: key => logged(ofPlay.all(key)),
    playSince: (key, seq) => logged(since.all(key, seq)),
    keysAfter: (after, limit) => keys.all(after, limit),
    lastKey: () => lastKey.get() ?? 0,
    trackExists: id => track.get(id) === 1,
  }
}

function logged(rows: readonly EventRow[]): LoggedPlay {
  const told = rows.filter(row => row.seq < FIRST_NOTED_SEQ)
  const newest = Math.max(0, ...told.map(row => row.id))
  // The window went on after a note: the play was not interrupted, only its core was.
  const valid = rows.filter(row => row.seq < FIRST_NOTED_SEQ || row.id > newest)
  const first = told[0]
  return {
    start:
      first?.kind === 'started' && first.track_id !== null
        ? { trackId: first.track_id, origin: first.origin ?? 'restored' }
        : null,
    events: valid.map(eventOf),
    lastSeq: told.at(-1)?.seq ?? -1,
  }
}

function eventOf(row: EventRow): ListeningEvent {
  const moment = { seq: row.seq, at: row.at, positionMs: row.position_ms }
  switch (row.kind) {
    case 'started':
      return { ...moment, kind: 'started', durationMs: row.duration_ms ?? 0 }
    case 'seeked':
      return { ...moment, kind: 'seeked', toMs: row.to_ms ?? row.position_ms }
    case 'ended':
      return { ...moment, kind: 'ended', cause: row.cause ?? 'interrupted' }
    default:
      return { ...moment, kind: row.kind }
  }
}
