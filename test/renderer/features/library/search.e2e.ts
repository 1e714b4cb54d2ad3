// A listener searches: by slash, as they type, in two scripts, and plays what was found without touching the mouse.
import { describe, expect, it } from 'vitest'
import { sceneOfFile } from '../../harness/stage.ts'

const scene = sceneOfFile()
const { open, asked } = scene

describe('a listener who searches', () => {
  it('presses slash, types, presses down and enter, and the track plays', async () => {
    await open()
    const { page } = scene
    await page.keyboard.press('/')
    await page.keyboard.type('rivers')
    await page.getByRole('heading', { name: 'Tracks', exact: false }).first().waitFor()
    await page.getByText('The 50 closest').waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Pause' }).waitFor()
    const [play] = await asked('queue.play')
    expect(play).toMatchObject({ startAt: 0, origin: 'search', source: { kind: 'search', name: 'rivers' } })
    const title = await page.locator('[data-active] [role=gridcell]').first().innerText()
    expect(await page.getByRole('region', { name: 'Player' }).innerText()).toContain(title.split('\n')[0])
  })

  it('finds people and records too, and goes to them', async () => {
    await open()
    const { page } = scene
    await page.keyboard.press('/')
    await page.keyboard.type('새벽')
    await page.getByRole('button', { name: '새벽역' }).first().click()
    await page.getByRole('heading', { level: 1, name: '새벽역' }).waitFor()
    await page.keyboard.press('Alt+ArrowLeft')
    await page.getByRole('heading', { level: 1, name: 'Library' }).waitFor()
  })

  it('reads what to do when nothing is called that, and gets the list back with Escape', async () => {
    await open()
    const { page } = scene
    await page.keyboard.press('/')
    await page.keyboard.type('zzzz')
    await page.getByText('Nothing here is called “zzzz”.').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('columnheader', { name: 'Album' }).waitFor()
    expect(await page.getByRole('searchbox').inputValue()).toBe('')
  })

  it('is not disturbed by single-letter keys while typing', async () => {
    await open()
    const { page } = scene
    await page.keyboard.press('/')
    await page.keyboard.type('l n m ?')
    expect(await page.getByRole('searchbox').inputValue()).toBe('l n m ?')
    expect(await asked('listening.wish')).toEqual([])
  })
})
