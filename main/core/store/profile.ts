// Opens a profile: takes it for this Dwell alone, restores it when it is damaged, and has it backed up.
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs'
import type { Notice } from '../../../preload/contract/app.ts'
import { DwellError } from '../../../preload/contract/errors.ts'
import type { Log } from '../log.ts'
import { damageIn, listBackups, takeBackup } from './backup.ts'
import { connect, errorCode } from './connect.ts'
import { clearSuspicion, databaseFile, finishRestore, isSuspect, outsideOf, restore, suspect } from './damage.ts'
import { type Blocked, createHealth, type Health, isDamage, isFull, isReadOnly } from './guard.ts'
import { createKeeper } from './keeper.ts'
import { isLocked, type Lock, lockProfile } from './lock.ts'
import { fromTheFuture, type MigrateOptions, migrationSteps, schemaVersion } from './migrate.ts'
import { openStore, type Store } from './open.ts'
import { openForReading } from './reading.ts'
import { upkeepTable } from './upkeep.ts'

export interface ProfileOptions {
  /** Absolute folder; made when it is not there. */
  readonly profileDir: string
  readonly now: () => number
  readonly log: Log
  /** `read` takes no lock and writes nothing: beside a running Dwell, for the command line. */
  readonly access?: 'write' | 'read'
  /** The database was found damaged in use. End this core and start another: it restores the database. */
  readonly onDamage?: () => void
  /** The built worker that checks and backs up; the one beside its source when left out. */
  readonly keeperWorker?: URL
  readonly migrations?: Pick<MigrateOptions, 'dir'>
}

export interface Profile {
  readonly store: Store
  /** What opening has to tell the listener; from then on see `store.health`. */
  readonly notices: readonly Notice[]
  /** Does at once what the keeper would do sooner or later: check, back up. */
  keep(): Promise<void>
  /** Backs up when there are new plays, then closes the database and frees the profile. */
  close(): Promise<void>
}

/** A backup on the way out is given this long: the shell waits three seconds for the core. */
const LAST_BACKUP_MS = 2000
/** How often a full disk is tried again. */
const ROOM_EVERY_MS = 10_000

/**
 * Opens the profile. Where nothing can be written (read-only, no room) the store answers, refuses writes, and a notice says why.
 * Throws 'profile-in-use' and 'database-from-the-future'; the database is untouched then.
 */
export function openProfile(options: ProfileOptions): Profile {
  const { profileDir } = options
  if (options.access === 'read') return reading(options, null)
  let lock: Lock | null = null
  try {
    mkdirSync(profileDir, { recursive: true, mode: 0o700 })
    lock = lockProfile(profileDir)
    return writing(options, lock)
  } catch (thrown) {
    lock?.release()
    const why = isFull(thrown) ? 'disk-full' : refuses(profileDir, thrown) ? 'profile-read-only' : null
    if (why === null) throw thrown
    options.log.warn('the profile cannot be written', { because: errorCode(thrown), why })
    return reading(options, why)
  }
}

/** `why` null: nobody asked to write, so there is nothing to tell. */
function reading(options: ProfileOptions, why: Blocked | null): Profile {
  const notices: readonly Notice[] = why === null ? [] : [{ id: why, kind: why }]
  const health = createHealth({ closed: why ?? 'profile-read-only', notices })
  // Whoever has it open has looked already; and reading a file past SQLite would free the locks of a holder in this same process.
  if (!isLocked(options.profileDir)) refuseFuture(options)
  const store = openForReading({ ...options, health })
  return {
    store,
    notices,
    keep: () => Promise.resolve(),
    async close() {
      store.close()
    },
  }
}

function writing(options: ProfileOptions, lock: Lock): Profile {
  const { profileDir, now, log } = options
  const file = databaseFile(profileDir)
  finishRestore(profileDir, now())
  const unclean = refuseOrRestore(options)
  const health = healthOf(options)
  const open = () => openSound(options, health.health)
  let store: Store
  try {
    store = open()
  } catch (thrown) {
    if (!isDamage(thrown)) throw thrown
    log.error('the database does not open', { file, error: String(thrown) })
    restore({ ...options, now: now() })
    store = open()
  }
  clearSuspicion(profileDir)
  health.belongsTo(store)
  const keeper = createKeeper({
    ...options,
    store,
    unclean,
    ...(options.keeperWorker ? { worker: options.keeperWorker } : {}),
  })
  keeper.start()
  const room = setInterval(() => tryRoom(store, now()), ROOM_EVERY_MS)
  room.unref()
  return {
    store,
    notices: store.health.notices(),
    keep: () => keeper.look(),
    async close() {
      clearInterval(room)
      try {
        await keeper.lastLook(LAST_BACKUP_MS)
        // An empty log says to the next start that this one ended well, even while some reader still has the database open.
        store.db.pragma('wal_checkpoint(TRUNCATE)')
      } catch (thrown) {
        log.warn('the last backup could not be taken', { error: String(thrown) })
      } finally {
        store.close()
        lock.release()
      }
    },
  }
}

/** Throws 'database-from-the-future' by the file's header, before SQLite may put anything beside it. */
function refuseFuture({ profileDir, migrations }: ProfileOptions): void {
  const outside = outsideOf(profileDir)
  const known = migrationSteps(migrations?.dir).length
  if (outside.is === 'database' && outside.version > known) throw fromTheFuture(outside.version, known)
}

/** Looks at the file before SQLite may touch it. Returns whether the last Dwell did not close it. Throws 'database-from-the-future'. */
function refuseOrRestore(options: ProfileOptions): boolean {
  const { profileDir, migrations } = options
  const outside = outsideOf(profileDir)
  const known = migrationSteps(migrations?.dir).length
  if (outside.is === 'database') {
    const version = outside.walBytes > 0 ? versionWithLog(databaseFile(profileDir), outside.version) : outside.version
    if (version > known) throw fromTheFuture(version, known)
    if (!outside.truncated) return outside.walBytes > 0
  } else if (outside.is === 'absent' || outside.bytes === 0) {
    // A first start, perhaps one that was cut off; unless there are backups: then there was a database.
    if (listBackups(profileDir).length === 0) return false
  }
  restore({ ...options, now: options.now() })
  return false
}

/** The newest schema version may lie in the log. A connection that only reads leaves both files as they are. */
function versionWithLog(file: string, inHeader: number): number {
  try {
    const db = connect(file, { readonly: true })
    try {
      return schemaVersion(db)
    } finally {
      db.close()
    }
  } catch {
    // Damage shows again when it is opened.
    return inHeader
  }
}

/** Opens the database and looks at what it says of itself. Throws damage as SQLite's. */
function openSound({ profileDir, now, migrations }: ProfileOptions, health: Health): Store {
  const file = databaseFile(profileDir)
  if (existsSync(file)) accessSync(file, constants.W_OK)
  const before = (version: number) => void takeBackup(file, profileDir, now(), version)
  const store = openStore({ file, health, migrations: { ...migrations, before } })
  try {
    // SQLite opens what it may not write without a word.
    store.db.exec('BEGIN IMMEDIATE; ROLLBACK')
    store.db.prepare('SELECT count(*) FROM settings').get()
    const damage = isSuspect(profileDir) ? damageIn(store.db) : null
    if (damage !== null) throw Object.assign(new Error(damage), { code: 'SQLITE_CORRUPT' })
    return store
  } catch (thrown) {
    store.close()
    throw thrown
  }
}

/** The health of a store that is about to be opened: what a restore has to tell is kept in the database until dismissed. */
function healthOf({ profileDir, log, onDamage }: ProfileOptions): { health: Health; belongsTo(store: Store): void } {
  let kept: ReturnType<typeof upkeepTable> | null = null
  const health = createHealth({
    onDamage: () => {
      suspect(profileDir, log)
      onDamage?.()
    },
    onDismiss: id => {
      if (id === 'restored') health.attempt(() => kept?.drop('restored'))
    },
  })
  return {
    health,
    belongsTo(store) {
      kept = upkeepTable(store.db)
      const restored = kept.get('restored')
      if (restored === null) return
      const { backupAt, damagedKeptAs } = restored
      health.raise(
        backupAt === null
          ? { id: 'restored', kind: 'database-started-anew', damagedKeptAs }
          : { id: 'restored', kind: 'database-restored', backupAt, damagedKeptAs },
      )
    },
  }
}

/** Writes a little, to see whether there is room again. */
function tryRoom(store: Store, now: number): void {
  if (store.health.canWrite()) return
  if (!store.health.attempt(() => upkeepTable(store.db).set('probe', now))) return
  store.health.withdraw('disk-full')
  store.health.withdraw('profile-read-only')
}

/** Whether the error came of a folder or file that does not let itself be written. */
function refuses(profileDir: string, thrown: unknown): boolean {
  if (thrown instanceof DwellError) return false
  if (isReadOnly(thrown)) return true
  if (!errorCode(thrown).startsWith('SQLITE_CANTOPEN')) return false
  try {
    accessSync(profileDir, constants.W_OK)
    return false
  } catch (refused) {
    return isReadOnly(refused)
  }
}
