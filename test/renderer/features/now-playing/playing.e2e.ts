// A listener at the transport and at up next: keys, wishes that can be taken back, an order made by hand.
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { sceneOfFile } from '../../harness/stage.ts'

const scene = sceneOfFile()
const { open, asked } = scene

async function play(page: Page): Promise<void> {
  await page.locator('[aria-rowindex="3"]').dblclick()
  await page.getByRole('button', { name: 'Pause' }).waitFor()
}
const upcoming = (page: Page): Promise<string[]> =>
  page.getByRole('grid', { name: 'Tracks that come next' }).getByRole('row').allInnerTexts()
const titles = async (page: Page): Promise<string[]> => (await upcoming(page)).map(words => words.split('\n')[0] ?? '')

describe('a listener at the transport', () => {
  it('plays, pauses, seeks and goes on by keys', async () => {
    await open()
    const { page } = scene
    await play(page)
    await page.keyboard.press('Space')
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await expect
      .poll(() => page.getByRole('slider', { name: 'Position' }).getAttribute('aria-valuetext'))
      .toMatch(/^0:10 of/)
    await page.keyboard.press('ArrowLeft')
    await expect
      .poll(() => page.getByRole('slider', { name: 'Position' }).getAttribute('aria-valuetext'))
      .toMatch(/^0:05 of/)
    const before = await page.getByRole('region', { name: 'Player' }).innerText()
    await page.keyboard.press('Control+ArrowRight')
    await expect.poll(() => page.getByRole('region', { name: 'Player' }).innerText()).not.toBe(before)
  })

  it('hears which track plays from the screen reader', async () => {
    await open()
    const { page } = scene
    await play(page)
    await expect
      .poll(() => page.locator('[aria-live=polite]').allInnerTexts())
      .toContainEqual(expect.stringMatching(/^Now playing: .+ by .+/))
  })

  it('likes with l, sees the heart, and takes it back', async () => {
    await open()
    const { page } = scene
    await page.getByRole('button', { name: 'Heard', exact: true }).click()
    await page.getByRole('button', { name: 'Heard', exact: true }).click()
    await page.locator('[aria-sort=ascending]').waitFor()
    await play(page)
    await page.keyboard.press('l')
    await page.getByRole('button', { name: 'Liked', pressed: true }).waitFor()
    await page.getByText(/^You like “/).waitFor()
    await page.keyboard.press('l')
    await page.getByRole('button', { name: 'Like', exact: true }).waitFor()
    await expect.poll(async () => (await asked('listening.undoWish')).length).toBe(1)
  })

  it('says not now, and undoes it where it was done', async () => {
    await open()
    const { page } = scene
    await play(page)
    await page.keyboard.press('n')
    await page.getByText(/stays away for this session\.$/).waitFor()
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    await page.getByText('Taken back.').waitFor()
    await expect.poll(async () => (await asked('listening.undoWish')).length).toBe(1)
  })

  it('never wants to be given the artist again', async () => {
    await open()
    const { page } = scene
    await play(page)
    await page.getByRole('button', { name: 'Not for now, or not at all' }).click()
    await page.getByRole('menuitem', { name: 'Never queue this artist' }).click()
    await expect
      .poll(async () => (await asked('listening.wish')).at(-1))
      .toMatchObject({ kind: 'never', target: { of: 'artist' } })
  })

  it('sees the ring fill, and fall back on a skip', async () => {
    await open()
    const { page } = scene
    await play(page)
    const fill = () =>
      page.evaluate(() =>
        Number(
          document
            .querySelector<SVGElement>('[aria-label=Player] svg[style*="--fill"]')
            ?.style.getPropertyValue('--fill'),
        ),
      )
    await page.evaluate(() => window.stage.setDwell(window.stage.player.getState().durationMs / 2))
    await expect.poll(fill).toBeGreaterThan(0.45)
    await page.keyboard.press('Control+ArrowRight')
    await expect.poll(fill).toBeLessThan(0.1)
  })

  it('is told once that a file would not play', async () => {
    await open()
    const { page } = scene
    await page.evaluate(() =>
      window.stage.player.setState({
        error: { id: 1, kind: 'skipped', code: 'file-missing', title: 'Lost Song', message: 'lost.flac is gone' },
      }),
    )
    await page.getByText('“Lost Song” would not play, so Dwell went on.').waitFor()
    await page.getByText('lost.flac is gone').waitFor()
  })
})

describe('a listener at up next', () => {
  it('moves a track with alt and arrow, and hears where it is now', async () => {
    await open()
    const { page } = scene
    await play(page)
    const before = await titles(page)
    await page.getByRole('grid', { name: 'Tracks that come next' }).getByRole('row').first().focus()
    await page.keyboard.press('Alt+ArrowDown')
    await expect.poll(() => titles(page)).toEqual([before[1], before[0], ...before.slice(2)])
    await page.keyboard.press('Alt+ArrowDown')
    await expect.poll(async () => (await titles(page))[2]).toBe(before[0])
    await expect
      .poll(() => page.locator('[aria-live=polite]').allInnerTexts())
      .toContainEqual(expect.stringContaining('is now number 3 of'))
  })

  it('drags a track with the mouse', async () => {
    await open()
    const { page } = scene
    await play(page)
    const before = await titles(page)
    const rows = page.getByRole('grid', { name: 'Tracks that come next' }).getByRole('row')
    // The lower edge of a row is behind it, however many lines its reason takes.
    const below = (await rows.nth(1).boundingBox())?.height ?? 0
    await rows.nth(0).dragTo(rows.nth(1), { targetPosition: { x: 120, y: below - 4 } })
    await expect.poll(() => titles(page)).toEqual([before[1], before[0], ...before.slice(2)])
  })

  it('removes with delete, and undo brings it back to its place', async () => {
    await open()
    const { page } = scene
    await play(page)
    const before = await titles(page)
    await page.getByRole('grid', { name: 'Tracks that come next' }).getByRole('row').nth(1).focus()
    await page.keyboard.press('Delete')
    await expect.poll(async () => (await titles(page))[1]).toBe(before[2])
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    await expect.poll(async () => (await titles(page))[1]).toBe(before[1])
  })

  it('folds away and stays folded', async () => {
    await open()
    const { page } = scene
    await page.keyboard.press('u')
    await page.getByRole('button', { name: 'Show up next' }).waitFor()
    await open()
    await page.getByRole('button', { name: 'Show up next' }).click()
    await page.getByRole('heading', { name: 'Up next' }).waitFor()
  })

  it('keeps it as a playlist', async () => {
    await open()
    const { page } = scene
    await play(page)
    await page.getByRole('complementary').getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Keep as a playlist' }).click()
    await page.getByRole('heading', { level: 1, name: /^Playlist of/ }).waitFor()
  })
})
