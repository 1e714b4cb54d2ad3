// The schema's steps: migrations/NNNN-what.sql, counted by user_version, each in one transaction.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type Database from 'better-sqlite3'
import { DwellError } from '../../../preload/contract/errors.ts'

/** 'Dwel': says in the file's header whose database it is. Set by the first migration. */
export const APPLICATION_ID = 0x4477656c

const shipped = fileURLToPath(new URL('./migrations/', import.meta.url))

export interface MigrateOptions {
  /** Folder of the steps; the shipped ones unless a test brings its own. */
  readonly dir?: string
  /** Called before the first step that changes a database with something in it. */
  readonly before?: (version: number) => void
}

/** File names of the steps, in order. */
export function migrationSteps(dir = shipped): readonly string[] {
  return readdirSync(dir)
    .filter(name => /^\d{4}-.*\.sql$/.test(name))
    .sort()
}

export function schemaVersion(db: Database.Database): number {
  return Number(db.pragma('user_version', { simple: true }))
}

/** Brings `db` to the newest schema. Throws 'database-from-the-future' when a newer Dwell wrote it; a failing step leaves the schema before it. */
export function migrate(db: Database.Database, options: MigrateOptions = {}): void {
  const dir = options.dir ?? shipped
  const steps = migrationSteps(dir)
  const version = schemaVersion(db)
  if (version > steps.length) throw fromTheFuture(version, steps.length)
  if (version > 0 && version < steps.length) options.before?.(version)
  for (const [index, name] of steps.entries()) {
    if (index < version) continue
    const sql = readFileSync(join(dir, name), 'utf8')
    db.transaction(() => {
      db.exec(sql)
      db.pragma(`user_version = ${index + 1}`)
    }).immediate()
  }
}

export function fromTheFuture(version: number, known: number): DwellError {
  return new DwellError(
    'database-from-the-future',
    `This library was written by a newer Dwell (schema ${version}, this one knows ${known}). Install the newer Dwell, or choose another profile with --profile.`,
  )
}
