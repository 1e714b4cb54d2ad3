// What comes next as a list that stays still where nothing changed: rows that did not change are not drawn again, and the keyboard keeps its place.
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { sceneOfFile } from '../../harness/stage.ts'

const scene = sceneOfFile()

const grid = (page: Page) => page.getByRole('grid', { name: 'Tracks that come next' })
const titles = (page: Page): Promise<(string | null)[]> =>
  grid(page)
    .getByRole('row')
    .evaluateAll(rows => rows.map(row => row.getAttribute('aria-label')))
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null)

async function start(): Promise<Page> {
  await scene.open()
  const { page } = scene
  await page.getByRole('complementary').getByRole('button', { name: 'Let Dwell play' }).click()
  await page.getByRole('button', { name: 'Pause' }).waitFor()
  await grid(page).getByRole('row').nth(9).waitFor()
  await page.evaluate(() => window.stage.commands.pause())
  return page
}

/** Tells of a queue in which everything is another object, and what is shown of `places` is another likelihood; answers the rows whose elements changed. */
const drawn = (page: Page, places: readonly number[]): Promise<number[]> =>
  page.evaluate(async changed => {
    const rows = [...document.querySelectorAll('[role=grid] [role=row][data-key]')]
    const touched = new Set<number>()
    const observer = new MutationObserver(records => {
      for (const { target } of records) touched.add(rows.findIndex(row => row.contains(target)))
    })
    observer.observe(document.querySelector('[role=grid][aria-label="Tracks that come next"]') ?? document.body, {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    })
    const { fake, queue } = window.stage.core
    const state = structuredClone(queue.state())
    fake.emit('queue.changed', {
      ...state,
      version: state.version + 1,
      upcoming: state.upcoming.map((item, at) => ({
        ...item,
        decided: item.decided && { ...item.decided, sat: changed.includes(at) ? 0.123 : item.decided.sat },
      })),
    })
    await new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    observer.disconnect()
    return [...touched].sort((a, b) => a - b)
  }, places)

describe('what comes next', () => {
  it('touches the rows that changed, and no other', async () => {
    const page = await start()
    expect(await drawn(page, [])).toEqual([])
    expect(await drawn(page, [3, 7])).toEqual([3, 7])
  })

  it('has one stop for Tab; arrows go on from there, and Tab into the row’s own buttons', async () => {
    const page = await start()
    const names = await titles(page)
    await grid(page).getByRole('row').first().focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    expect(await focused(page)).toBe(names[2])
    await page.keyboard.press('Tab')
    expect(await focused(page)).toMatch(/^Play .+ next$/)
    await page.keyboard.press('ArrowUp')
    expect(await focused(page)).toBe(names[1])
    await page.keyboard.press('Home')
    expect(await focused(page)).toBe(names[0])
    await page.keyboard.press('End')
    expect(await focused(page)).toBe(names.at(-1))
  })

  it('keeps the keyboard’s place when its row moves, and gives it to the next when its row is removed', async () => {
    await scene.open()
    const { page } = scene
    await page.locator('[aria-rowindex="3"]').dblclick()
    await grid(page).getByRole('row').nth(9).waitFor()
    const names = await titles(page)
    await grid(page).getByRole('row').first().focus()
    await page.keyboard.press('Alt+ArrowDown')
    await expect.poll(async () => (await titles(page))[1]).toBe(names[0])
    expect(await focused(page)).toBe(names[0])
    await page.keyboard.press('Delete')
    await expect.poll(() => titles(page)).not.toContain(names[0])
    await expect.poll(async () => focused(page)).toBe((await titles(page))[1])
  })

  it('plays what is pressed, by pointer and by Enter', async () => {
    const page = await start()
    const playing = () => page.evaluate(() => window.stage.player.getState().track?.title)
    const names = await titles(page)
    await grid(page)
      .getByRole('row')
      .nth(2)
      .click({ position: { x: 120, y: 20 } })
    await expect.poll(async () => `${await playing()}`).toBe(names[2]?.split(', ')[0])
    const rest = await titles(page)
    await grid(page).getByRole('row').nth(1).focus()
    await page.keyboard.press('Enter')
    await expect.poll(async () => `${await playing()}`).toBe(rest[1]?.split(', ')[0])
  })
})
