// Opens the profile's database: pragmas, migrations by user_version, one connection for all writes.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { DwellError } from '../../../preload/contract/errors.ts'

export interface Store {
  readonly db: Database.Database
  readonly file: string
  readonly readOnly: boolean
  close(): void
}

export interface StoreOptions {
  /** Absolute path of the database file, or ':memory:'. */
  readonly file: string
  readonly readOnly?: boolean
}

const migrationsDir = fileURLToPath(new URL('./migrations/', import.meta.url))

/** Opens and migrates. Throws DwellError 'database-from-the-future' when a newer Dwell wrote it. */
export function openStore(options: StoreOptions): Store {
  const nativeBinding = process.env['DWELL_SQLITE_BINDING']
  const db = new Database(options.file, {
    readonly: options.readOnly ?? false,
    ...(nativeBinding ? { nativeBinding } : {}),
  })
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = NORMAL')
  db.pragma('foreign_keys = ON')
  db.pragma('busy_timeout = 2000')
  if (!options.readOnly) migrate(db)
  return { db, file: options.file, readOnly: options.readOnly ?? false, close: () => db.close() }
}

function migrate(db: Database.Database): void {
  const steps = readdirSync(migrationsDir)
    .filter((name) => /^\d{4}-.*\.sql$/.test(name))
    .sort()
  const version = Number(db.pragma('user_version', { simple: true }))
  if (version > steps.length)
    throw new DwellError('database-from-the-future', `This library was written by a newer Dwell (schema ${version}, this one knows ${steps.length}). Install the newer Dwell, or choose another profile with --profile.`)
  for (const [index, name] of steps.entries()) {
    if (index < version) continue
    const sql = readFileSync(join(migrationsDir, name), 'utf8')
    db.transaction(() => {
      db.exec(sql)
      db.pragma(`user_version = ${index + 1}`)
    })()
  }
}
