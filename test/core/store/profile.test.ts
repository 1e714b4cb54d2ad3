// Bad input: profiles that are in use, from the future, not to be written. Each says what to do, and nothing on disk is touched.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { listBackups } from '../../../main/core/store/backup.ts'
import { connect } from '../../../main/core/store/connect.ts'
import { withoutPrivileges } from '../../fixtures/without-privileges.ts'
import { isRoot, makeReadOnly, smallDiskOver } from './mounts.ts'
import { addPlays, addTracks, count, open, temporaryFolder } from './profiles.ts'

async function profileWithPlays(): Promise<string> {
  const dir = temporaryFolder()
  const profile = open(dir)
  addTracks(profile.store.db, 20)
  addPlays(profile.store.db, 10)
  await profile.close()
  return dir
}

/** Another Dwell: a process that opens the profile, says so, and stays. */
async function anotherDwell(dir: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./holder.ts', import.meta.url)), dir], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [said] = await once(child.stdout, 'data')
  expect(String(said)).toBe('open\n')
  return child
}

describe('two instances on one profile', () => {
  it('the second is told that another Dwell has it, and what to do', async () => {
    const dir = await profileWithPlays()
    await anotherDwell(dir)
    expect(() => open(dir)).toThrow(
      expect.objectContaining({ code: 'profile-in-use', message: expect.stringContaining('--profile') }),
    )
  })

  it('the lock is free again as soon as its holder is killed', async () => {
    const dir = await profileWithPlays()
    const holder = await anotherDwell(dir)
    holder.kill('SIGKILL')
    await once(holder, 'exit')
    expect(count(open(dir).store.db, 'events')).toBe(30)
  })

  it('holds within one process too, and ends with the first one', async () => {
    const dir = temporaryFolder()
    const first = open(dir)
    expect(() => open(dir)).toThrow(expect.objectContaining({ code: 'profile-in-use' }))
    await first.close()
    expect(open(dir).store.readOnly).toBe(false)
  })

  it('lets the command line read beside a running Dwell', async () => {
    const dir = await profileWithPlays()
    await anotherDwell(dir)
    const reader = open(dir, { access: 'read' })
    expect(count(reader.store.db, 'events')).toBe(30)
    expect(() => reader.store.db.exec('DELETE FROM settings')).toThrow('readonly')
  })
})

describe('a database from the future', () => {
  const bytes = (dir: string) =>
    ['dwell.db', 'dwell.db-wal'].flatMap(name =>
      readdirSync(dir).includes(name) ? [readFileSync(join(dir, name))] : [],
    )

  it('is refused and left untouched, byte for byte', async () => {
    const dir = await profileWithPlays()
    const future = connect(join(dir, 'dwell.db'))
    future.pragma('user_version = 99')
    future.close()
    const before = bytes(dir)
    expect(() => open(dir)).toThrow(
      expect.objectContaining({ code: 'database-from-the-future', message: expect.stringContaining('newer Dwell') }),
    )
    expect(() => open(dir, { access: 'read' })).toThrow(expect.objectContaining({ code: 'database-from-the-future' }))
    expect(bytes(dir)).toEqual(before)
  })

  it('is refused and left untouched also when a kill left its newest pages in the log', async () => {
    const dir = await profileWithPlays()
    const script = `
      import { connect } from ${JSON.stringify(new URL('../../../main/core/store/connect.ts', import.meta.url).href)}
      const db = connect(process.argv[1])
      db.pragma('user_version = 99')
      db.exec('CREATE TABLE from_the_future (id INTEGER)')
      process.kill(process.pid, 'SIGKILL')`
    try {
      execFileSync(process.execPath, ['--input-type=module', '-e', script, join(dir, 'dwell.db')])
    } catch {
      // killed, as meant
    }
    const before = bytes(dir)
    expect(before).toHaveLength(2)
    expect(() => open(dir)).toThrow(expect.objectContaining({ code: 'database-from-the-future' }))
    expect(bytes(dir)).toEqual(before)
  })
})

describe('a read-only profile', () => {
  it('is read, says so, and refuses to write without falling', async ({ skip }) => {
    const dir = await profileWithPlays()
    const how = makeReadOnly(dir)
    skip(how === '', 'root is not stopped by permissions, and mounting is not allowed here')
    const profile = open(dir)
    expect(profile.notices).toEqual([{ id: 'profile-read-only', kind: 'profile-read-only' }])
    expect(profile.store.readOnly).toBe(true)
    expect(profile.store.health.canWrite()).toBe(false)
    expect(count(profile.store.db, 'events')).toBe(30)
    const write = () => profile.store.db.exec("INSERT INTO settings VALUES ('volume', '1')")
    expect(profile.store.health.attempt(write)).toBe(false)
    expect(() => {
      try {
        write()
      } catch (thrown) {
        throw profile.store.health.explain(thrown)
      }
    }).toThrow(expect.objectContaining({ code: 'profile-read-only' }))
    await profile.close()
  })

  it('is read with the last words of a Dwell that was killed', async ({ skip }) => {
    const dir = await profileWithPlays()
    const holder = await anotherDwell(dir)
    holder.stdin?.write('play\n')
    await once(holder.stdout ?? holder, 'data')
    holder.kill('SIGKILL')
    await once(holder, 'exit')
    expect(readFileSync(join(dir, 'dwell.db-wal')).length).toBeGreaterThan(0)
    const how = makeReadOnly(dir)
    skip(how === '', 'root is not stopped by permissions, and mounting is not allowed here')
    expect(count(open(dir).store.db, 'events')).toBe(33)
  })

  it('that is empty still opens, on nothing', ({ skip }) => {
    const dir = temporaryFolder()
    const how = makeReadOnly(dir)
    skip(how === '', 'root is not stopped by permissions, and mounting is not allowed here')
    const profile = open(dir)
    expect(profile.notices).toMatchObject([{ kind: 'profile-read-only' }])
    expect(count(profile.store.db, 'tracks')).toBe(0)
  })

  it('that belongs to somebody else is read', async ({ skip }) => {
    skip(!isRoot, 'only root can give a folder to somebody else')
    const dir = await profileWithPlays()
    execFileSync('chmod', ['755', dir])
    execFileSync('chmod', ['-R', 'a+rX', dir])
    const script = `
      import { openProfile } from ${JSON.stringify(new URL('../../../main/core/store/profile.ts', import.meta.url).href)}
      const quiet = () => {}
      const profile = openProfile({ profileDir: process.argv[1], now: Date.now, log: { info: quiet, warn: quiet, error: quiet } })
      console.log(JSON.stringify({ notices: profile.notices, events: profile.store.db.prepare('SELECT count(*) FROM events').pluck().get() }))
      await profile.close()`
    execFileSync('chown', ['-R', '65534:65534', dir])
    const said = execFileSync(...withoutPrivileges(['--input-type=module', '-e', script, dir]), { encoding: 'utf8' })
    expect(JSON.parse(said)).toEqual({ notices: [{ id: 'profile-read-only', kind: 'profile-read-only' }], events: 30 })
  })
})

describe('a disk that is full already at the start', () => {
  it('still opens the profile, says so, and takes plays again after the next start', async ({ skip }) => {
    const dir = temporaryFolder()
    skip(!smallDiskOver(dir, 4), 'a small disk needs root and the right to mount')
    const first = open(dir)
    addTracks(first.store.db, 20)
    addPlays(first.store.db, 10)
    await first.close()
    const ballast = join(dir, 'ballast')
    expect(() => writeFileSync(ballast, Buffer.alloc(8 * 1024 * 1024))).toThrow('ENOSPC')
    const full = open(dir)
    expect(full.notices).toEqual([{ id: 'disk-full', kind: 'disk-full' }])
    expect(full.store.health.canWrite()).toBe(false)
    expect(count(full.store.db, 'events')).toBe(30)
    await full.close()
    rmSync(ballast)
    const again = open(dir)
    expect(again.notices).toEqual([])
    addPlays(again.store.db, 1, 11)
    expect(count(again.store.db, 'events')).toBe(33)
  })
})

describe('a command that closes its profile', () => {
  it('ends by itself, with the last backup taken', async () => {
    const dir = await profileWithPlays()
    const command = await anotherDwell(dir)
    command.stdin?.write('play\n')
    await once(command.stdout ?? command, 'data')
    command.stdin?.end()
    const [code] = await once(command, 'exit')
    expect(code).toBe(0)
    const [newest] = listBackups(dir)
    const backup = connect(newest?.file ?? '', { readonly: true })
    expect(count(backup, 'events')).toBe(33)
    backup.close()
  })
})

describe('a lock file with something in it', () => {
  it('does not keep the listener out', () => {
    const dir = temporaryFolder()
    writeFileSync(join(dir, 'lock.db'), 'not a database, but somebody wrote it here')
    expect(open(dir).store.readOnly).toBe(false)
  })
})
