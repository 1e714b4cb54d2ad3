// Dwell killed in the middle of a play, whole or in part: what was heard stays heard.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { corePid, newProfile, type StartedApp } from './app.ts'
import { recordAlbum } from './listener/music.ts'
import { moveIn, patience, type Room, roomOf, startInEnglish } from './listener/room.ts'

const music = mkdtempSync(join(tmpdir(), 'dwell-music-'))
const profile = newProfile()
let dwell: StartedApp
let room: Room

beforeAll(async () => {
  recordAlbum(music, { artist: 'Milo', album: 'Harbours' }, [
    ['Low Tide', 6],
    ['Ferry', 60],
    ['Lighthouse', 60],
  ])
  dwell = await startInEnglish({ profile })
  room = await moveIn(dwell, music, 3)
})
afterAll(async () => {
  await dwell?.close()
  for (const folder of [music, profile]) rmSync(folder, { recursive: true, force: true })
})

describe('a core that is killed while music plays', () => {
  it('is not heard: the sound goes on and the window finds the next one by itself', async () => {
    await room.play(room.row('Ferry'))
    await room.heardTo(2_000)
    const pid = await corePid(dwell.app)
    process.kill(pid, 'SIGKILL')
    const killedAtMs = await room.positionMs()
    const seen: string[] = []
    await expect
      .poll(async () => {
        seen.push((await room.isPlaying()) ? 'playing' : 'silent')
        return (await room.positionMs()) - killedAtMs
      }, patience)
      .toBeGreaterThan(3_000)
    expect(new Set(seen)).toEqual(new Set(['playing']))
    expect(await room.scan()).toBe('idle')
    expect(await corePid(dwell.app)).not.toBe(pid)
  })

  it('leaves no hole in the log of that play', async () => {
    await room.press('Next')
    await room.shows('Lighthouse')
    const beforeMs = Date.now()
    await expect
      .poll(async () => (await room.log()).map(({ title, cause }) => [title, cause]), patience)
      .toEqual([
        ['Ferry', 'skip'],
        ['Lighthouse', null],
      ])
    const [ferry] = await room.log()
    const wallMs = beforeMs - (ferry?.startedAt ?? 0)
    expect(ferry?.dwellMs).toBeGreaterThan(wallMs - 1_000)
    expect(ferry?.dwellMs).toBeLessThan(wallMs + 250)
  })

  it('loses nothing that happens while it is away: a track that ends, one that begins', async () => {
    await room.play(room.row('Low Tide'))
    await room.shows('Low Tide')
    await room.heardTo(4_000)
    process.kill(await corePid(dwell.app), 'SIGKILL')
    await room.shows('Ferry')
    await room.heardTo(500)
    await expect
      .poll(async () => (await room.log()).slice(-2), patience)
      .toMatchObject([
        { title: 'Low Tide', cause: 'finished', fraction: 1 },
        { title: 'Ferry', cause: null },
      ])
  })
})

describe('Dwell killed as a whole', () => {
  it('still has the play, with five seconds lost at most, and says that it was interrupted', async () => {
    await room.play(room.row('Lighthouse'))
    await room.shows('Lighthouse')
    await room.heardTo(8_000)
    const started = (await room.log()).at(-1)?.startedAt ?? 0
    const core = await corePid(dwell.app)
    const ended = new Promise(resolve => dwell.app.process().once('exit', resolve))
    dwell.app.process().kill('SIGKILL')
    process.kill(core, 'SIGKILL')
    const heardMs = Date.now() - started
    await ended

    dwell = await startInEnglish({ profile })
    room = roomOf(dwell.window)
    await room.shows('Lighthouse')
    const play = (await room.log()).at(-1)
    expect(play).toMatchObject({ title: 'Lighthouse', cause: 'interrupted', outcome: 'neither', sat: null })
    expect(play?.dwellMs).toBeGreaterThan(heardMs - 5_500)
    expect(play?.dwellMs).toBeLessThan(heardMs + 250)
  })

  it('opens where it was, paused', async () => {
    await room.button('Play', room.player).waitFor()
    expect(await room.positionMs()).toBeGreaterThanOrEqual(3_000)
    expect(await room.log()).toHaveLength(5)
  })
})
