// A profile that was damaged, or that cannot be written: the listener is told in words, and the music plays.
import {
  closeSync,
  cpSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { listBackups } from '../../main/core/store/backup.ts'
import { databaseFile } from '../../main/core/store/damage.ts'
import { makeReadOnly } from '../core/store/mounts.ts'
import { newProfile, type StartedApp } from './app.ts'
import { recordAlbum } from './listener/music.ts'
import { moveIn, roomOf, startInEnglish } from './listener/room.ts'

const music = mkdtempSync(join(tmpdir(), 'dwell-music-'))
/** Left as a listener leaves it; each story is about a copy. */
const whole = newProfile()
let profile = ''
const profiles = [whole]
let dwell: StartedApp | undefined

/** Eight pages of noise over the beginning of the database, as a dying disk leaves it. */
function damage(file: string): Buffer {
  const descriptor = openSync(file, 'r+')
  const noise = Buffer.from(Array.from({ length: 8 * 4096 }, (_, n) => (n * 167 + 13) % 251))
  writeSync(descriptor, noise, 0, noise.length, 0)
  closeSync(descriptor)
  return readFileSync(file)
}

beforeAll(async () => {
  recordAlbum(music, { artist: 'Milo', album: 'Harbours' }, [
    ['Low Tide', 240],
    ['Ferry', 240],
  ])
  const first = await startInEnglish({ profile: whole })
  const room = await moveIn(first, music, 2)
  await room.play(room.row('Ferry'))
  await room.heardTo(1_500)
  await room.press('Like', room.player)
  await room.button('Liked', room.player).waitFor()
  await room.press('Next')
  await first.close()
})
beforeEach(() => {
  profile = newProfile()
  profiles.push(profile)
  cpSync(whole, profile, { recursive: true })
})
afterEach(async () => {
  await dwell?.close()
  dwell = undefined
})
afterAll(() => {
  for (const folder of [music, ...profiles]) rmSync(folder, { recursive: true, force: true })
})

describe('a damaged database', () => {
  it('is restored from the backup and kept beside; the listener is told so once, and has lost nothing', async () => {
    expect(listBackups(profile).length).toBeGreaterThan(0)
    const damaged = damage(databaseFile(profile))
    dwell = await startInEnglish({ profile })
    let room = roomOf(dwell.window)
    const notice = room.page.getByRole('alert').filter({ hasText: 'The database was damaged.' })
    await notice.waitFor()
    const words = (await notice.textContent()) ?? ''
    expect(words).toMatch(/It was restored from the backup of .+; the damaged one is kept beside it as/)
    const kept = readdirSync(profile).filter(name => name.startsWith('dwell.damaged-') && name.endsWith('.db'))
    expect(kept).toHaveLength(1)
    expect(words).toContain(kept[0])
    expect(readFileSync(join(profile, kept[0] ?? '')).equals(damaged)).toBe(true)

    expect(await room.log()).toMatchObject([{ title: 'Ferry', cause: 'skip' }])
    await room.go('Library')
    await expect.poll(() => room.rows().count()).toBe(2)
    await room.row('Ferry').getByRole('img', { name: 'Liked' }).waitFor()

    await room.press('Dismiss')
    await expect.poll(() => room.page.getByRole('alert').filter({ hasText: 'damaged' }).count()).toBe(0)
    await dwell.close()
    dwell = await startInEnglish({ profile })
    room = roomOf(dwell.window)
    await room.go('Library')
    await room.row('Ferry').waitFor()
    expect(await room.page.getByRole('alert').filter({ hasText: 'damaged' }).count()).toBe(0)
  })
})

describe('a profile that cannot be written', () => {
  it('plays, and says that it cannot remember', async ({ skip }) => {
    skip(makeReadOnly(profile) === '', 'root is not stopped by permissions, and mounting is not allowed here')
    const before = readFileSync(databaseFile(profile))
    dwell = await startInEnglish({ profile })
    const room = roomOf(dwell.window)
    await room.page.getByRole('alert').filter({ hasText: 'music plays, but nothing is remembered' }).waitFor()
    await room.go('Library')
    await room.play(room.row('Low Tide'))
    await room.shows('Low Tide')
    await room.heardTo(1_500)
    await room.press('Like', room.player)
    await room.said('That did not work.')
    await room.button('Like', room.player).waitFor()
    await room.press('Next')
    await dwell.close()
    dwell = undefined
    expect(readFileSync(databaseFile(profile)).equals(before)).toBe(true)
    expect(existsSync(`${databaseFile(profile)}-wal`)).toBe(false)
  })
})
