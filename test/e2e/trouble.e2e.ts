// When there is no library to open: a page that says why, nothing changed on the disk, and an exit code for scripts.
import { readFileSync, rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Core, createCore } from '../../main/core/index.ts'
import { databaseFile } from '../../main/core/store/damage.ts'
import { workerEntries } from '../../main/core/workers.ts'
import { silentLog } from '../shell/silent-log.ts'
import { newProfile, type StartedApp, startApp } from './app.ts'

const openCore = (profileDir: string): Promise<Core> =>
  createCore({ profileDir, cacheDir: `${profileDir}/remade`, workers: workerEntries(), log: silentLog, emit: () => {} })

/** The words of the page that stands in for the interface. */
async function troubleOf({ window }: StartedApp): Promise<string> {
  await window.waitForURL('dwell://app/trouble')
  return (await window.textContent('main')) ?? ''
}

/** Follows the link that quits and gives the exit code. */
async function quitBy({ app, window }: StartedApp): Promise<number | null> {
  const ended = new Promise<number | null>(resolve => app.process().once('exit', resolve))
  await window.click('a[href$="/quit"]')
  return ended
}

describe('a profile that', () => {
  let profile: string
  beforeEach(() => {
    profile = newProfile()
  })
  afterEach(() => {
    rmSync(profile, { recursive: true, force: true })
  })

  it('is open in another Dwell is left to it, until it is free', async () => {
    const other = await openCore(profile)
    const dwell = await startApp({ profile })
    expect(await troubleOf(dwell)).toMatch(/already open|이미 열려/)
    await other.close()
    await dwell.window.click('a[href$="/again"]')
    await dwell.window.waitForURL('dwell://app/index.html')
    expect(await dwell.window.evaluate(() => window.dwell.call('settings.get'))).toMatchObject({ ok: true })
    await dwell.close()
  })

  it('is in use tells so to whoever started it', async () => {
    const other = await openCore(profile)
    const dwell = await startApp({ profile })
    await troubleOf(dwell)
    expect(await quitBy(dwell)).toBe(3)
    expect(dwell.complaints()).toContain('This profile is already open.')
    await other.close()
  })

  it('was written by a newer Dwell is not touched', async () => {
    await (await openCore(profile)).close()
    const file = databaseFile(profile)
    const database = new Database(file)
    database.pragma('user_version = 999')
    database.pragma('journal_mode = DELETE')
    database.close()
    const before = readFileSync(file)
    const dwell = await startApp({ profile })
    const words = await troubleOf(dwell)
    expect(words).toMatch(/newer Dwell|더 새로운 Dwell/)
    expect(await dwell.window.locator('a[href$="/again"]').count()).toBe(0)
    expect(await quitBy(dwell)).toBe(4)
    expect(readFileSync(file).equals(before)).toBe(true)
  })
})
