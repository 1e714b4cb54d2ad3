// What the audio analysis heard, on disk: one row a track, by the version of the analysis; what is still to be listened to, in slices.

import type Database from 'better-sqlite3'
import { EARS_VERSION } from '../../../../preload/contract/audio-analysis.ts'
import type { ErrorCode } from '../../../../preload/contract/errors.ts'
import { bytesOf, int32Of } from '../blobs.ts'

export interface HeardSound {
  readonly trackId: number
  readonly at: number
  readonly durationMs: number
  readonly summary: Float32Array
  readonly fingerprint: Uint32Array
}

export interface UnheardSound {
  readonly trackId: number
  readonly at: number
  readonly code: ErrorCode
  readonly message: string
}

/** A track as the survey meets it; `heard`: by today's analysis, null when not yet. */
export interface SurveyedTrack {
  readonly id: number
  readonly addedAt: number
  readonly heard: 'ok' | 'failed' | null
}

export interface PlayedTrack {
  readonly id: number
  readonly lastHeardAt: number
}

/** Where a slice ended: the next one begins behind it. */
export interface Place {
  readonly at: number
  readonly id: number
}

export interface SoundSubject {
  readonly title: string
  readonly durationMs: number
  /** Shown, reachable, and of a format that can be decoded. */
  readonly ready: 0 | 1
}

export interface FailedSound {
  readonly trackId: number
  readonly title: string
  readonly artist: string
  readonly code: ErrorCode
  readonly message: string
}

export interface SoundTable {
  /** One row, which is one transaction. */
  writeHeard(sound: HeardSound): void
  writeFailed(sound: UnheardSound): void
  /** Failed ones are to be listened to again; which they were. */
  forgetFailed(): readonly number[]
  subject(trackId: number): SoundSubject | null
  /** Tracks that can be listened to, newest first, behind `after`. */
  survey(after: Place | null, limit: number): readonly SurveyedTrack[]
  /** Tracks that were played, last heard first. */
  played(after: Place | null, limit: number): readonly PlayedTrack[]
  /** Tracks of the queue: what plays and what comes next, `limit` at most. */
  queued(limit: number): readonly number[]
  /** Of tracks in the lists alone. */
  failures(limit: number): readonly FailedSound[]
}

const furthest: Place = { at: Number.MAX_SAFE_INTEGER, id: Number.MAX_SAFE_INTEGER }

export function soundTable(db: Database.Database): SoundTable {
  const write = db.prepare(
    `INSERT INTO track_sound (track_id, version, state, code, message, analysed_at, duration_ms, summary, fingerprint)
     VALUES (@trackId, ${EARS_VERSION}, @state, @code, @message, @at, @durationMs, @summary, @fingerprint)
     ON CONFLICT (track_id) DO UPDATE SET version = excluded.version, state = excluded.state, code = excluded.code, message = excluded.message,
       analysed_at = excluded.analysed_at, duration_ms = excluded.duration_ms, summary = excluded.summary, fingerprint = excluded.fingerprint`,
  )
  const forget = db.prepare<[], number>("DELETE FROM track_sound WHERE state = 'failed' RETURNING track_id").pluck()
  const subject = db.prepare<[number], SoundSubject>(
    'SELECT title, duration_ms AS durationMs, listed = 1 AND available = 1 AND playable = 1 AS ready FROM tracks WHERE id = ?',
  )
  const survey = db.prepare<[number, number, number], SurveyedTrack>(
    `SELECT t.id, t.added_at AS addedAt, CASE s.version WHEN ${EARS_VERSION} THEN s.state END AS heard
     FROM tracks t LEFT JOIN track_sound s ON s.track_id = t.id
     WHERE t.listed = 1 AND t.available = 1 AND t.playable = 1 AND (t.added_at, t.id) < (?, ?)
     ORDER BY t.added_at DESC, t.id DESC LIMIT ?`,
  )
  const played = db.prepare<[number, number, number], PlayedTrack>(
    `SELECT track_id AS id, last_heard_at AS lastHeardAt FROM track_stats WHERE (last_heard_at, track_id) < (?, ?)
     ORDER BY last_heard_at DESC, track_id DESC LIMIT ?`,
  )
  const queue = db.prepare<[], { current: number | null; upcoming: Uint8Array }>(
    'SELECT current_item AS current, upcoming FROM queue WHERE id = 1',
  )
  const item = db.prepare<[number], number>('SELECT track_id FROM queue_items WHERE id = ?').pluck()
  const failures = db.prepare<[number], FailedSound>(
    `SELECT s.track_id AS trackId, t.title, t.artist, s.code, coalesce(s.message, '') AS message FROM track_sound s JOIN tracks t ON t.id = s.track_id
     WHERE s.state = 'failed' AND t.listed = 1 ORDER BY s.track_id DESC LIMIT ?`,
  )

  return {
    writeHeard({ trackId, at, durationMs, summary, fingerprint }) {
      write.run({
        trackId,
        state: 'ok',
        code: null,
        message: null,
        at,
        durationMs: Math.round(durationMs),
        summary: bytesOf(summary),
        fingerprint: bytesOf(fingerprint),
      })
    },
    writeFailed({ trackId, at, code, message }) {
      write.run({ trackId, state: 'failed', code, message, at, durationMs: null, summary: null, fingerprint: null })
    },
    forgetFailed: () => forget.all(),
    subject: trackId => subject.get(trackId) ?? null,
    survey: (after, limit) => survey.all((after ?? furthest).at, (after ?? furthest).id, limit),
    played: (after, limit) => played.all((after ?? furthest).at, (after ?? furthest).id, limit),
    queued(limit) {
      const row = queue.get()
      if (row === undefined) return []
      const upcoming = int32Of(row.upcoming).subarray(0, limit)
      const items = row.current === null ? [...upcoming] : [row.current, ...upcoming]
      return items.flatMap(id => item.get(id) ?? [])
    },
    failures: limit => failures.all(limit),
  }
}
