// Where a picture can be had again: the folder's own image files and the files that carry it, by the picture's hash.
import type Database from 'better-sqlite3'

export interface ArtPlace {
  /** `folder`: an image file of its own; `embedded`: an audio file that carries the picture. */
  readonly kind: 'folder' | 'embedded'
  readonly root: string
  readonly folder: string
  readonly rawFolder: Uint8Array | null
  readonly name: string
  readonly rawName: Uint8Array | null
}

/** A few places, image files first; those whose disk is away are left out. */
export function artSources(db: Database.Database): (hash: string) => readonly ArtPlace[] {
  const reachable = `r.removed_at IS NULL AND r.state IN ('present', 'shrunken')`
  const read = db.prepare<{ hash: string }, ArtPlace>(`
    SELECT * FROM (SELECT 'folder' AS kind, r.path AS root, d.path AS folder, d.raw_path AS rawFolder, d.art_name AS name, NULL AS rawName
      FROM folders d JOIN roots r ON r.id = d.root_id WHERE d.art = @hash AND d.art_name IS NOT NULL AND ${reachable} LIMIT 3)
    UNION ALL
    SELECT * FROM (SELECT 'embedded', r.path, d.path, d.raw_path, f.name, f.raw_name
      FROM tracks t JOIN files f ON f.track_id = t.id AND f.present = 1 JOIN folders d ON d.id = f.folder_id JOIN roots r ON r.id = f.root_id
      WHERE t.art = @hash AND ${reachable} LIMIT 5)`)
  return hash => read.all({ hash })
}
