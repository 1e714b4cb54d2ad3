// The first minute with a large library: what was found can be played while the rest is still being read.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerDialogs, type StartedApp } from './app.ts'
import { record } from './listener/music.ts'
import { patience, type Room, roomOf, startInEnglish } from './listener/room.ts'

const music = mkdtempSync(join(tmpdir(), 'dwell-music-'))
/** Enough that reading them takes longer than a few clicks. */
const files = 8_000
let dwell: StartedApp
let room: Room

beforeAll(async () => {
  for (let n = 1; n <= files; n++) {
    const album = `Box ${Math.ceil(n / 100)}`
    const track = {
      title: `Slide ${n}`,
      artist: 'Archive',
      album,
      number: ((n - 1) % 100) + 1,
      seconds: n <= 200 ? 4 : 0.05,
    }
    record(join(music, album, `${n}.wav`), track)
  }
  dwell = await startInEnglish()
  room = roomOf(dwell.window)
})
afterAll(async () => {
  await dwell?.close()
  rmSync(music, { recursive: true, force: true })
})

describe('a large library on the first run', () => {
  it('is played from while it is still being read', async () => {
    await answerDialogs(dwell.app, music)
    await room.press('Add a folder')
    await room.press('Start listening')
    await room.go('Library')
    await room.play(room.rows().first())
    await expect.poll(() => room.isPlaying(), patience).toBe(true)
    expect(await room.scan()).not.toBe('idle')
    expect(await room.tracksInLibrary()).toBeLessThan(files)
    await expect.poll(() => room.log(), patience).not.toEqual([])
  })

  it('is all there in the end, and nothing was interrupted', async () => {
    await expect.poll(() => room.scan(), { timeout: 90_000, interval: 100 }).toBe('idle')
    await expect.poll(() => room.tracksInLibrary(), patience).toBe(files)
    expect((await room.log()).filter(({ cause }) => cause !== 'finished' && cause !== null)).toEqual([])
  })
})
