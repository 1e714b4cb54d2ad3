// A listener reads in the settings how far the ears are, pauses them, sees what could not be heard and why, and has it tried again.
import { describe, expect, it } from 'vitest'
import type { TrackId } from '../../../../preload/contract/ids.ts'
import { sceneOfFile } from '../../harness/stage.ts'

const scene = sceneOfFile()
const { open, asked } = scene

describe('a listener looking after the ears', () => {
  it('reads how far they are, on what, and how long it will take; pauses and goes on', async () => {
    await open({
      sound: { progress: { state: 'working', done: 1200, of: 5000, current: 'Snow in April', msLeft: 1_500_000 } },
    })
    const { page } = scene
    await page.keyboard.press('4')
    const section = page.getByRole('region', { name: 'Sound' })
    await section.getByText('1,200 of 5,000 tracks').waitFor()
    await section.getByText('Snow in April').waitFor()
    await section.getByText('25 min left').waitFor()
    expect(await section.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('24')
    await section.getByRole('button', { name: 'Pause' }).click()
    await section.getByRole('status').filter({ hasText: 'Paused' }).waitFor()
    await section.getByRole('button', { name: 'Continue' }).click()
    await section.getByRole('status').filter({ hasText: 'Listening' }).waitFor()
    await expect.poll(() => asked('sound.setPaused')).toEqual([{ paused: true }, { paused: false }])
  })

  it('reads why nothing goes on', async () => {
    await open({ sound: { progress: { state: 'waiting', why: 'battery', done: 10, of: 5000 } } })
    await scene.page.keyboard.press('4')
    await scene.page.getByRole('status').filter({ hasText: 'Waiting for power' }).waitFor()
  })

  it('sees which tracks could not be heard and why, and has them tried again', async () => {
    const failure = { title: 'Wreck', artist: 'Milo', code: 'file-broken', message: 'frame 12 is damaged' } as const
    await open({
      sound: {
        failures: [1, 2].map(id => ({ ...failure, trackId: id as TrackId, title: `Wreck ${id}` })),
      },
    })
    const { page } = scene
    await page.keyboard.press('4')
    await page.getByRole('button', { name: '2 tracks could not be heard' }).click()
    const list = page.getByRole('list', { name: 'Tracks that could not be heard' })
    await list.getByText('Wreck 2 · Milo').waitFor()
    expect(await list.getByRole('listitem').count()).toBe(2)
    await page.getByRole('region', { name: 'Sound' }).getByRole('button', { name: 'Try them again' }).click()
    await list.waitFor({ state: 'detached' })
    await expect.poll(() => asked('sound.retry')).toHaveLength(1)
  })

  it('switches them off', async () => {
    await open()
    const { page } = scene
    await page.keyboard.press('4')
    await page.getByText('Listen to the library', { exact: true }).waitFor()
    await page.getByRole('switch', { name: 'Listen to the library' }).press('Space')
    await page.getByRole('status').filter({ hasText: 'Switched off' }).waitFor()
    await expect.poll(() => asked('settings.set')).toEqual([{ analyseSound: false }])
  })
})
