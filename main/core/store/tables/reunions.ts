// Two tracks that proved to be one recording: which lost ones a new one may be, and the writes that give its files to the old.

import type Database from 'better-sqlite3'
import { EARS_VERSION } from '../../../../preload/contract/audio-analysis.ts'
import { uint32Of } from '../blobs.ts'

/** A track without any file, which something is remembered of. */
export interface LostTrack {
  readonly id: number
  readonly fingerprint: Uint32Array
}

export interface Reunions {
  /** Lost tracks that something is remembered of, heard, and within `aroundMs` of this length. */
  lost(durationMs: number, aroundMs: number): readonly LostTrack[]
  /** Whether nothing hangs on the track but its files: no play, wish, place in a list or the queue, nothing brought along or forgotten. */
  isBare(trackId: number): boolean
  /** Inside a transaction: the old track gets the files, tags and sound of the new one and keeps its own past; the new one is left empty. */
  unite(oldId: number, newId: number): void
}

/** Every column that says what a recording is; when it was added, and whether it is to be seen, stays the old one's. */
const told = [
  ...['title', 'artist', 'album_id', 'album_artist', 'disc', 'track', 'year', 'genre', 'duration_ms', 'identity'],
  ...['sort_title', 'sort_artist', 'sort_album', 'art', 'rating', 'codec', 'playable', 'unplayable_reason'],
  ...['track_gain_db', 'track_peak', 'album_gain_db', 'album_peak'],
].join(', ')

export function reunionTable(db: Database.Database): Reunions {
  // Not listed: no file of it is there, none is merely doubted, and no root that is away holds one.
  const lost = db.prepare<[number, number], { id: number; fingerprint: Uint8Array }>(
    `SELECT t.id, s.fingerprint FROM tracks t JOIN track_sound s ON s.track_id = t.id
     WHERE t.listed = 0 AND t.duration_ms BETWEEN ? AND ? AND s.state = 'ok' AND s.version = ${EARS_VERSION}
       AND EXISTS (SELECT 1 FROM files f WHERE f.track_id = t.id)
       AND (EXISTS (SELECT 1 FROM plays p WHERE p.track_id = t.id)
         OR EXISTS (SELECT 1 FROM wishes w WHERE w.target = 'track' AND w.target_id = t.id)
         OR EXISTS (SELECT 1 FROM playlist_items i WHERE i.track_id = t.id)
         OR EXISTS (SELECT 1 FROM imported_plays m WHERE m.track_id = t.id))
     LIMIT 500`,
  )
  const bare = db
    .prepare<[{ id: number }], 0 | 1>(
      `SELECT NOT (EXISTS (SELECT 1 FROM plays WHERE track_id = @id)
         OR EXISTS (SELECT 1 FROM wishes WHERE target = 'track' AND target_id = @id)
         OR EXISTS (SELECT 1 FROM playlist_items WHERE track_id = @id)
         OR EXISTS (SELECT 1 FROM queue_items WHERE track_id = @id)
         OR EXISTS (SELECT 1 FROM imported_plays WHERE track_id = @id)
         OR EXISTS (SELECT 1 FROM ghosts WHERE linked_track_id = @id)
         OR EXISTS (SELECT 1 FROM forgets WHERE track_id = @id))`,
    )
    .pluck()
  const both = (sql: string) => db.prepare<[{ oldId: number; newId: number }]>(sql)
  const steps = [
    both('UPDATE files SET track_id = @oldId WHERE track_id = @newId'),
    both(`UPDATE tracks SET (${told}) = (SELECT ${told} FROM tracks WHERE id = @newId) WHERE id = @oldId`),
    // What lies at no path and sounds like nothing is never found by its tags again.
    both(`UPDATE tracks SET identity = char(31) || 'united with ' || @oldId WHERE id = @newId`),
    both('DELETE FROM track_artists WHERE track_id = @oldId'),
    both(`INSERT INTO track_artists (track_id, position, artist_id)
      SELECT @oldId, position, artist_id FROM track_artists WHERE track_id = @newId`),
    both('DELETE FROM track_genres WHERE track_id = @oldId'),
    both(
      'INSERT INTO track_genres (track_id, genre_id) SELECT @oldId, genre_id FROM track_genres WHERE track_id = @newId',
    ),
    both('DELETE FROM track_sound WHERE track_id = @oldId'),
    both('UPDATE track_sound SET track_id = @oldId WHERE track_id = @newId'),
  ]

  return {
    lost: (durationMs, aroundMs) =>
      lost
        .all(Math.round(durationMs - aroundMs), Math.round(durationMs + aroundMs))
        .map(({ id, fingerprint }) => ({ id, fingerprint: uint32Of(fingerprint) })),
    isBare: id => bare.get({ id }) === 1,
    unite(oldId, newId) {
      for (const step of steps) step.run({ oldId, newId })
    },
  }
}
