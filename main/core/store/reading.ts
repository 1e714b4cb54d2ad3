// Opening a profile that cannot be written: as it lies, else a copy of it in a temporary folder, else an empty one in memory.
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DwellError } from '../../../preload/contract/errors.ts'
import type { Log } from '../log.ts'
import { listBackups } from './backup.ts'
import { connect, errorCode } from './connect.ts'
import { databaseFile } from './damage.ts'
import { type Health, isDamage } from './guard.ts'
import { fromTheFuture, type MigrateOptions, migrate, migrationSteps, schemaVersion } from './migrate.ts'
import { prepareConnection, type Store, storeOf } from './open.ts'

export interface ReadingOptions {
  readonly profileDir: string
  readonly log: Log
  readonly health: Health
  readonly migrations?: MigrateOptions
}

/** A store that answers every question and refuses every write. Throws 'database-from-the-future' and nothing else that can be helped. */
export function openForReading(options: ReadingOptions): Store {
  const file = databaseFile(options.profileDir)
  if (!existsSync(file)) return inMemory(options)
  return asItLies(file, options) ?? firstCopy(options) ?? inMemory(options)
}

/** Null when it cannot be opened in place: SQLite wants to write beside a database in WAL mode, or the schema is an older one. */
function asItLies(file: string, { health, migrations, log }: ReadingOptions): Store | null {
  const known = migrationSteps(migrations?.dir).length
  let db: ReturnType<typeof connect> | null = null
  try {
    db = connect(file, { readonly: true })
    const version = schemaVersion(db)
    if (version > known) throw fromTheFuture(version, known)
    if (version === known) {
      prepareConnection(db, true)
      return storeOf(db, { file, readOnly: true, health })
    }
  } catch (thrown) {
    db?.close()
    if (thrown instanceof DwellError) throw thrown
    log.info('the database is read from a copy', { because: errorCode(thrown) || String(thrown) })
    return null
  }
  db.close()
  return null
}

/** A copy of the database with its log, or of the newest backup that opens when that is damaged. */
function firstCopy(options: ReadingOptions): Store | null {
  const file = databaseFile(options.profileDir)
  for (const from of [file, ...listBackups(options.profileDir).map(backup => backup.file)]) {
    const store = copyOf(from, options)
    if (store !== null) return store
  }
  return null
}

function copyOf(from: string, { log, health, migrations }: ReadingOptions): Store | null {
  let folder: string | null = null
  try {
    folder = mkdtempSync(join(tmpdir(), 'dwell-'))
    const file = join(folder, 'dwell.db')
    copyFileSync(from, file)
    if (existsSync(`${from}-wal`)) copyFileSync(`${from}-wal`, `${file}-wal`)
    const db = connect(file)
    try {
      migrate(db, migrations?.dir === undefined ? {} : { dir: migrations.dir })
      db.prepare('SELECT count(*) FROM settings').get()
      prepareConnection(db, true)
    } catch (thrown) {
      db.close()
      throw thrown
    }
    return withFolder(storeOf(db, { file, readOnly: true, health }), folder)
  } catch (thrown) {
    if (folder !== null) rmSync(folder, { recursive: true, force: true })
    if (thrown instanceof DwellError) throw thrown
    log.warn(
      isDamage(thrown) ? 'the database is damaged and cannot be restored here' : 'the database cannot be copied',
      {
        file: from,
        error: String(thrown),
      },
    )
    return null
  }
}

function withFolder(store: Store, folder: string): Store {
  return {
    ...store,
    close() {
      store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function inMemory({ health, migrations }: ReadingOptions): Store {
  const db = connect(':memory:')
  migrate(db, migrations?.dir === undefined ? {} : { dir: migrations.dir })
  prepareConnection(db, true)
  return storeOf(db, { file: ':memory:', readOnly: true, health })
}
