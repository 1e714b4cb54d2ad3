// The roots: folders that the listener gave to the library, and what is known of their presence.
import type Database from 'better-sqlite3'
import type { RootState } from '../../../../preload/contract/library.ts'
import type { Reach } from './tracks.ts'

export interface RootRow {
  readonly id: number
  readonly path: string
  readonly name: string
  readonly state: RootState
  readonly lastScanAt: number | null
  /** Tracks do not yet say what the state says. */
  readonly settling: 0 | 1
}

export interface Roots {
  all(): readonly RootRow[]
  one(id: number): RootRow | null
  reach(): Reach
  /** Is there a root whose files cannot be reached (removed, absent, empty)? */
  someAway(): boolean
  /** Removed roots whose tracks do not yet say so. */
  unsettled(): readonly number[]
  /** A new root, or a removed one of the same path taken back with everything it knew. */
  add(path: string, name: string, at: number): RootRow
  remove(id: number, at: number): void
  setState(id: number, state: RootState): void
  settled(id: number): void
  scanned(id: number, at: number): void
  /** Files that could not be read and folders that could not be listed. */
  failed(id: number): number
}

const columns = 'id, path, name, state, last_scan_at AS lastScanAt, settling'

export function createRoots(db: Database.Database): Roots {
  const all = db.prepare<[], RootRow>(`SELECT ${columns} FROM roots WHERE removed_at IS NULL ORDER BY name, id`)
  const one = db.prepare<[number], RootRow>(`SELECT ${columns} FROM roots WHERE id = ? AND removed_at IS NULL`)
  const someAway = db.prepare<[], { one: 1 }>(
    `SELECT 1 AS one FROM roots WHERE removed_at IS NOT NULL OR state IN ('absent', 'empty') LIMIT 1`,
  )
  const unsettled = db.prepare<[], { id: number }>('SELECT id FROM roots WHERE settling = 1 AND removed_at IS NOT NULL')
  const add = db.prepare<[string, string, number], RootRow>(
    `INSERT INTO roots (path, name, added_at) VALUES (?, ?, ?)
     ON CONFLICT (path) DO UPDATE SET removed_at = NULL, settling = 1 RETURNING ${columns}`,
  )
  const remove = db.prepare<[number, number]>('UPDATE roots SET removed_at = ?, settling = 1 WHERE id = ?')
  const setState = db.prepare<[RootState, number]>('UPDATE roots SET state = ?, settling = 1 WHERE id = ?')
  const settled = db.prepare<[number]>('UPDATE roots SET settling = 0 WHERE id = ?')
  const scanned = db.prepare<[number, number]>('UPDATE roots SET last_scan_at = ? WHERE id = ?')
  const failed = db.prepare<[number, number], { n: number }>(
    `SELECT (SELECT count(*) FROM files INDEXED BY files_failed WHERE root_id = ? AND error_code IS NOT NULL AND present = 1)
          + (SELECT count(*) FROM folders WHERE root_id = ? AND error_code IS NOT NULL) AS n`,
  )
  return {
    all: () => all.all(),
    one: id => one.get(id) ?? null,
    reach() {
      const rows = all.all()
      const isHere = (row: RootRow) => row.state === 'present' || row.state === 'shrunken'
      return { kept: new Set(rows.map(row => row.id)), reachable: new Set(rows.filter(isHere).map(row => row.id)) }
    },
    someAway: () => someAway.get() !== undefined,
    unsettled: () => unsettled.all().map(row => row.id),
    add(path, name, at) {
      const row = add.get(path, name, at)
      if (row === undefined) throw new Error(`roots: ${path} was not written`)
      return row
    },
    remove: (id, at) => {
      remove.run(at, id)
    },
    setState: (id, state) => {
      setState.run(state, id)
    },
    settled: id => {
      settled.run(id)
    },
    scanned: (id, at) => {
      scanned.run(at, id)
    },
    failed: id => failed.get(id, id)?.n ?? 0,
  }
}
