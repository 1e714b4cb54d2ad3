// Closing Dwell in the middle of a record and opening it again: a second real process finds everything where it was left, and is silent.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newProfile, type StartedApp } from './app.ts'
import { recordAlbum } from './listener/music.ts'
import { moveIn, roomOf, startInEnglish } from './listener/room.ts'
import { step } from './step.ts'

const music = mkdtempSync(join(tmpdir(), 'dwell-music-'))
const profile = newProfile()
let dwell: StartedApp

beforeAll(() => {
  recordAlbum(music, { artist: 'Milo', album: 'Harbours' }, [
    ['Low Tide', 10],
    ['Ferry', 240],
    ['Lighthouse', 10],
    ['Gulls', 10],
  ])
})
afterAll(async () => {
  await dwell?.close()
  for (const folder of [music, profile]) rmSync(folder, { recursive: true, force: true })
})

describe('Dwell, closed in the middle of a record', () => {
  it('opens again where it was, waits, and goes on when asked', async () => {
    dwell = await startInEnglish({ profile })
    let room = await moveIn(dwell, music, 4)
    await step('it is left with a place, an order and settings of its own', async () => {
      await room.play(room.row('Ferry'))
      await room.shows('Ferry')
      await room.choose(room.row('Low Tide'), 'Play next')
      await expect.poll(() => room.coming()).toEqual(['Low Tide', 'Lighthouse', 'Gulls'])
      await room.press('Repeat is off', room.player)
      await room.button('Repeat all', room.player).waitFor()
      await room.go('Settings')
      await room.main.getByText('Paper', { exact: true }).click()
      await room.press('Mute', room.player)
      await room.heardTo(2_000)
    })
    const leftAtMs = await room.positionMs()
    const leftAt = Date.now()
    await dwell.close()
    const mostMs = leftAtMs + Date.now() - leftAt + 250

    dwell = await startInEnglish({ profile })
    room = roomOf(dwell.window)
    await step('it is at the same place, and waits', async () => {
      await room.shows('Ferry')
      await room.button('Play', room.player).waitFor()
      const positionMs = await room.positionMs()
      expect(positionMs).toBeGreaterThan(leftAtMs - 1_000)
      expect(positionMs).toBeLessThan(mostMs)
      await expect.poll(() => room.coming()).toEqual(['Low Tide', 'Lighthouse', 'Gulls'])
      const log = await room.log()
      expect(log).toMatchObject([{ title: 'Ferry', cause: 'quit', origin: 'hand', outcome: 'neither', sat: null }])
      const { dwellMs = 0 } = log[0] ?? {}
      expect(dwellMs).toBeGreaterThan(leftAtMs - 1_000)
      expect(dwellMs).toBeLessThan(mostMs)
    })
    await step('it has kept the settings', async () => {
      await room.button('Repeat all', room.player).waitFor()
      await room.button('Unmute', room.player).waitFor()
      await room.go('Settings')
      await expect.poll(() => room.main.getByRole('radio', { name: 'Paper' }).isChecked()).toBe(true)
      expect(
        await room.page.evaluate(
          () => document.documentElement.dataset['theme'] ?? matchMedia('(prefers-color-scheme: light)').matches,
        ),
      ).toSatisfy((theme: unknown) => theme === 'light' || theme === true)
    })
    await step('it goes on from there when asked, and not before', async () => {
      expect(await room.isPlaying()).toBe(false)
      expect(await room.log()).toHaveLength(1)
      await room.press('Play', room.player)
      await room.heardTo(leftAtMs + 500)
      await expect
        .poll(async () => (await room.log()).at(-1))
        .toMatchObject({ title: 'Ferry', origin: 'restored', cause: null })
      await room.press('Next')
      await room.shows('Low Tide')
    })
  })
})
