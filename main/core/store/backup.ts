// Backups: whole, verified copies of the database beside it, taken while it is in use; few, by age.
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { connect } from './connect.ts'
import { APPLICATION_ID, schemaVersion } from './migrate.ts'

export interface Backup {
  readonly file: string
  /** When it was taken, ms since 1970. */
  readonly at: number
  /** Taken before a migration from this schema; null for the daily ones. */
  readonly beforeSchema: number | null
}

const DAY_MS = 86_400_000
/** Backups taken before a migration that are kept beside the others. */
const MIGRATION_BACKUPS = 2

export const backupDir = (profileDir: string) => join(profileDir, 'backups')

/** `dwell-2026-11-22T15-30-00Z.db`, with `-schema1` before a migration from schema 1. */
export function backupName(at: number, beforeSchema: number | null = null): string {
  return `dwell-${stamp(at)}${beforeSchema === null ? '' : `-schema${beforeSchema}`}.db`
}

/** A moment as part of a file name, on every system: `2026-11-22T15-30-00Z`. */
export function stamp(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replaceAll(':', '-')}Z`
}

/** The backups of a profile, newest first. */
export function listBackups(profileDir: string): readonly Backup[] {
  const dir = backupDir(profileDir)
  if (!existsSync(dir)) return []
  return readdirSync(dir)
    .flatMap((name): Backup[] => {
      const parts = /^dwell-(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)Z(?:-schema(\d+))?\.db$/.exec(name)
      if (!parts) return []
      const at = Date.parse(`${parts[1]}T${parts[2]}:${parts[3]}:${parts[4]}Z`)
      return Number.isNaN(at) ? [] : [{ file: join(dir, name), at, beforeSchema: parts[5] ? Number(parts[5]) : null }]
    })
    .sort((a, b) => b.at - a.at)
}

/**
 * Takes a backup of `databaseFile`, on a connection of its own: `VACUUM INTO` reads one moment of the database while others go on writing.
 * The copy is checked and on disk before it gets its name. Blocks: runs in the keeper's worker, or before a migration.
 * Throws what SQLite throws: damage when the database is damaged, full when there is no room; nothing is left behind then.
 */
export function takeBackup(
  databaseFile: string,
  profileDir: string,
  at: number,
  beforeSchema: number | null = null,
): Backup {
  const dir = backupDir(profileDir)
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const file = join(dir, backupName(at, beforeSchema))
  const part = `${file}.part`
  rmSync(part, { force: true })
  try {
    const source = connect(databaseFile, { readonly: true, fileMustExist: true })
    try {
      source.prepare('VACUUM INTO ?').run(part)
    } finally {
      source.close()
    }
    assertSound(part)
    forceOut(part)
    renameSync(part, file)
    forceOut(dir)
  } catch (thrown) {
    rmSync(part, { force: true })
    throw thrown
  }
  return { file, at, beforeSchema }
}

/** Throws unless the file is a whole database of Dwell's that this Dwell can read up to `knownSchema`. */
export function assertSound(file: string, knownSchema = Number.POSITIVE_INFINITY): void {
  const db = connect(file, { readonly: true, fileMustExist: true })
  try {
    if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID)
      throw new Error(`${file} is no database of Dwell`)
    if (schemaVersion(db) > knownSchema) throw new Error(`${file} was written by a newer Dwell`)
    const found = damageIn(db)
    if (found !== null) throw new Error(`${file} is damaged: ${found}`)
  } finally {
    db.close()
  }
}

/** What `quick_check` finds wrong, or null. */
export function damageIn(db: ReturnType<typeof connect>): string | null {
  const said = String(db.pragma('quick_check(1)', { simple: true }))
  return said === 'ok' ? null : said
}

/** Removes the backups that `toKeep` leaves out, and what a killed backup left behind. */
export function pruneBackups(profileDir: string, now: number): void {
  const dir = backupDir(profileDir)
  if (!existsSync(dir)) return
  const all = listBackups(profileDir)
  const daily = all.filter(backup => backup.beforeSchema === null)
  const kept = new Set([
    ...toKeep(daily, now),
    ...all.filter(backup => backup.beforeSchema !== null).slice(0, MIGRATION_BACKUPS),
  ])
  for (const backup of all) if (!kept.has(backup)) rmSync(backup.file, { force: true })
  for (const name of readdirSync(dir)) if (name.endsWith('.part')) rmSync(join(dir, name), { force: true })
}

/**
 * Five at most, by age: the newest, then the oldest of the last two days, of the week and of the month, and the newest of the time before.
 * The oldest within a span is the one that grows into the next; were it the newest, a listener who closes Dwell every hour
 * would never have a backup from yesterday.
 */
export function toKeep<B extends { readonly at: number }>(backups: readonly B[], now: number): readonly B[] {
  const newestFirst = [...backups].sort((a, b) => b.at - a.at)
  const within = (fromDays: number, toDays: number) =>
    newestFirst.filter(({ at }) => now - at >= fromDays * DAY_MS && now - at < toDays * DAY_MS)
  const kept = [
    newestFirst[0],
    within(Number.NEGATIVE_INFINITY, 2).at(-1),
    within(2, 7).at(-1),
    within(7, 30).at(-1),
    within(30, Number.POSITIVE_INFINITY)[0],
  ]
  return [...new Set(kept)].filter(backup => backup !== undefined)
}

/** Makes a file, or a folder's list of names, survive a power cut. */
export function forceOut(path: string): void {
  const folder = statSync(path).isDirectory()
  // Windows keeps its folders by itself, and has no handle that could be forced out.
  if (folder && process.platform === 'win32') return
  const descriptor = openSync(path, folder ? 'r' : 'r+')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
