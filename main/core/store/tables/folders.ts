// Folders inside the roots: one row for each that was seen, with its picture and, when it could not be listed, why.
import type Database from 'better-sqlite3'

export interface FolderCover {
  readonly art: string | null
  readonly name: string | null
  readonly size: number | null
  readonly mtimeMs: number | null
}

export interface KnownFolder extends FolderCover {
  readonly id: number
  readonly path: string
  readonly errorCode: string | null
}

export interface NewFolder {
  readonly rootId: number
  readonly parentId: number | null
  readonly path: string
  readonly raw: Uint8Array | null
  readonly name: string
  readonly sortName: string
}

export interface Folders {
  /** Next folders of a root after `path` (null: from the first), in the order of their paths: for reading them slice by slice. */
  after(rootId: number, path: string | null, limit: number): readonly KnownFolder[]
  add(folder: NewFolder): number
  setError(id: number, code: string | null, message: string | null): void
  setCover(id: number, cover: FolderCover): void
  /** Gives tracks that wear the folder's old picture (or none) the new one. Ids of the tracks that changed. */
  dress(id: number, before: string | null, after: string | null): readonly number[]
}

export function createFolders(db: Database.Database): Folders {
  const columns = 'id, path, art, art_name AS name, art_size AS size, art_mtime_ms AS mtimeMs, error_code AS errorCode'
  const first = db.prepare<[number, number], KnownFolder>(
    `SELECT ${columns} FROM folders WHERE root_id = ? ORDER BY path LIMIT ?`,
  )
  const after = db.prepare<[number, string, number], KnownFolder>(
    `SELECT ${columns} FROM folders WHERE root_id = ? AND path > ? ORDER BY path LIMIT ?`,
  )
  const add = db.prepare<[number, number | null, string, Uint8Array | null, string, string]>(
    'INSERT INTO folders (root_id, parent_id, path, raw_path, name, sort_name) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const setError = db.prepare<[string | null, string | null, number]>(
    'UPDATE folders SET error_code = ?, error_message = ? WHERE id = ?',
  )
  const setCover = db.prepare<[string | null, string | null, number | null, number | null, number]>(
    'UPDATE folders SET art = ?, art_name = ?, art_size = ?, art_mtime_ms = ? WHERE id = ?',
  )
  const dress = db.prepare<[string | null, string | null, number], { id: number }>(
    'UPDATE tracks SET art = ? WHERE art IS ? AND id IN (SELECT track_id FROM files WHERE folder_id = ? AND present = 1) RETURNING id',
  )
  return {
    after: (rootId, path, limit) => (path === null ? first.all(rootId, limit) : after.all(rootId, path, limit)),
    add: folder =>
      Number(
        add.run(folder.rootId, folder.parentId, folder.path, folder.raw, folder.name, folder.sortName).lastInsertRowid,
      ),
    setError: (id, code, message) => {
      setError.run(code, message, id)
    },
    setCover: (id, cover) => {
      setCover.run(cover.art, cover.name, cover.size, cover.mtimeMs, id)
    },
    dress: (id, before, next) => dress.all(next, before, id).map(row => row.id),
  }
}
