// Tracks: recordings, known by what they are. Rows are never deleted; `available` and `listed` follow from their files and roots.
import type Database from 'better-sqlite3'
import type { Loudness } from '../../../../preload/contract/library.ts'

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

/** Ids of the roots whose files can be reached now, and of those that were not taken out of the library. */
export interface Reach {
  readonly reachable: ReadonlySet<number>
  readonly kept: ReadonlySet<number>
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
  /**
   * Makes `available`, `listed` and what depends on the copy that is played follow from the files. `listed`: whether it is shown has changed,
   * `reach`: only what can be reached has.
   */
  settle(id: number, reach: Reach): 'listed' | 'reach' | null
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
  readonly rootId: number
  readonly present: 0 | 1
  readonly doubted: 0 | 1
  readonly failed: 0 | 1
  readonly quality: number
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
  // One plain query: joins and orders cost more than picking here.
  const copies = db.prepare<[number], Copy>(
    `SELECT root_id AS rootId, present, doubted, error_code IS NOT NULL AS failed, quality, codec, playable, unplayable_reason AS reason
     FROM files WHERE track_id = ?`,
  )
  const setReach = db.prepare(
    'UPDATE tracks SET available = ?, codec = ?, playable = ?, unplayable_reason = ? WHERE id = ?',
  )
  // By itself: three indexes hold listed tracks alone.
  const setListed = db.prepare<[0 | 1, number]>('UPDATE tracks SET listed = ? WHERE id = ?')
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
    settle(id, reach) {
      const now = standing.get(id)
      if (now === undefined) return null
      let best: Copy | null = null
      let listed: 0 | 1 = 0
      for (const copy of copies.all(id)) {
        if ((copy.present === 1 || copy.doubted === 1) && reach.kept.has(copy.rootId)) listed = 1
        if (copy.present === 0 || copy.failed === 1 || !reach.reachable.has(copy.rootId)) continue
        if (best === null || copy.quality > best.quality) best = copy
      }
      const available = best === null ? 0 : 1
      const { codec, playable, reason } = best ?? now
      const isSame = available === now.available && playable === now.playable && reason === now.reason
      if (!isSame || (codec ?? now.codec) !== now.codec)
        setReach.run(available, codec ?? now.codec, playable, reason, id)
      else if (listed === now.listed) return null
      if (listed === now.listed) return 'reach'
      setListed.run(listed, id)
      return 'listed'
    },
    ofRoot: (rootId, afterId, limit) => ofRoot.all(afterId, rootId, limit).map(row => row.id),
    loudness: id => loudness.get(id) ?? null,
    rememberPicture: (hash, mime, bytes) => {
      rememberPicture.run(hash, mime, bytes)
    },
  }
}
