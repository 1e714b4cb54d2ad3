// Dwell killed in the middle of a play, whole or in part: what was heard stays heard.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { databaseFile } from '../../main/core/store/damage.ts'
import { corePid, newProfile, type StartedApp } from './app.ts'
import { recordAlbum } from './listener/music.ts'
import { moveIn, type Room, roomOf, startInEnglish } from './listener/room.ts'

const music = mkdtempSync(join(tmpdir(), 'dwell-music-'))
const profile = newProfile()
let dwell: StartedApp
let room: Room

/** What of the last play is on the disk. */
function savedMs(): number {
  const db = new Database(databaseFile(profile), { readonly: true })
  try {
    return db.prepare<[], number>('SELECT dwell_ms FROM plays ORDER BY started_at DESC, id DESC').pluck().get() ?? 0
  } finally {
    db.close()
  }
}

beforeAll(async () => {
  recordAlbum(music, { artist: 'Milo', album: 'Harbours' }, [
    ['Low Tide', 120],
    ['Ferry', 240],
    ['Lighthouse', 240],
  ])
  dwell = await startInEnglish({ profile })
  room = await moveIn(dwell, music, 3)
})
beforeEach(() => room.go('Library'))
afterAll(async () => {
  await dwell?.close()
  for (const folder of [music, profile]) rmSync(folder, { recursive: true, force: true })
})

describe('a core that is killed while music plays', () => {
  it('is not heard, the next one is found by itself, and the log of that play has no hole', async () => {
    await room.play(room.row('Ferry'))
    await room.shows('Ferry')
    await room.heardTo(1_000)
    await expect.poll(async () => (await room.log()).at(-1)).toMatchObject({ title: 'Ferry', cause: null })
    const { startedAt = 0 } = (await room.log()).at(-1) ?? {}
    const pid = await corePid(dwell.app)
    const seen = await room.page.evaluateHandle(() => {
      const names = new Set<string>()
      const look = () => {
        const name = document.querySelector('[aria-label=Player] [aria-label=Pause]') ? 'playing' : 'silent'
        names.add(name)
      }
      look()
      new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true })
      return names
    })
    process.kill(pid, 'SIGKILL')
    const killedAtMs = await room.positionMs()
    await room.heardTo(killedAtMs + 2_000)
    expect(await seen.evaluate(names => [...names])).toEqual(['playing'])
    expect(await room.scan()).toBe('idle')
    expect(await corePid(dwell.app)).not.toBe(pid)

    const leastMs = await room.positionMs()
    await room.press('Next')
    await room.shows('Lighthouse')
    const mostMs = Date.now() - startedAt
    await expect
      .poll(async () => (await room.log()).slice(-2).map(({ title, cause }) => [title, cause]))
      .toEqual([
        ['Ferry', 'skip'],
        ['Lighthouse', null],
      ])
    const { dwellMs } = (await room.log()).at(-2) ?? {}
    // What is shown is a whole second.
    expect(dwellMs).toBeGreaterThan(leastMs - 600)
    expect(dwellMs).toBeLessThan(mostMs + 250)
  })

  it('loses nothing that happens while it is away: a track that ends, one that begins', async () => {
    const pid = await corePid(dwell.app)
    await room.play(room.row('Low Tide'))
    await expect.poll(async () => (await room.log()).at(-1)).toMatchObject({ title: 'Low Tide', cause: null })
    // As good as dead: it hears nothing of what follows, and is not started again before it is killed.
    process.kill(pid, 'SIGSTOP')
    const scrubber = room.player.getByRole('group', { name: 'Position' })
    const { width = 0, height = 0 } = (await scrubber.boundingBox()) ?? {}
    await scrubber.click({ position: { x: 0.98 * width, y: height / 2 } })
    await room.shows('Ferry')
    await room.heardTo(500)
    process.kill(pid, 'SIGKILL')
    await expect
      .poll(async () => (await room.log()).slice(-2))
      .toMatchObject([
        { title: 'Low Tide', cause: 'finished' },
        { title: 'Ferry', cause: null },
      ])
  })
})

describe('Dwell killed as a whole', () => {
  it('still has what was on the disk, says that it was interrupted, and opens where it was, paused', async () => {
    await room.play(room.row('Lighthouse'))
    await room.shows('Lighthouse')
    await expect.poll(async () => (await room.log()).at(-1)).toMatchObject({ title: 'Lighthouse', cause: null })
    const plays = await room.log()
    await expect.poll(savedMs).toBeGreaterThan(3_000)
    const leastMs = savedMs()
    const core = await corePid(dwell.app)
    const ended = new Promise(resolve => dwell.app.process().once('exit', resolve))
    dwell.app.process().kill('SIGKILL')
    process.kill(core, 'SIGKILL')
    const mostMs = Date.now() - (plays.at(-1)?.startedAt ?? 0)
    await ended

    dwell = await startInEnglish({ profile })
    room = roomOf(dwell.window)
    await room.shows('Lighthouse')
    await room.button('Play', room.player).waitFor()
    expect(await room.positionMs()).toBeGreaterThanOrEqual(leastMs - 1_000)
    const log = await room.log()
    expect(log).toHaveLength(plays.length)
    expect(log.at(-1)).toMatchObject({ title: 'Lighthouse', cause: 'interrupted', outcome: 'neither', sat: null })
    expect(log.at(-1)?.dwellMs).toBeGreaterThanOrEqual(leastMs)
    expect(log.at(-1)?.dwellMs).toBeLessThan(mostMs + 250)
  })
})
