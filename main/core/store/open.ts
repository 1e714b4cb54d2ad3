// Opens one database file: pragmas, migrations by user_version, one connection for all writes.
import type Database from 'better-sqlite3'
import { connect } from './connect.ts'
import { diskOf } from './durable.ts'
import { createHealth, type Health } from './guard.ts'
import { type MigrateOptions, migrate } from './migrate.ts'

export interface Store {
  readonly db: Database.Database
  /** The file this connection has open (a copy, where the profile's own cannot be opened), or ':memory:'. */
  readonly file: string
  readonly readOnly: boolean
  readonly health: Health
  /** Resolves when what was committed before the call would survive a power cut. Does not block. */
  durable(): Promise<void>
  close(): void
}

export interface StoreOptions {
  /** Absolute path of the database file, or ':memory:'. */
  readonly file: string
  readonly readOnly?: boolean
  readonly health?: Health
  readonly migrations?: MigrateOptions
}

/** Opens and migrates. Throws DwellError 'database-from-the-future' when a newer Dwell wrote it. */
export function openStore(options: StoreOptions): Store {
  const readOnly = options.readOnly ?? false
  const db = connect(options.file, { readonly: readOnly })
  try {
    prepareConnection(db, readOnly)
    if (!readOnly) migrate(db, options.migrations)
  } catch (thrown) {
    db.close()
    throw thrown
  }
  return storeOf(db, { ...options, readOnly })
}

/** Pragmas of every connection that the core works with. */
export function prepareConnection(db: Database.Database, readOnly: boolean): void {
  if (readOnly) {
    db.pragma('query_only = ON')
  } else {
    // NORMAL: a commit does not wait for the disk. What must survive a power cut waits for `durable()`.
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = NORMAL')
  }
  db.pragma('foreign_keys = ON')
}

/** A store around a connection that is ready. */
export function storeOf(
  db: Database.Database,
  { file, readOnly, health }: { file: string; readOnly: boolean; health?: Health },
): Store {
  const disk = readOnly || file === ':memory:' ? null : diskOf(file)
  return {
    db,
    file,
    readOnly,
    health: health ?? createHealth({ closed: readOnly ? 'profile-read-only' : null }),
    durable: () => disk?.durable() ?? Promise.resolve(),
    close() {
      disk?.close()
      db.close()
    },
  }
}
