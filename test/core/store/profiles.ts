// Profiles for tests: temporary folders, a quiet log, and a few tracks to listen to.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { onTestFinished } from 'vitest'
import type { Log } from '../../../main/core/log.ts'
import { openProfile, type Profile, type ProfileOptions } from '../../../main/core/store/profile.ts'

export const noon = Date.UTC(2026, 10, 22, 12)
export const dayMs = 86_400_000

export interface NotedLog extends Log {
  readonly lines: string[]
}

export function notedLog(): NotedLog {
  const lines: string[] = []
  const note = (message: string, facts?: Readonly<Record<string, unknown>>) =>
    void lines.push(facts ? `${message} ${JSON.stringify(facts)}` : message)
  return { lines, info: note, warn: note, error: note }
}

/** A temporary folder that goes when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'dwell-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Opens a profile at noon, closed when the test ends if the test did not. */
export function open(profileDir: string, options: Partial<ProfileOptions> = {}): Profile {
  const profile = openProfile({ profileDir, now: () => noon, log: notedLog(), ...options })
  onTestFinished(async () => {
    if (profile.store.db.open) await profile.close()
  })
  return profile
}

/** Tracks 1..count, by four artists on as many albums, three minutes each. */
export function addTracks(db: Database.Database, count: number): void {
  db.transaction(() => {
    const artist = db.prepare('INSERT INTO artists (id, name, fold, sort_name) VALUES (?, ?, ?, ?)')
    const album = db.prepare(
      'INSERT INTO albums (id, title, artist, artist_id, fold, sort_title, sort_artist) VALUES (?, ?, ?, ?, ?, ?, ?)',
    )
    const track = db.prepare(`
      INSERT INTO tracks (id, title, artist, album_id, duration_ms, identity, sort_title, sort_artist, sort_album, codec, playable, added_at)
      VALUES (?, ?, ?, ?, 180000, ?, ?, ?, ?, 'flac', 1, 0)`)
    const credit = db.prepare('INSERT INTO track_artists (track_id, position, artist_id) VALUES (?, 0, ?)')
    for (let n = 1; n <= 4; n++) {
      artist.run(n, `Artist ${n}`, `artist ${n}`, `artist ${n}`)
      album.run(n, `Album ${n}`, `Artist ${n}`, n, `artist ${n}\u001falbum ${n}`, `album ${n}`, `artist ${n}`)
    }
    for (let id = 1; id <= count; id++) {
      const by = (id % 4) + 1
      track.run(id, `Track ${id}`, `Artist ${by}`, by, `track ${id}`, `track ${id}`, `artist ${by}`, `album ${by}`)
      credit.run(id, by)
    }
  })()
}

/** Events of plays 1..count, straight into the log: started, a heartbeat, ended. */
export function addPlays(db: Database.Database, count: number, from = 1): void {
  db.transaction(() => {
    const key = db.prepare('INSERT INTO play_keys (id, play_id) VALUES (?, ?)')
    const started = db.prepare(`
      INSERT INTO events (play, seq, kind, at, position_ms, track_id, origin, duration_ms) VALUES (?, 0, 'started', ?, 0, ?, 'hand', 180000)`)
    const beat = db.prepare("INSERT INTO events (play, seq, kind, at, position_ms) VALUES (?, 1, 'heartbeat', ?, 5000)")
    const ended = db.prepare(
      "INSERT INTO events (play, seq, kind, at, position_ms, cause) VALUES (?, 2, 'ended', ?, 9000, 'skip')",
    )
    for (let n = from; n < from + count; n++) {
      const at = noon + n * 10_000
      key.run(n, `00000000-0000-4000-9000-${String(n).padStart(12, '0')}`)
      started.run(n, at, (n % 20) + 1)
      beat.run(n, at + 5000)
      ended.run(n, at + 9000)
    }
  })()
}

export const count = (db: Database.Database, table: string): number =>
  Number(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get())
