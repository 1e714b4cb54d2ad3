// A damaged database: told from its outside, set aside, and replaced by the newest good backup with what could still be read of it.
import {
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Log } from '../log.ts'
import { assertSound, type Backup, forceOut, listBackups, stamp } from './backup.ts'
import { connect } from './connect.ts'
import { isFull } from './guard.ts'
import { type MigrateOptions, migrate, migrationSteps } from './migrate.ts'
import { type Salvaged, salvage } from './salvage.ts'
import { upkeepTable } from './upkeep.ts'

export const databaseFile = (profileDir: string) => join(profileDir, 'dwell.db')
const walOf = (file: string) => `${file}-wal`
/** Left by a core that met damage in use: the next one looks before it trusts. */
const suspectFile = (profileDir: string) => join(profileDir, 'dwell.suspect')
const restoringFile = (profileDir: string) => join(profileDir, 'dwell.db.restoring')

/** Damaged databases that are kept. */
const DAMAGED_KEPT = 3

export type Outside =
  | { readonly is: 'absent' }
  /** No bytes in it, or no header of SQLite's: no database. */
  | { readonly is: 'no-database'; readonly bytes: number }
  | {
      readonly is: 'database'
      readonly version: number
      readonly bytes: number
      readonly walBytes: number
      readonly truncated: boolean
    }

/** What the file is, from its first hundred bytes alone (sqlite.org/fileformat2.html). Nobody in this process may have it open. */
export function outsideOf(profileDir: string): Outside {
  const file = databaseFile(profileDir)
  if (!existsSync(file)) return { is: 'absent' }
  const bytes = statSync(file).size
  const walBytes = existsSync(walOf(file)) ? statSync(walOf(file)).size : 0
  const header = Buffer.alloc(100)
  const descriptor = openSync(file, 'r')
  try {
    if (readSync(descriptor, header, 0, 100, 0) < 100) return { is: 'no-database', bytes }
  } finally {
    closeSync(descriptor)
  }
  if (header.toString('latin1', 0, 16) !== 'SQLite format 3\0') return { is: 'no-database', bytes }
  const pageSize = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16)
  // The page count is right only when the two change counters agree.
  const counted = header.readUInt32BE(24) === header.readUInt32BE(92)
  const truncated = walBytes === 0 && counted && header.readUInt32BE(28) * pageSize > bytes
  return { is: 'database', version: header.readUInt32BE(60), bytes, walBytes, truncated }
}

export const isSuspect = (profileDir: string) => existsSync(suspectFile(profileDir))
export const clearSuspicion = (profileDir: string) => rmSync(suspectFile(profileDir), { force: true })

/** Leaves word for the next start. Without room for it, opening will find the damage by itself or not at all. */
export function suspect(profileDir: string, log: Log): void {
  try {
    writeFileSync(suspectFile(profileDir), '')
  } catch (thrown) {
    log.warn('could not note that the database is damaged', { error: String(thrown) })
  }
}

export interface RestoreOptions {
  readonly profileDir: string
  readonly now: number
  readonly log: Log
  readonly migrations?: MigrateOptions
}

/**
 * Replaces the profile's database: newest good backup, or else an empty one, plus whatever can be read of the damaged one, which is kept beside it.
 * What is to be told is in the new database (`upkeep.restored`). A kill at any moment leaves either the old state or a restore that
 * `finishRestore` ends. Throws when there is no room.
 */
export function restore(options: RestoreOptions): void {
  const { profileDir, now, log } = options
  const file = databaseFile(profileDir)
  const part = `${restoringFile(profileDir)}-part`
  const damagedKeptAs = existsSync(file) ? `dwell.damaged-${stamp(now)}.db` : ''
  const backup = newestGood(options)
  removeDatabase(part)
  if (backup !== null) copyFileSync(backup.file, part)
  const sound = connect(part)
  try {
    migrate(sound, { ...(options.migrations?.dir === undefined ? {} : { dir: options.migrations.dir }) })
    const salvaged = damagedKeptAs === '' ? null : salvageFile(file, sound, log)
    const upkeep = upkeepTable(sound)
    upkeep.set('restored', { backupAt: backup?.at ?? null, damagedKeptAs })
    upkeep.set('rederive', { from: 0, rule: 0 })
    log.warn('the database was damaged and is restored', { backup: backup?.file ?? 'none', damagedKeptAs, ...salvaged })
  } finally {
    sound.close()
  }
  forceOut(part)
  renameSync(part, restoringFile(profileDir))
  finishRestore(profileDir, now)
}

/** Ends a restore whose new database is complete; does nothing when there is none. */
export function finishRestore(profileDir: string, now: number): void {
  const file = databaseFile(profileDir)
  removeDatabase(`${restoringFile(profileDir)}-part`)
  if (!existsSync(restoringFile(profileDir))) return
  const kept = join(profileDir, keptNameIn(restoringFile(profileDir)) || `dwell.damaged-${stamp(now)}.db`)
  // The log first: a new database must never meet the old one's log.
  if (existsSync(walOf(file))) renameSync(walOf(file), walOf(kept))
  if (existsSync(file)) renameSync(file, kept)
  rmSync(`${file}-shm`, { force: true })
  renameSync(restoringFile(profileDir), file)
  forceOut(profileDir)
  clearSuspicion(profileDir)
  keepFewDamaged(profileDir)
}

/** The newest backup that is whole and not from the future, or null. */
export function newestGood({ profileDir, log, migrations }: Omit<RestoreOptions, 'now'>): Backup | null {
  for (const backup of listBackups(profileDir)) {
    try {
      assertSound(backup.file, migrationSteps(migrations?.dir).length)
      return backup
    } catch (thrown) {
      log.warn('a backup cannot be used', { file: backup.file, error: String(thrown) })
    }
  }
  return null
}

function salvageFile(file: string, sound: ReturnType<typeof connect>, log: Log): Salvaged | null {
  const damaged = connect(file, { readonly: true })
  try {
    return salvage(damaged, sound)
  } catch (thrown) {
    if (isFull(thrown)) throw thrown
    // What the backup holds is all there is.
    log.error('nothing could be read of the damaged database', { error: String(thrown) })
    return null
  } finally {
    damaged.close()
  }
}

function keptNameIn(file: string): string {
  const db = connect(file, { readonly: true })
  try {
    return upkeepTable(db).get('restored')?.damagedKeptAs ?? ''
  } finally {
    db.close()
  }
}

function removeDatabase(file: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${suffix}`, { force: true })
}

function keepFewDamaged(profileDir: string): void {
  const damaged = readdirSync(profileDir)
    .filter(name => /^dwell\.damaged-.*\.db$/.test(name))
    .sort()
  for (const name of damaged.slice(0, -DAMAGED_KEPT)) removeDatabase(join(profileDir, name))
}
