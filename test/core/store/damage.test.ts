// Bad input: damaged databases. The listener's history comes back, the damaged file stays beside it, and the listener is told.
import { createHash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { backupDir, listBackups } from '../../../main/core/store/backup.ts'
import { connect } from '../../../main/core/store/connect.ts'
import { DwellError } from '../../../preload/contract/errors.ts'
import { addPlays, addTracks, count, dayMs, noon, open, temporaryFolder } from './profiles.ts'

/** A profile with a backup of 60 plays, 40 more after it, a like and a playlist after it too. */
async function heardProfile({ backup = true } = {}): Promise<{ dir: string; file: string }> {
  const dir = temporaryFolder()
  const profile = open(dir)
  const { db } = profile.store
  addTracks(db, 2000)
  addPlays(db, 60)
  if (backup) await profile.keep()
  addPlays(db, 40, 61)
  db.exec(`
    INSERT INTO wishes (kind, target, target_id, at) VALUES ('like', 'track', 3, ${noon});
    INSERT INTO playlists (id, name, created_at, changed_at) VALUES (1, 'Evening', ${noon}, ${noon});
    INSERT INTO playlist_items (playlist_id, position, track_id, added_at) VALUES (1, 1, 3, ${noon});
    INSERT INTO learning_pauses (from_at, to_at) VALUES (${noon}, NULL);
    INSERT INTO boosts (target, target_id, at) VALUES ('artist', 3, ${noon}), ('genre', 7, ${noon});
    INSERT INTO balance (id, value, undo) VALUES (1, '{"at":1}', '[]');
    INSERT INTO settings (name, value) VALUES ('volume', '0.5');
    PRAGMA wal_checkpoint(TRUNCATE);`)
  // Closed without the last backup, as by a kill.
  profile.store.close()
  await profile.close().catch(() => undefined)
  return { dir, file: join(dir, 'dwell.db') }
}

function overwrite(file: string, at: number, bytes: Buffer): void {
  const descriptor = openSync(file, 'r+')
  writeSync(descriptor, bytes, 0, bytes.length, at)
  closeSync(descriptor)
}

/** Pages that hold rows of `table` (leaves of its tree), as SQLite itself lists them. */
function leavesOf(file: string, table: string): readonly number[] {
  const db = connect(file, { readonly: true })
  const pages = db
    .prepare<[string], number>("SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY pageno")
    .pluck()
    .all(table)
  db.close()
  return pages
}

const garbage = (bytes: number) => {
  const noise = Buffer.alloc(bytes)
  for (let i = 0; i < bytes; i += 32) createHash('sha256').update(String(i)).digest().copy(noise, i)
  return noise
}

const later = { now: () => noon + dayMs / 2 }
const damagedNames = (dir: string) => readdirSync(dir).filter(name => /^dwell\.damaged-.*\.db$/.test(name))

describe('a damaged database', () => {
  it('whose header is gone is restored from the newest backup and kept beside it', async () => {
    const { dir, file } = await heardProfile()
    overwrite(file, 0, garbage(4096))
    const damaged = readFileSync(file)
    const { store, notices } = open(dir, later)
    expect(count(store.db, 'events')).toBe(180)
    expect(count(store.db, 'tracks')).toBe(2000)
    expect(damagedNames(dir)).toEqual(['dwell.damaged-2026-11-23T00-00-00Z.db'])
    expect(readFileSync(join(dir, 'dwell.damaged-2026-11-23T00-00-00Z.db')).equals(damaged)).toBe(true)
    expect(notices).toEqual([
      {
        id: 'restored',
        kind: 'database-restored',
        backupAt: noon,
        damagedKeptAs: 'dwell.damaged-2026-11-23T00-00-00Z.db',
      },
    ])
  })

  it('in whose middle pages are overwritten keeps what was heard after the backup', async () => {
    const { dir, file } = await heardProfile()
    const leaves = leavesOf(file, 'tracks')
    for (const page of leaves.slice(2, 8)) overwrite(file, (page - 1) * 4096, garbage(4096))
    const first = open(dir, later)
    // Nothing on the way in reads those pages: the background check finds them, and the next start restores.
    expect(first.notices).toEqual([])
    let told = 0
    first.store.health.onChange(() => told++)
    await first.keep()
    await first.close()
    const { store, notices } = open(dir, later)
    expect(notices).toMatchObject([{ kind: 'database-restored', backupAt: noon }])
    expect(count(store.db, 'events')).toBe(300)
    expect(count(store.db, 'tracks')).toBe(2000)
    expect(count(store.db, 'wishes')).toBe(1)
    expect(count(store.db, 'playlist_items')).toBe(1)
    expect(store.db.prepare("SELECT value FROM settings WHERE name = 'volume'").pluck().get()).toBe('0.5')
    expect(store.db.pragma('quick_check', { simple: true })).toBe('ok')
    expect(store.db.pragma('foreign_key_check')).toEqual([])
    expect(told).toBe(0)
  })

  it('is told as such when it is met in use, and restored at the next start', async () => {
    const { dir, file } = await heardProfile()
    for (const page of leavesOf(file, 'tracks')) overwrite(file, (page - 1) * 4096, garbage(4096))
    let asked = 0
    const profile = open(dir, { ...later, onDamage: () => asked++ })
    const meant = (() => {
      try {
        return profile.store.db.prepare('SELECT sum(duration_ms) FROM tracks').get()
      } catch (thrown) {
        return profile.store.health.explain(thrown)
      }
    })()
    expect(meant).toBeInstanceOf(DwellError)
    expect(meant).toMatchObject({ code: 'database-damaged' })
    expect(asked).toBe(1)
    await profile.close()
    expect(open(dir, later).notices).toMatchObject([{ kind: 'database-restored' }])
  })

  it('without any backup gives back row by row what can be read', async () => {
    const { dir, file } = await heardProfile({ backup: false })
    const leaves = leavesOf(file, 'events')
    const lost = leaves[1]
    if (lost === undefined) throw new Error('too few events for two pages')
    overwrite(file, (lost - 1) * 4096, garbage(4096))
    for (const page of leavesOf(file, 'tracks').slice(0, 3)) overwrite(file, (page - 1) * 4096, garbage(4096))
    writeFileSync(join(dir, 'dwell.suspect'), '')
    const { store, notices } = open(dir, later)
    expect(notices).toMatchObject([
      { kind: 'database-started-anew', damagedKeptAs: 'dwell.damaged-2026-11-23T00-00-00Z.db' },
    ])
    expect(count(store.db, 'events')).toBeGreaterThan(150)
    expect(count(store.db, 'events')).toBeLessThan(300)
    expect(count(store.db, 'wishes')).toBe(1)
    expect(count(store.db, 'playlist_items')).toBe(1)
    // What was heard while learning was paused is still not learned from.
    expect(count(store.db, 'learning_pauses')).toBe(1)
    expect(count(store.db, 'balance')).toBe(1)
    // Genres get their numbers anew: nobody asked for another one.
    expect(store.db.prepare('SELECT target, target_id AS id FROM boosts').all()).toEqual([{ target: 'artist', id: 3 }])
    expect(count(store.db, 'tracks')).toBeGreaterThan(1500)
    expect(store.db.pragma('foreign_key_check')).toEqual([])
    expect(existsSync(join(dir, 'dwell.suspect'))).toBe(false)
  })

  it('without any backup and without a header is begun anew, and kept', async () => {
    const { dir, file } = await heardProfile({ backup: false })
    overwrite(file, 0, garbage(65_536))
    const { store, notices } = open(dir, later)
    expect(notices).toMatchObject([{ kind: 'database-started-anew' }])
    expect(count(store.db, 'events')).toBe(0)
    expect(damagedNames(dir)).toHaveLength(1)
  })

  it('that was cut off is found at once by its length', async () => {
    const { dir, file } = await heardProfile()
    truncateSync(file, Math.floor(statSync(file).size / 2 / 4096) * 4096)
    expect(open(dir, later).notices).toMatchObject([{ kind: 'database-restored', backupAt: noon }])
  })

  it('of zero bytes, or gone, comes back from the backup', async () => {
    const { dir, file } = await heardProfile()
    truncateSync(file, 0)
    const empty = open(dir, later)
    expect(empty.notices).toMatchObject([{ kind: 'database-restored' }])
    expect(count(empty.store.db, 'events')).toBe(180)
    await empty.close()
    rmSync(file)
    const gone = open(dir, { now: () => noon + dayMs })
    expect(gone.notices).toMatchObject([{ kind: 'database-restored', damagedKeptAs: '' }])
    expect(count(gone.store.db, 'events')).toBe(180)
  })

  it('is restored from an older backup when the newest is damaged too', async () => {
    const { dir, file } = await heardProfile()
    const profile = open(dir, { now: () => noon + dayMs })
    addPlays(profile.store.db, 10, 101)
    await profile.close()
    const [newest, older] = listBackups(dir)
    expect(newest?.at).toBe(noon + dayMs)
    overwrite(newest?.file ?? '', 8192, garbage(40_960))
    overwrite(file, 0, garbage(4096))
    expect(open(dir, { now: () => noon + 2 * dayMs }).notices).toMatchObject([
      { kind: 'database-restored', backupAt: older?.at },
    ])
  })

  it('tells of its restore until the listener has read it, also after another start', async () => {
    const { dir, file } = await heardProfile()
    overwrite(file, 0, garbage(4096))
    await open(dir, later).close()
    const again = open(dir, later)
    expect(again.notices).toMatchObject([{ id: 'restored' }])
    again.store.health.dismiss('restored')
    await again.close()
    expect(open(dir, later).notices).toEqual([])
  })

  it('goes on with a restore that was cut off before its last steps', async () => {
    const { dir, file } = await heardProfile()
    // As restore() leaves it right before it puts the new database in place: the log aside, the damaged one still there.
    const ready = connect(listBackups(dir)[0]?.file ?? '', { readonly: true })
    ready.prepare('VACUUM INTO ?').run(join(dir, 'dwell.db.restoring'))
    ready.close()
    writeFileSync(join(dir, 'dwell.db.restoring-part'), 'left behind')
    overwrite(file, 0, garbage(4096))
    const { store } = open(dir, later)
    expect(count(store.db, 'events')).toBe(180)
    expect(damagedNames(dir)).toHaveLength(1)
    expect(readdirSync(dir).filter(name => name.includes('restoring'))).toEqual([])
  })

  it('never takes the log of the damaged one for its own', async () => {
    const { dir, file } = await heardProfile()
    writeFileSync(`${file}-wal`, garbage(40_960))
    overwrite(file, 0, garbage(4096))
    const { store } = open(dir, later)
    expect(store.db.pragma('quick_check', { simple: true })).toBe('ok')
    expect(existsSync(join(dir, 'dwell.damaged-2026-11-23T00-00-00Z.db-wal'))).toBe(true)
    expect(existsSync(backupDir(dir))).toBe(true)
  })
})
