// Playlists on disk: names, items in order, and finding a track by where its file lies or by what an M3U line says of it.
import type Database from 'better-sqlite3'
import type { PlaylistId } from '../../../../preload/contract/ids.ts'
import type { Playlist } from '../../../../preload/contract/playlists.ts'

export interface PlaylistFileRow {
  readonly trackId: number
  readonly title: string
  readonly artist: string
  readonly durationMs: number
  readonly root: string
  readonly folder: string
  readonly name: string
  readonly rawName: Uint8Array | null
}

interface Row {
  id: PlaylistId
  name: string
  tracks: number
  durationMs: number
  changedAt: number
}

export function playlistTables(db: Database.Database) {
  const columns = `SELECT p.id, p.name, count(t.id) AS tracks, coalesce(sum(t.duration_ms), 0) AS durationMs, p.changed_at AS changedAt
    FROM playlists p LEFT JOIN playlist_items i ON i.playlist_id = p.id LEFT JOIN tracks t ON t.id = i.track_id`
  const all = db.prepare<[], Row>(
    `${columns} WHERE p.deleted_at IS NULL GROUP BY p.id ORDER BY p.name COLLATE NOCASE, p.id`,
  )
  const one = db.prepare<[number], Row>(`${columns} WHERE p.id = ? AND p.deleted_at IS NULL GROUP BY p.id`)
  const insert = db.prepare('INSERT INTO playlists (name, created_at, changed_at) VALUES (?, ?, ?)')
  const rename = db.prepare('UPDATE playlists SET name = ?, changed_at = ? WHERE id = ?')
  const touch = db.prepare('UPDATE playlists SET changed_at = ? WHERE id = ?')
  const setDeleted = db.prepare('UPDATE playlists SET deleted_at = ?, changed_at = ? WHERE id = ?')
  const items = db.prepare<[number], { id: number; trackId: number; position: number }>(
    'SELECT id, track_id AS trackId, position FROM playlist_items WHERE playlist_id = ? ORDER BY position, id',
  )
  const insertItem = db.prepare(
    'INSERT INTO playlist_items (playlist_id, position, track_id, added_at) SELECT ?, ?, id, ? FROM tracks WHERE id = ?',
  )
  const placeItem = db.prepare('UPDATE playlist_items SET position = ? WHERE id = ? AND playlist_id = ?')
  const deleteItem = db.prepare('DELETE FROM playlist_items WHERE id = ? AND playlist_id = ?')
  const files = db.prepare<[number], PlaylistFileRow>(`
    SELECT i.track_id AS trackId, t.title, t.artist, t.duration_ms AS durationMs, r.path AS root, d.path AS folder, f.name, f.raw_name AS rawName
    FROM playlist_items i JOIN tracks t ON t.id = i.track_id
    JOIN files f ON f.id = (SELECT g.id FROM files g JOIN roots q ON q.id = g.root_id AND q.removed_at IS NULL
      WHERE g.track_id = t.id ORDER BY g.present DESC, g.id LIMIT 1)
    JOIN folders d ON d.id = f.folder_id JOIN roots r ON r.id = f.root_id
    WHERE i.playlist_id = ? ORDER BY i.position, i.id`)
  const roots = db.prepare<[], { id: number; path: string }>('SELECT id, path FROM roots WHERE removed_at IS NULL')
  const atPlace = db
    .prepare<[number, string, string], number>(
      'SELECT f.track_id FROM folders d JOIN files f ON f.folder_id = d.id WHERE d.root_id = ? AND d.path = ? AND f.name = ? AND f.track_id IS NOT NULL',
    )
    .pluck()
  const byIdentity = db.prepare<[string, string], { id: number; durationMs: number }>(
    'SELECT id, duration_ms AS durationMs FROM tracks WHERE identity >= ? AND identity < ? LIMIT 50',
  )

  /** Puts `trackIds` before the item at index `at` (or at the end), with one round of renumbering: lists are short, gaps are not. */
  function place(id: number, trackIds: Int32Array, at: number, now: number): void {
    const present = items.all(id)
    const before = present[at - 1]?.position ?? 0
    const after = present[at]?.position
    const step = after === undefined ? 1 : (after - before) / (trackIds.length + 1)
    trackIds.forEach((trackId, i) => void insertItem.run(id, before + step * (i + 1), now, trackId))
    if (step < 1e-6) renumber(id)
  }

  function renumber(id: number): void {
    items.all(id).forEach((item, i) => void placeItem.run(i + 1, item.id, id))
  }

  return {
    all: (): readonly Playlist[] => all.all(),
    one: (id: number): Playlist | undefined => one.get(id),
    items: (id: number) => items.all(id),
    files: (id: number) => files.all(id),
    roots: () => roots.all(),
    atPlace: (rootId: number, folder: string, name: string) => atPlace.get(rootId, folder, name),
    byIdentity: (from: string, below: string) => byIdentity.all(from, below),
    create: db.transaction((name: string, trackIds: Int32Array, now: number): number => {
      const id = Number(insert.run(name, now, now).lastInsertRowid)
      place(id, trackIds, 0, now)
      return id
    }),
    rename: (id: number, name: string, now: number) => void rename.run(name, now, id),
    setDeleted: (id: number, at: number | null, now: number) => void setDeleted.run(at, now, id),
    add: db.transaction((id: number, trackIds: Int32Array, at: number, now: number) => {
      place(id, trackIds, at, now)
      touch.run(now, id)
    }),
    remove: db.transaction((id: number, itemIds: readonly number[], now: number) => {
      for (const item of itemIds) deleteItem.run(item, id)
      touch.run(now, id)
    }),
    move: db.transaction((id: number, itemId: number, toIndex: number, now: number) => {
      const others = items.all(id).filter(item => item.id !== itemId)
      const before = others[toIndex - 1]?.position ?? 0
      const after = others[toIndex]?.position ?? (others.at(-1)?.position ?? 0) + 2
      placeItem.run((before + after) / 2, itemId, id)
      if (after - before < 1e-6) renumber(id)
      touch.run(now, id)
    }),
  }
}
