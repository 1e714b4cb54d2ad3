// The first minute with a large library: what was found can be played while the rest is still being read.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerDialogs, type StartedApp } from './app.ts'
import { record } from './listener/music.ts'
import { type Room, roomOf, startInEnglish } from './listener/room.ts'
import { step } from './step.ts'

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

describe('the first run', () => {
  it('asks for a folder, and a large library is played from while it is still being read', async () => {
    await room.main.getByRole('heading', { level: 1, name: 'Put a record on.' }).waitFor()
    await answerDialogs(dwell.app, null)
    await room.press('Add a folder')
    await room.button('Later').waitFor()
    await answerDialogs(dwell.app, music)
    await room.press('Add a folder')
    await room.main.getByText('tracks so far').waitFor()
    await room.press('Start listening')
    await room.go('Library')
    await room.play(room.rows().first())
    await expect.poll(() => room.isPlaying()).toBe(true)
    expect(await room.scan()).not.toBe('idle')
    expect(await room.tracksInLibrary()).toBeLessThan(files)
    await expect.poll(() => room.log()).not.toEqual([])

    await step('it is all there in the end, and nothing was interrupted', async () => {
      await expect.poll(() => room.scan()).toBe('idle')
      await expect.poll(() => room.tracksInLibrary()).toBe(files)
      expect((await room.log()).filter(({ cause }) => cause !== 'finished' && cause !== null)).toEqual([])
    })
  })
})
