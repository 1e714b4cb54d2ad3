// A real database with a library and a log in it, as the listening service would have derived them.
import type Database from 'better-sqlite3'
import { onTestFinished } from 'vitest'
import { openStore, type Store } from '../../../main/core/store/open.ts'

export interface LoggedPlay {
  readonly track: number
  /** ms since 1970. */
  readonly at: number
  readonly heardMs: number
  /** 1 stayed to the end, 0 skipped, null closed by the app. */
  readonly sat: 0 | 1 | null
  readonly origin?: string
  readonly fp?: boolean
}

export const DURATION_MS = 200_000

export function memoryStore(): Store {
  const store = openStore({ file: ':memory:' })
  onTestFinished(() => store.close())
  return store
}

export interface LibraryShape {
  readonly tracks: number
  readonly artistOf: (track: number) => number
  readonly albumOf: (track: number) => number
  readonly genreOf: (track: number) => number
}

/** Tracks 1..tracks; artists, albums and genres by the numbers given, from 1. */
export function addLibrary(db: Database.Database, { tracks, artistOf, albumOf, genreOf }: LibraryShape): void {
  db.transaction(() => {
    const artist = db.prepare(
      'INSERT OR IGNORE INTO artists (id, name, fold, sort_name) VALUES (@id, @name, @name, @name)',
    )
    const genre = db.prepare('INSERT OR IGNORE INTO genres (id, name, fold) VALUES (@id, @name, @name)')
    const album = db.prepare(`INSERT OR IGNORE INTO albums (id, title, artist, artist_id, fold, sort_title, sort_artist)
      VALUES (@id, @name, 'artist', @artist, @name, @name, 'artist')`)
    const track = db.prepare(`
      INSERT INTO tracks (id, title, artist, album_id, year, genre, duration_ms, identity, sort_title, sort_artist, sort_album, codec, playable, added_at)
      VALUES (@id, @name, 'artist', @album, 2001, @genre, ${DURATION_MS}, @name, @name, 'artist', 'album', 'flac', 1, 1000)`)
    const credit = db.prepare('INSERT INTO track_artists (track_id, position, artist_id) VALUES (?, 0, ?)')
    const tagged = db.prepare('INSERT INTO track_genres (track_id, genre_id) VALUES (?, ?)')
    for (let id = 1; id <= tracks; id++) {
      const [by, on, of] = [artistOf(id), albumOf(id), genreOf(id)]
      artist.run({ id: by, name: `artist ${by}` })
      genre.run({ id: of, name: `genre ${of}` })
      album.run({ id: on, name: `album ${on}`, artist: by })
      track.run({ id, name: `track ${id}`, album: on, genre: `genre ${of}` })
      credit.run(id, by)
      tagged.run(id, of)
    }
  })()
}

export function addLog(db: Database.Database, plays: readonly LoggedPlay[]): void {
  db.transaction(() => {
    const first = Number(db.prepare('SELECT coalesce(max(id), 0) + 1 FROM play_keys').pluck().get())
    const key = db.prepare('INSERT INTO play_keys (id, play_id) VALUES (?, ?)')
    const session = db.prepare(
      'INSERT OR IGNORE INTO sessions (id, started_at, ended_at, plays, heard_ms) VALUES (@at, @at, @at, 1, 0)',
    )
    const play = db.prepare(`
      INSERT INTO plays (id, track_id, session_id, started_at, ended_at, heard_until, duration_ms, dwell_ms, fraction, furthest_ms, origin, cause, outcome,
        sat, rule_version)
      VALUES (@id, @track, @at, @at, @end, @end, ${DURATION_MS}, @heardMs, 0, @heardMs, @origin, @cause, @outcome, @sat, 1)`)
    for (const [index, { track, at, heardMs, sat, origin = 'shuffle', fp = false }] of plays.entries()) {
      const id = first + index
      key.run(id, `play ${id}`)
      session.run({ at })
      const cause = sat === 1 ? 'finished' : sat === 0 ? 'skip' : 'quit'
      const outcome = fp ? 'FP' : sat === null ? 'neither' : 'TP'
      play.run({ id, track, at, end: at + heardMs, heardMs, origin, cause, outcome, sat })
    }
  })()
}
