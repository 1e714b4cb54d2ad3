// A listener with a large library: it scrolls like a small one, is sorted, chosen from, and played from here.
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { sceneOfFile } from '../../harness/stage.ts'

const scene = sceneOfFile()
const { open, asked } = scene

const firstTitle = (page: Page): Promise<string> =>
  page.locator('[role=grid] [aria-rowindex="2"] [role=gridcell]').first().innerText()

describe('a listener with a hundred thousand tracks', () => {
  it('sees under sixty rows made at a time, from the first to the last', async () => {
    await open({ tracks: 100_000 })
    const { page } = scene
    const rows = page.locator('[role=grid] [role=row]')
    await page.locator('[aria-rowindex="2"]').waitFor()
    expect(await rows.count()).toBeLessThan(60)
    await page.getByRole('grid', { name: 'Tracks', exact: true }).focus()
    await page.keyboard.press('End')
    await page.locator('[aria-rowindex="100001"] [role=gridcell] >> nth=0').waitFor()
    await page.waitForFunction(() => document.querySelector('[aria-rowindex="100001"]')?.textContent?.includes(':'))
    expect(await rows.count()).toBeLessThan(60)
    expect(await page.getByRole('grid', { name: 'Tracks', exact: true }).getAttribute('aria-rowcount')).toBe('100001')
    // Rows are asked for in pages, never the whole library.
    const pages = (await asked('library.tracks')).map(({ ids }) => ids.length)
    expect(Math.max(...pages)).toBeLessThanOrEqual(200)
    expect(pages.reduce((sum, n) => sum + n, 0)).toBeLessThan(2000)
  })

  it('makes no more than a windowful while being flung through', async () => {
    await open({ tracks: 100_000 })
    const { page } = scene
    const most = await page.evaluate(async () => {
      const scroller = document.querySelector('[role=grid]')?.parentElement
      if (!scroller) throw new Error('no list')
      let most = 0
      for (let step = 0; step < 60; step++) {
        scroller.scrollTop = (scroller.scrollHeight * step) / 60
        await new Promise(requestAnimationFrame)
        most = Math.max(most, scroller.querySelectorAll('[role=row]').length)
      }
      return most
    })
    expect(most).toBeGreaterThan(5)
    expect(most).toBeLessThan(60)
  })
})

describe('a list taller than Chromium lays out', () => {
  it('is still reached to its last row, by key and by scroll bar', async () => {
    await scene.open({ tracks: 1000, longList: 900_000 })
    const { page } = scene
    await page.getByRole('grid', { name: 'Tracks', exact: true }).focus()
    await page.keyboard.press('End')
    await page.locator('[aria-rowindex="900001"]').waitFor()
    const isSeen = await page.evaluate(() => {
      const row = document.querySelector('[aria-rowindex="900001"]')?.getBoundingClientRect()
      const box = document.querySelector('[role=grid]')?.parentElement?.getBoundingClientRect()
      return row !== undefined && box !== undefined && row.bottom <= box.bottom + 1 && row.top >= box.top
    })
    expect(isSeen).toBe(true)
    await page.keyboard.press('PageUp')
    await page.keyboard.press('Home')
    await page.locator('[aria-rowindex="2"]').waitFor()
  })
})

describe('a listener in the library', () => {
  it('plays from here with a double click, and the list goes on from there', async () => {
    await open()
    const { page } = scene
    await page.locator('[aria-rowindex="5"]').dblclick()
    await page.getByRole('button', { name: 'Pause' }).waitFor()
    const [play] = await asked('queue.play')
    expect(play).toMatchObject({ startAt: 3, origin: 'hand', source: { kind: 'tracks' } })
    expect(play?.ids.length).toBe(5000)
    expect(await page.getByRole('complementary', { name: 'Up next' }).innerText()).toContain('and 4,')
  })

  it('sorts by what only Dwell knows, and back', async () => {
    await open()
    const { page } = scene
    const before = await firstTitle(page)
    await page.getByRole('button', { name: 'Heard', exact: true }).click()
    await page.waitForFunction(() => document.querySelector('[aria-sort=descending]'))
    await expect.poll(() => firstTitle(page)).not.toBe(before)
    await expect
      .poll(async () => (await asked('library.trackIds')).at(-1))
      .toMatchObject({ sort: 'heard', descending: true })
    await page.getByRole('button', { name: 'Artist' }).click()
    await expect.poll(() => firstTitle(page)).toBe(before)
  })

  it('chooses many with shift and control, and adds them to what comes next', async () => {
    await open()
    const { page } = scene
    await page.locator('[aria-rowindex="3"]').click()
    await page.locator('[aria-rowindex="6"]').click({ modifiers: ['Shift'] })
    await page.locator('[aria-rowindex="9"]').click({ modifiers: ['Control'] })
    await page.locator('[aria-rowindex="4"]').click({ modifiers: ['Control'] })
    expect(await page.locator('[role=row][aria-selected=true]').count()).toBe(4)
    await page.keyboard.press('q')
    await page.getByText('4 tracks added to up next.').waitFor()
    await expect.poll(async () => (await asked('queue.add')).at(-1)).toMatchObject({ where: 'end' })
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    await page.getByText('Nothing waits.').waitFor()
  })

  it('walks with j and k, extends with shift, and takes all with control and a', async () => {
    await open()
    const { page } = scene
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('k')
    expect(await page.locator('[data-active]').getAttribute('aria-rowindex')).toBe('3')
    await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('Shift+ArrowDown')
    expect(await page.locator('[role=row][aria-selected=true]').count()).toBe(3)
    await page.keyboard.press('Control+a')
    await page.keyboard.press('q')
    await page.getByText('5,000 tracks added to up next.').waitFor()
  })

  it('opens the menu by key, and goes to the album and back to the same row', async () => {
    await open()
    const { page } = scene
    await page.getByRole('grid', { name: 'Tracks', exact: true }).focus()
    for (let n = 0; n < 30; n++) await page.keyboard.press('ArrowDown')
    const row = await page.locator('[data-active]').getAttribute('aria-rowindex')
    await page.keyboard.press('Shift+F10')
    await page.getByRole('menuitem', { name: 'Go to album' }).click()
    await page.getByText('Album', { exact: true }).first().waitFor()
    await page.getByRole('button', { name: 'Back' }).click()
    await page.locator(`[aria-rowindex="${row}"]`).waitFor()
  })

  it('sees what cannot be played, and why', async () => {
    await open()
    const { page } = scene
    await page.keyboard.press('/')
    const broken = await page.evaluate(
      () => [...window.stage.core.library.tracks.values()].find(row => !row.playable)?.album ?? '',
    )
    await page.keyboard.type(broken)
    await page.getByText('WMA cannot be played here').first().waitFor()
  })

  it('walks covers with four arrows and opens one with enter', async () => {
    await open()
    const { page } = scene
    await page.getByRole('tab', { name: 'Albums' }).click()
    await page.getByRole('grid', { name: 'Albums' }).focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowRight')
    const name = (await page.locator('[data-active]').innerText()).split('\n')[0] ?? ''
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name }).waitFor()
  })

  it('opens an album’s menu where the pointer asked for it, and adds the album', async () => {
    await open()
    const { page } = scene
    await page.getByRole('tab', { name: 'Albums' }).click()
    const cover = page.getByRole('grid', { name: 'Albums' }).getByRole('gridcell').nth(2)
    const box = await cover.boundingBox()
    await cover.click({ button: 'right', position: { x: 30, y: 40 } })
    const menu = await page.getByRole('menu').boundingBox()
    expect(Math.abs((menu?.x ?? 0) - (box?.x ?? 0) - 30)).toBeLessThan(12)
    expect(Math.abs((menu?.y ?? 0) - (box?.y ?? 0) - 40)).toBeLessThan(12)
    await page.getByRole('menuitem', { name: 'Add to up next' }).click()
    await expect.poll(async () => (await asked('queue.add')).length).toBe(1)
  })

  it('opens folders like a tree', async () => {
    await open()
    const { page } = scene
    await page.getByRole('tab', { name: 'Folders' }).click()
    await page.getByRole('tree').focus()
    await page.keyboard.press('ArrowRight')
    await page.locator('[role=treeitem][aria-level="2"]').first().waitFor()
    await page.keyboard.press('ArrowRight')
    await page.getByRole('grid', { name: 'Tracks', exact: true }).waitFor()
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowLeft')
    await expect.poll(() => page.locator('[role=treeitem]').count()).toBe(1)
  })
})
