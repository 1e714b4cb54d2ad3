// Where the file of a track lies that plays: the best copy that can be reached, else the best that is known.
import type Database from 'better-sqlite3'

export interface TrackPlace {
  readonly id: number
  readonly root: string
  readonly folder: string
  readonly rawFolder: Uint8Array | null
  readonly name: string
  readonly rawName: Uint8Array | null
}

/** A place for each id that has a file in a folder of the library, in the order asked: in a page, one search a track in `files_by_track`. */
export function trackPlaces(db: Database.Database): (ids: Int32Array) => readonly TrackPlace[] {
  const read = db.prepare<[string], TrackPlace>(`
    SELECT j.value AS id, r.path AS root, d.path AS folder, d.raw_path AS rawFolder, f.name, f.raw_name AS rawName
    FROM json_each(?) j
    JOIN files f ON f.id = (SELECT g.id FROM files g JOIN roots q ON q.id = g.root_id WHERE g.track_id = j.value AND q.removed_at IS NULL
      ORDER BY (g.present = 1 AND g.error_code IS NULL AND q.state IN ('present', 'shrunken')) DESC, (g.present = 1 OR g.doubted = 1) DESC,
        g.quality DESC, g.id LIMIT 1)
    JOIN folders d ON d.id = f.folder_id JOIN roots r ON r.id = f.root_id ORDER BY j.key`)
  return ids => read.all(JSON.stringify(Array.from(ids)))
}
