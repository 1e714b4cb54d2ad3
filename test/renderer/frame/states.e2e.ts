// Every state of every page for everybody: each entry of the table is reached, and axe finds nothing on it in either theme.
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { violations } from '../harness/axe.ts'
import { pagesAt } from '../harness/server.ts'
import { sceneOfFile } from '../harness/stage.ts'
import { nameOf, type State, states } from '../harness/states/table.ts'
import { type Look, walk } from '../harness/states/walk.ts'

const scene = sceneOfFile()
const pages = pagesAt(process.env['DWELL_PAGES'] ?? '')

/** What axe finds, by the names of the states it finds it on. */
async function walkWithAxe(look: Look, chosen: readonly State[], ask: (page: Page) => Promise<string[]>) {
  const found: Record<string, readonly string[]> = {}
  await walk(scene.page, pages, look, chosen, async state => {
    const all = await ask(scene.page)
    if (all.length > 0) found[nameOf(state)] = all
  })
  return found
}

/** The other theme has the same elements in other colours. */
async function inBothThemes(page: Page): Promise<string[]> {
  const wear = (theme: string) =>
    page.evaluate(worn => {
      document.documentElement.dataset['theme'] = worn
    }, theme)
  const inTheDark = await violations(page)
  await wear('light')
  const inTheLight = await violations(page, ['color-contrast'])
  await wear('dark')
  return [...inTheDark, ...inTheLight.map(each => `in the light, ${each}`)]
}

describe('the states of the pages', () => {
  // A place further down is the same page.
  const whole = states.filter(({ at }) => at === undefined)

  it('have a name each', () => {
    const names = states.map(nameOf)
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  })

  it('are all reached, and axe finds nothing on them in the dark or in the light', async () => {
    expect(await walkWithAxe({ theme: 'dark', language: 'en' }, whole, inBothThemes)).toEqual({})
  })

  it('are no worse in Korean', async () => {
    const usual = whole.filter(({ world, does }) => world === 'usual' && does === undefined)
    expect(await walkWithAxe({ theme: 'light', language: 'ko' }, usual, violations)).toEqual({})
  })

  it('are listed on a page of their own, which axe finds nothing on either', async () => {
    const { page } = scene
    await page.goto(pages.addressOf({ page: 'trouble' }, '/states.html'))
    await page.locator('main iframe').first().waitFor()
    expect(await page.locator('nav a').count()).toBe(new Set(states.map(({ page: each }) => each)).size + 1)
    expect(await violations(page)).toEqual([])
  })
})
