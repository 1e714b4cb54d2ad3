// Files: where copies of tracks lie. Rows are never deleted; `present`, `doubted` and the root's state say what can be reached.
import type Database from 'better-sqlite3'
import type { ErrorCode } from '../../../../preload/contract/errors.ts'

/** A file as the last scan left it. */
export interface KnownFile {
  readonly id: number
  readonly folderId: number
  readonly name: string
  readonly size: number
  readonly mtimeMs: number
  readonly trackId: number | null
  readonly present: 0 | 1
  readonly doubted: 0 | 1
  readonly errorCode: ErrorCode | null
}

export interface FilePlace {
  readonly rootId: number
  readonly folderId: number
  readonly name: string
  readonly rawName: Uint8Array | null
}

export interface FileState {
  readonly size: number
  readonly mtimeMs: number
}

/** What reading a file said of the copy itself (the recording is in tracks). */
export interface FileSound {
  readonly trackId: number
  readonly audioKey: Uint8Array | null
  readonly codec: string
  readonly playable: boolean
  readonly unplayableReason: string | null
  readonly quality: number
  readonly mime: string
  readonly bitrate: number | null
  readonly sampleRate: number | null
  readonly channels: number | null
}

export interface FileFailure {
  readonly code: ErrorCode
  readonly message: string
}

/** Where one copy of a track lies; all copies that can be reached are given best first. */
export interface MediaPlace {
  readonly root: string
  readonly folder: string
  readonly rawFolder: Uint8Array | null
  readonly name: string
  readonly rawName: Uint8Array | null
  readonly mime: string | null
  readonly size: number
}

export interface LostFile {
  readonly id: number
  readonly trackId: number
  readonly folder: string
  readonly name: string
}

export interface TrackFile {
  readonly id: number
  readonly folder: string
  readonly name: string
  readonly rootId: number
  readonly audioKey: Uint8Array | null
  /** Known to be gone, or in a root that is away. */
  readonly gone: 0 | 1
}

export interface FailedFile extends FileFailure {
  readonly rootName: string
  readonly folder: string
  readonly name: string
}

export interface Files {
  /** Highest id given so far. */
  lastId(): number
  /** Files of a root with ids in (from, to]: for reading them slice by slice. */
  known(rootId: number, from: number, to: number): readonly KnownFile[]
  add(place: FilePlace, state: FileState, sound: FileSound, at: number): number
  addFailed(place: FilePlace, state: FileState, failure: FileFailure, at: number): number
  update(id: number, state: FileState, sound: FileSound): void
  /** The row goes where the file went. */
  move(id: number, place: FilePlace, state: FileState, sound: FileSound): void
  /** What it was stays known; only that it cannot be read now is written. */
  fail(id: number, state: FileState, failure: FileFailure): void
  setPresence(id: number, present: boolean, doubted: boolean): void
  audioKey(id: number): Uint8Array | null
  inFolder(folderId: number): readonly KnownFile[]
  /** Files that the root should hold: there at the last look, or doubted. */
  census(rootId: number): number
  /** Files that are missing without being believed gone. */
  doubted(rootId: number): number
  /** Files with this sound that are known to be gone; with `away`, also those in roots that are absent, empty or removed. */
  gone(audioKey: Uint8Array, away: boolean): readonly LostFile[]
  /** Tracks of the first `limit` files with this sound, whatever their tags say. */
  tracksOfSound(
    audioKey: Uint8Array,
    limit: number,
  ): readonly { readonly trackId: number; readonly identity: string; readonly durationMs: number }[]
  /** Copies of a track, a few thousand at most. */
  ofTrack(trackId: number): readonly TrackFile[]
  hasSound(trackId: number, audioKey: Uint8Array): boolean
  media(trackId: number): readonly MediaPlace[]
  failures(limit: number): readonly FailedFile[]
  failuresOf(rootId: number): readonly FailedFile[]
  /** Files of a root that are there and are tracks, and how many distinct tracks these are. */
  tally(rootId: number): { readonly tracks: number; readonly recordings: number }
}

const reachable = `f.present = 1 AND f.error_code IS NULL AND r.removed_at IS NULL AND r.state IN ('present', 'shrunken')`

export function createFiles(db: Database.Database): Files {
  const lastId = db.prepare<[], { id: number | null }>('SELECT max(id) AS id FROM files')
  const knownColumns =
    'id, folder_id AS folderId, name, size, mtime_ms AS mtimeMs, track_id AS trackId, present, doubted, error_code AS errorCode'
  const known = db.prepare<[number, number, number], KnownFile>(
    `SELECT ${knownColumns} FROM files WHERE id > ? AND id <= ? AND +root_id = ?`,
  )
  const inFolder = db.prepare<[number], KnownFile>(`SELECT ${knownColumns} FROM files WHERE folder_id = ?`)
  const census = db.prepare<[number], { n: number }>(
    'SELECT count(*) AS n FROM files WHERE root_id = ? AND (present = 1 OR doubted = 1)',
  )
  const doubted = db.prepare<[number], { n: number }>(
    'SELECT count(*) AS n FROM files WHERE root_id = ? AND present = 0 AND doubted = 1',
  )
  const add = db.prepare(
    `INSERT INTO files (root_id, folder_id, name, raw_name, size, mtime_ms, track_id, audio_key, codec, playable, unplayable_reason, quality, mime,
       bitrate, sample_rate, channels, found_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const addFailed = db.prepare(
    'INSERT INTO files (root_id, folder_id, name, raw_name, size, mtime_ms, error_code, error_message, found_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const update = db.prepare(
    `UPDATE files SET size = ?, mtime_ms = ?, track_id = ?, audio_key = ?, codec = ?, playable = ?, unplayable_reason = ?, quality = ?, mime = ?,
       bitrate = ?, sample_rate = ?, channels = ?, present = 1, doubted = 0, error_code = NULL, error_message = NULL WHERE id = ?`,
  )
  const move = db.prepare('UPDATE files SET root_id = ?, folder_id = ?, name = ?, raw_name = ? WHERE id = ?')
  const fail = db.prepare(
    'UPDATE files SET size = ?, mtime_ms = ?, error_code = ?, error_message = ?, present = 1, doubted = 0 WHERE id = ?',
  )
  const setPresence = db.prepare<[number, number, number]>('UPDATE files SET present = ?, doubted = ? WHERE id = ?')
  const audioKey = db.prepare<[number], { audioKey: Uint8Array | null }>(
    'SELECT audio_key AS audioKey FROM files WHERE id = ?',
  )
  const lost = (condition: string) =>
    db.prepare<[Uint8Array], LostFile>(
      `SELECT f.id, f.track_id AS trackId, d.path AS folder, f.name FROM files f JOIN folders d ON d.id = f.folder_id JOIN roots r ON r.id = f.root_id
       WHERE f.audio_key = ? AND ${condition} AND f.track_id IS NOT NULL LIMIT 2000`,
    )
  const isAway = `(f.present = 0 OR r.removed_at IS NOT NULL OR r.state IN ('absent', 'empty'))`
  const someGone = db.prepare<[Uint8Array], { one: 1 }>(
    'SELECT 1 AS one FROM files WHERE audio_key = ? AND present = 0 LIMIT 1',
  )
  const gone = lost('f.present = 0')
  const goneOrAway = lost(isAway)
  const tracksOfSound = db.prepare<[Uint8Array, number], { trackId: number; identity: string; durationMs: number }>(
    `SELECT DISTINCT t.id AS trackId, t.identity, t.duration_ms AS durationMs
     FROM (SELECT track_id FROM files WHERE audio_key = ? LIMIT ?) f JOIN tracks t ON t.id = f.track_id`,
  )
  const ofTrack = db.prepare<[number], TrackFile>(
    `SELECT f.id, d.path AS folder, f.name, f.root_id AS rootId, f.audio_key AS audioKey, ${isAway} AS gone
     FROM files f JOIN folders d ON d.id = f.folder_id JOIN roots r ON r.id = f.root_id WHERE f.track_id = ? LIMIT 5000`,
  )
  const hasSound = db.prepare<[Uint8Array, number], { one: 1 }>(
    'SELECT 1 AS one FROM files WHERE +audio_key = ? AND track_id = ? LIMIT 1',
  )
  const media = db.prepare<[number], MediaPlace>(
    `SELECT r.path AS root, d.path AS folder, d.raw_path AS rawFolder, f.name, f.raw_name AS rawName, f.mime, f.size
     FROM files f JOIN roots r ON r.id = f.root_id JOIN folders d ON d.id = f.folder_id
     WHERE f.track_id = ? AND ${reachable} ORDER BY f.quality DESC, f.id LIMIT 20`,
  )
  const failed = (where: string) => `
    SELECT r.name AS rootName, d.path AS folder, f.name, f.error_code AS code, f.error_message AS message
    FROM files f JOIN roots r ON r.id = f.root_id JOIN folders d ON d.id = f.folder_id
    WHERE f.error_code IS NOT NULL AND f.present = 1 AND r.removed_at IS NULL ${where}
    UNION ALL
    SELECT r.name, d.path, '', d.error_code, d.error_message FROM folders d JOIN roots r ON r.id = d.root_id
    WHERE d.error_code IS NOT NULL AND r.removed_at IS NULL ${where}`
  const failures = db.prepare<[number], FailedFile>(`${failed('')} LIMIT ?`)
  const failuresOf = db.prepare<[number, number], FailedFile>(failed('AND r.id = ?'))
  const tally = db.prepare<[number], { tracks: number; recordings: number }>(
    `SELECT count(*) AS tracks, count(DISTINCT track_id) AS recordings FROM files
     WHERE root_id = ? AND present = 1 AND error_code IS NULL AND track_id IS NOT NULL`,
  )

  const soundOf = (sound: FileSound) =>
    [
      sound.trackId,
      sound.audioKey,
      sound.codec,
      sound.playable ? 1 : 0,
      sound.unplayableReason,
      sound.quality,
      sound.mime,
      sound.bitrate,
      sound.sampleRate,
      sound.channels,
    ] as const

  return {
    lastId: () => lastId.get()?.id ?? 0,
    known: (rootId, from, to) => known.all(from, to, rootId),
    add: (place, state, sound, at) =>
      Number(
        add.run(
          place.rootId,
          place.folderId,
          place.name,
          place.rawName,
          state.size,
          state.mtimeMs,
          ...soundOf(sound),
          at,
        ).lastInsertRowid,
      ),
    addFailed: (place, state, failure, at) =>
      Number(
        addFailed.run(
          place.rootId,
          place.folderId,
          place.name,
          place.rawName,
          state.size,
          state.mtimeMs,
          failure.code,
          failure.message,
          at,
        ).lastInsertRowid,
      ),
    update: (id, state, sound) => {
      update.run(state.size, state.mtimeMs, ...soundOf(sound), id)
    },
    move: (id, place, state, sound) => {
      move.run(place.rootId, place.folderId, place.name, place.rawName, id)
      update.run(state.size, state.mtimeMs, ...soundOf(sound), id)
    },
    fail: (id, state, failure) => {
      fail.run(state.size, state.mtimeMs, failure.code, failure.message, id)
    },
    setPresence: (id, present, doubted) => {
      setPresence.run(present ? 1 : 0, doubted ? 1 : 0, id)
    },
    audioKey: id => audioKey.get(id)?.audioKey ?? null,
    inFolder: folderId => inFolder.all(folderId),
    doubted: rootId => doubted.get(rootId)?.n ?? 0,
    census: rootId => census.get(rootId)?.n ?? 0,
    gone(key, away) {
      if (away) return goneOrAway.all(key)
      // Asked of every new file, and hardly ever true: the joins are six times dearer.
      return someGone.get(key) === undefined ? [] : gone.all(key)
    },
    tracksOfSound: (key, limit) => tracksOfSound.all(key, limit),
    ofTrack: trackId => ofTrack.all(trackId),
    hasSound: (trackId, key) => hasSound.get(key, trackId) !== undefined,
    media: trackId => media.all(trackId),
    failures: limit => failures.all(limit),
    failuresOf: rootId => failuresOf.all(rootId, rootId),
    tally: rootId => tally.get(rootId) ?? { tracks: 0, recordings: 0 },
  }
}
