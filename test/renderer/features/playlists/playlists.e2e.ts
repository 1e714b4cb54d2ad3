// A listener and their playlists: made, filled from anywhere, put in order, taken back.
import { describe, expect, it } from 'vitest'
import { sceneOfFile } from '../../harness/stage.ts'

const scene = sceneOfFile()
const { open, asked } = scene

describe('a listener with playlists', () => {
  it('makes one, renames it, deletes it, and takes that back', async () => {
    await open()
    const { page } = scene
    await page.keyboard.press('3')
    await page.getByRole('button', { name: 'New playlist' }).click()
    await page.keyboard.type('After rain')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'After rain' }).waitFor()
    await page.getByText('This playlist is empty.').waitFor()
    await page.getByRole('button', { name: 'Playlist menu' }).click()
    await page.getByRole('menuitem', { name: 'Rename' }).click()
    await page.keyboard.press('Control+a')
    await page.keyboard.type('After the rain')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'After the rain' }).waitFor()
    await page.getByRole('button', { name: 'Playlist menu' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await page.getByText('“After the rain” is deleted.').waitFor()
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    await page.getByRole('navigation', { name: 'Playlists' }).getByRole('button', { name: 'After the rain' }).waitFor()
  })

  it('adds tracks to one from the menu of the library', async () => {
    await open()
    const { page } = scene
    await page.locator('[aria-rowindex="3"]').click()
    await page.locator('[aria-rowindex="5"]').click({ modifiers: ['Shift'] })
    await page.locator('[aria-rowindex="4"]').click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Add to playlist' }).hover()
    await page.getByRole('menuitem', { name: '밤 산책' }).click()
    await page.getByText('3 tracks added to “밤 산책”.').waitFor()
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    await expect.poll(async () => (await asked('playlists.remove')).at(-1)?.items.length).toBe(3)
  })

  it('drops tracks on its name in the rail', async () => {
    await open()
    const { page } = scene
    const name = page.getByRole('navigation', { name: 'Playlists' }).getByRole('button', { name: '밤 산책' })
    await page.locator('[aria-rowindex="3"]').dragTo(name)
    await page.getByText('1 track added to “밤 산책”.').waitFor()
  })

  it('puts it in order by keys, and removes with undo', async () => {
    await open()
    const { page } = scene
    await page.getByRole('navigation', { name: 'Playlists' }).getByRole('button', { name: '밤 산책' }).click()
    const title = (n: number) => page.locator(`[aria-rowindex="${n}"] [role=gridcell]`).nth(1).innerText()
    await page.locator('[aria-rowindex="2"]').click({ position: { x: 160, y: 20 } })
    const [first, second, third] = [await title(2), await title(3), await title(4)]
    await page.keyboard.press('Alt+ArrowDown')
    await expect.poll(() => title(2)).toBe(second)
    await page.keyboard.press('Alt+ArrowDown')
    await expect.poll(() => title(4)).toBe(first)
    expect(await page.locator('[data-active]').getAttribute('aria-rowindex')).toBe('4')
    await page.keyboard.press('Delete')
    await page.getByText('1 track removed from “밤 산책”.').waitFor()
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    await expect.poll(async () => [await title(2), await title(3), await title(4)]).toEqual([second, third, first])
  })

  it('imports one, and reads which lines were not found', async () => {
    await open()
    const { page } = scene
    await page.keyboard.press('3')
    await page.getByRole('button', { name: 'Import m3u8' }).click()
    await page.getByRole('dialog', { name: '2 lines name nothing in your library' }).waitFor()
    await page.getByText('05 Lost Song.mp3').waitFor()
    await page.keyboard.press('Escape')
  })
})
