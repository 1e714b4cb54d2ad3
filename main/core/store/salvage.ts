// Salvage: what can still be read of a damaged database, row by row, put into a sound one.
import type Database from 'better-sqlite3'
import { errorCode } from './connect.ts'

export interface Salvaged {
  /** Rows brought over, by table. */
  readonly rows: Readonly<Record<string, number>>
  /** Tables of which something could not be read. */
  readonly broken: readonly string[]
}

/** Tables whose rows are never changed by the listener's wish: what the sound database lacks is added. Parents before children. */
const added = [
  'roots',
  'folders',
  'artists',
  'albums',
  'tracks',
  'files',
  'play_keys',
  'events',
  'imports',
  'ghosts',
  'imported_plays',
] as const
/** Tables that hold the present will of the listener: taken over whole where they can be read whole. */
const mirrored = [
  'wishes',
  'playlists',
  'playlist_items',
  'queue',
  'queue_items',
  'forgets',
  'learning_pauses',
  'boosts',
  'balance',
] as const

type Row = Record<string, unknown>

/**
 * Brings the facts of `damaged` (opened read-only) into `sound` (the newest schema; empty, or an older backup of the same profile, so that
 * ids mean the same). What is derived is not brought: it is to be derived again. One transaction.
 */
export function salvage(damaged: Database.Database, sound: Database.Database): Salvaged {
  const rows: Record<string, number> = {}
  const broken: string[] = []
  const bring = (table: string, mirror: boolean) => {
    const columns = commonColumns(damaged, sound, table)
    if (columns.length === 0) return void broken.push(table)
    const found: Row[] = []
    const insert = inserter(sound, table, columns, mirror)
    const whole = readTable(damaged, table, columns, row => {
      // A file of which only this row was saved is read again by the next scan: that brings back its tags, artists and words for search.
      if (table === 'files') row['mtime_ms'] = 0
      if (mirror) found.push(row)
      else if (insert(row)) rows[table] = (rows[table] ?? 0) + 1
    })
    if (!whole) broken.push(table)
    if (mirror && whole) sound.prepare(`DELETE FROM ${table}`).run()
    for (const row of found) if (insert(row)) rows[table] = (rows[table] ?? 0) + 1
  }

  // Children may arrive without their parents; `mend` sees to that.
  sound.pragma('foreign_keys = OFF')
  try {
    sound.transaction(() => {
      for (const table of added) bring(table, false)
      for (const table of mirrored) bring(table, true)
      bring('settings', true)
      mend(sound)
    })()
  } finally {
    sound.pragma('foreign_keys = ON')
  }
  return { rows, broken }
}

function commonColumns(from: Database.Database, into: Database.Database, table: string): readonly string[] {
  const columns = (db: Database.Database) =>
    db.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table)
  try {
    const there = new Set(columns(from))
    return columns(into).filter(name => there.has(name))
  } catch (thrown) {
    if (isBroken(thrown)) return []
    throw thrown
  }
}

/** A row that breaks a rule of the schema was not read right: left out. */
function inserter(db: Database.Database, table: string, columns: readonly string[], replace: boolean) {
  const statement = db.prepare(
    `INSERT OR ${replace ? 'REPLACE' : 'IGNORE'} INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(name => `@${name}`).join(', ')})`,
  )
  return (row: Row): boolean => {
    try {
      return statement.run(row).changes > 0
    } catch (thrown) {
      if (errorCode(thrown).startsWith('SQLITE_CONSTRAINT')) return false
      throw thrown
    }
  }
}

/** Calls `take` with every row that can be read; false when some could not. */
function readTable(
  db: Database.Database,
  table: string,
  columns: readonly string[],
  take: (row: Row) => void,
): boolean {
  const key = table === 'settings' ? 'name' : 'id'
  if (key === 'name') return readFrom(db, `SELECT ${columns.join(', ')} FROM settings`, [], take)
  const upwards = `SELECT ${columns.join(', ')} FROM ${table} WHERE id > ? ORDER BY id`
  const downwards = `SELECT ${columns.join(', ')} FROM ${table} WHERE id > ? ORDER BY id DESC`
  let last = Number.MIN_SAFE_INTEGER
  const note = (row: Row) => {
    last = Number(row['id'])
    take(row)
  }
  if (readFrom(db, upwards, [last], note)) return true
  // Over the damaged page: the smallest step after which rows can be read again is found by doubling, then halving.
  for (let after = skip(db, upwards, last); after !== null; after = skip(db, upwards, last)) {
    last = after
    if (readFrom(db, upwards, [last], note)) return false
  }
  readFrom(db, downwards, [last], take)
  return false
}

/** The smallest place after `last` from which a row can be read, or null when there is none within 2^40 ids. */
function skip(db: Database.Database, upwards: string, last: number): number | null {
  const from = Math.max(last, 0)
  const readable = (at: number): boolean => {
    try {
      return db.prepare(upwards).get(at) !== undefined
    } catch (thrown) {
      if (isBroken(thrown)) return false
      throw thrown
    }
  }
  let step = 1
  while (!readable(from + step)) {
    step *= 2
    if (step > 2 ** 40) return null
  }
  let [bad, good] = [Math.floor(step / 2), step]
  while (good - bad > 1) {
    const middle = Math.floor((bad + good) / 2)
    if (readable(from + middle)) good = middle
    else bad = middle
  }
  return from + good
}

/** Reads until the end (true) or until something cannot be read (false). */
function readFrom(
  db: Database.Database,
  sql: string,
  parameters: readonly number[],
  take: (row: Row) => void,
): boolean {
  try {
    for (const row of db.prepare<number[], Row>(sql).iterate(...parameters)) take(row)
    return true
  } catch (thrown) {
    if (isBroken(thrown)) return false
    throw thrown
  }
}

/** Whether this came of the damaged file: damage, a table or column that its schema no longer names, or an error of reading. */
function isBroken(thrown: unknown): boolean {
  const code = errorCode(thrown)
  return /^SQLITE_(CORRUPT|NOTADB|IOERR|ERROR)/.test(code)
}

/** Children whose parents were lost. What names a track keeps a nameless one, which the next scan names again by its file. */
function mend(db: Database.Database): void {
  db.exec(`
    INSERT INTO play_keys (id, play_id)
      SELECT DISTINCT play, printf('00000000-0000-4000-8000-%012x', play) FROM events WHERE play NOT IN (SELECT id FROM play_keys);
    UPDATE albums SET artist_id = NULL WHERE artist_id NOT IN (SELECT id FROM artists);
    UPDATE tracks SET album_id = NULL WHERE album_id NOT IN (SELECT id FROM albums);
    UPDATE folders SET parent_id = NULL WHERE parent_id NOT IN (SELECT id FROM folders);
    DELETE FROM files WHERE folder_id NOT IN (SELECT id FROM folders) OR root_id NOT IN (SELECT id FROM roots);
    DELETE FROM folders WHERE root_id NOT IN (SELECT id FROM roots);
    DELETE FROM playlist_items WHERE playlist_id NOT IN (SELECT id FROM playlists);
    DELETE FROM imported_plays WHERE import_id NOT IN (SELECT id FROM imports) OR ghost_id NOT IN (SELECT id FROM ghosts);
    UPDATE ghosts SET artist_id = NULL WHERE artist_id NOT IN (SELECT id FROM artists);
    UPDATE ghosts SET linked_track_id = NULL WHERE linked_track_id NOT IN (SELECT id FROM tracks);
    DELETE FROM forgets WHERE artist_id NOT IN (SELECT id FROM artists) OR genre_id NOT IN (SELECT id FROM genres);
    DELETE FROM boosts WHERE target = 'genre' AND target_id NOT IN (SELECT id FROM genres);
    DELETE FROM plays; DELETE FROM sessions; DELETE FROM track_stats;
  `)
  const orphans = db
    .prepare<[], number>(`
      SELECT track_id FROM (SELECT track_id FROM events UNION SELECT track_id FROM playlist_items UNION SELECT track_id FROM queue_items
        UNION SELECT track_id FROM files UNION SELECT track_id FROM imported_plays UNION SELECT track_id FROM forgets) WHERE track_id IS NOT NULL AND track_id NOT IN (SELECT id FROM tracks)`)
    .pluck()
    .all()
  if (orphans.length === 0) return
  const needed = db
    .prepare<[], { name: string; type: string }>(
      'SELECT name, type FROM pragma_table_info(\'tracks\') WHERE "notnull" = 1 AND dflt_value IS NULL AND pk = 0',
    )
    .all()
  const names = needed.map(({ name }) => name)
  const insert = db.prepare(
    `INSERT INTO tracks (id, available, listed, ${names.join(', ')}) VALUES (@id, 0, 0, ${names.map(name => `@${name}`).join(', ')})`,
  )
  for (const id of orphans)
    insert.run({ id, ...Object.fromEntries(needed.map(({ name, type }) => [name, type === 'TEXT' ? '' : 0])) })
}
