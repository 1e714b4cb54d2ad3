// Tracks: recordings, known by what they are. Rows are never deleted; `available` and `listed` follow from their files and roots.
import type Database from 'better-sqlite3'
import type { Loudness } from '../../../preload/contract/library.ts'

export interface TrackValues {
  readonly title: string
  readonly artist: string
  readonly albumId: number | null
  readonly albumArtist: string | null
  readonly disc: number | null
  readonly track: number | null
  readonly year: number | null
  readonly genre: string | null
  readonly durationMs: number
  readonly identity: string
  readonly sortTitle: string
  readonly sortArtist: string
  readonly sortAlbum: string
  readonly art: string | null
  readonly rating: number | null
  readonly codec: string
  readonly playable: boolean
  readonly unplayableReason: string | null
  readonly trackGainDb: number | null
  readonly trackPeak: number | null
  readonly albumGainDb: number | null
  readonly albumPeak: number | null
}

export interface TrackIdentity {
  readonly id: number
  readonly identity: string
  readonly durationMs: number
  readonly albumId: number | null
  readonly available: 0 | 1
}

export interface Tracks {
  add(values: TrackValues, at: number): number
  update(id: number, values: TrackValues): void
  /** Writes who is on it and what kind it is, in the order given. */
  setPeople(id: number, artistIds: readonly number[]): void
  setGenres(id: number, genreIds: readonly number[]): void
  one(id: number): TrackIdentity | null
  /** Fifty at most, in no order. */
  byIdentity(identity: string): readonly TrackIdentity[]
  /** Quality of the best copy that is there; -1 without one. */
  bestQuality(id: number): number
  /** Makes `available`, `listed` and what depends on the copy that is played follow from the files. True when something changed. */
  settle(id: number): boolean
  /** Next tracks of a root after an id. */
  ofRoot(rootId: number, afterId: number, limit: number): readonly number[]
  loudness(id: number): Loudness | null
  rememberPicture(hash: string, mime: string, bytes: number): void
}

interface Standing {
  readonly available: 0 | 1
  readonly listed: 0 | 1
  readonly codec: string
  readonly playable: 0 | 1
  readonly reason: string | null
}

interface Copy {
  readonly codec: string | null
  readonly playable: 0 | 1
  readonly reason: string | null
}

export function createTracks(db: Database.Database): Tracks {
  const add = db.prepare(
    `INSERT INTO tracks (title, artist, album_id, album_artist, disc, track, year, genre, duration_ms, identity, sort_title, sort_artist, sort_album,
       art, rating, codec, playable, unplayable_reason, track_gain_db, track_peak, album_gain_db, album_peak, added_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const update = db.prepare(
    `UPDATE tracks SET title = ?, artist = ?, album_id = ?, album_artist = ?, disc = ?, track = ?, year = ?, genre = ?, duration_ms = ?, identity = ?,
       sort_title = ?, sort_artist = ?, sort_album = ?, art = ?, rating = ?, codec = ?, playable = ?, unplayable_reason = ?, track_gain_db = ?,
       track_peak = ?, album_gain_db = ?, album_peak = ? WHERE id = ?`,
  )
  const addPerson = db.prepare<[number, number, number]>(
    'INSERT INTO track_artists (track_id, position, artist_id) VALUES (?, ?, ?)',
  )
  const dropPeople = db.prepare<[number]>('DELETE FROM track_artists WHERE track_id = ?')
  const addGenre = db.prepare<[number, number]>('INSERT OR IGNORE INTO track_genres (track_id, genre_id) VALUES (?, ?)')
  const dropGenres = db.prepare<[number]>('DELETE FROM track_genres WHERE track_id = ?')
  const identityColumns = 'id, identity, duration_ms AS durationMs, album_id AS albumId, available'
  const one = db.prepare<[number], TrackIdentity>(`SELECT ${identityColumns} FROM tracks WHERE id = ?`)
  const byIdentity = db.prepare<[string], TrackIdentity>(
    `SELECT ${identityColumns} FROM tracks WHERE identity = ? LIMIT 50`,
  )
  const bestQuality = db.prepare<[number], { quality: number | null }>(
    'SELECT max(quality) AS quality FROM files WHERE track_id = ? AND present = 1 AND error_code IS NULL',
  )
  const standing = db.prepare<[number], Standing>(
    'SELECT available, listed, codec, playable, unplayable_reason AS reason FROM tracks WHERE id = ?',
  )
  const bestCopy = db.prepare<[number], Copy>(
    `SELECT f.codec, f.playable, f.unplayable_reason AS reason FROM files f JOIN roots r ON r.id = f.root_id
     WHERE f.track_id = ? AND f.present = 1 AND f.error_code IS NULL AND r.removed_at IS NULL AND r.state IN ('present', 'shrunken')
     ORDER BY f.quality DESC, f.id LIMIT 1`,
  )
  const kept = db.prepare<[number], { one: 1 }>(
    `SELECT 1 AS one FROM files f JOIN roots r ON r.id = f.root_id
     WHERE f.track_id = ? AND (f.present = 1 OR f.doubted = 1) AND r.removed_at IS NULL LIMIT 1`,
  )
  const setStanding = db.prepare(
    'UPDATE tracks SET available = ?, listed = ?, codec = ?, playable = ?, unplayable_reason = ? WHERE id = ?',
  )
  const ofRoot = db.prepare<[number, number, number], { id: number }>(
    'SELECT DISTINCT track_id AS id FROM files WHERE track_id > ? AND +root_id = ? ORDER BY track_id LIMIT ?',
  )
  const loudness = db.prepare<[number], Loudness>(
    `SELECT track_gain_db AS trackGainDb, track_peak AS trackPeak, album_gain_db AS albumGainDb, album_peak AS albumPeak FROM tracks WHERE id = ?`,
  )
  const rememberPicture = db.prepare<[string, string, number]>(
    'INSERT OR IGNORE INTO art (hash, mime, bytes) VALUES (?, ?, ?)',
  )

  const valuesOf = (values: TrackValues) =>
    [
      values.title,
      values.artist,
      values.albumId,
      values.albumArtist,
      values.disc,
      values.track,
      values.year,
      values.genre,
      values.durationMs,
      values.identity,
      values.sortTitle,
      values.sortArtist,
      values.sortAlbum,
      values.art,
      values.rating,
      values.codec,
      values.playable ? 1 : 0,
      values.unplayableReason,
      values.trackGainDb,
      values.trackPeak,
      values.albumGainDb,
      values.albumPeak,
    ] as const

  return {
    add: (values, at) => Number(add.run(...valuesOf(values), at).lastInsertRowid),
    update: (id, values) => {
      update.run(...valuesOf(values), id)
      dropPeople.run(id)
      dropGenres.run(id)
    },
    setPeople: (id, artistIds) => {
      for (const [position, artistId] of artistIds.entries()) addPerson.run(id, position, artistId)
    },
    setGenres: (id, genreIds) => {
      for (const genreId of genreIds) addGenre.run(id, genreId)
    },
    one: id => one.get(id) ?? null,
    byIdentity: identity => byIdentity.all(identity),
    bestQuality: id => bestQuality.get(id)?.quality ?? -1,
    settle(id) {
      const now = standing.get(id)
      if (now === undefined) return false
      const copy = bestCopy.get(id)
      const available = copy === undefined ? 0 : 1
      const listed = available === 1 || kept.get(id) !== undefined ? 1 : 0
      const codec = copy?.codec ?? now.codec
      const playable = copy?.playable ?? now.playable
      const reason = copy === undefined ? now.reason : copy.reason
      if (
        available === now.available &&
        listed === now.listed &&
        codec === now.codec &&
        playable === now.playable &&
        reason === now.reason
      )
        return false
      setStanding.run(available, listed, codec, playable, reason, id)
      return true
    },
    ofRoot: (rootId, afterId, limit) => ofRoot.all(afterId, rootId, limit).map(row => row.id),
    loudness: id => loudness.get(id) ?? null,
    rememberPicture: (hash, mime, bytes) => {
      rememberPicture.run(hash, mime, bytes)
    },
  }
}
