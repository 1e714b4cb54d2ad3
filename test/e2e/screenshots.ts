// Pictures of every page for docs/screenshots, taken from the real application on the demonstration: `node test/e2e/screenshots.ts`.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { appFolder, ask, type StartedApp, startApp } from './app.ts'

const folder = process.argv[2] ?? join(appFolder, 'docs/screenshots')
/** Each page in both themes, with a language to each. */
const looks = [
  { theme: 'dark', language: 'en' },
  { theme: 'light', language: 'ko' },
] as const
type Look = (typeof looks)[number]

/** A picture has no cursor and no focus in it, and every cover is there. */
async function shoot(window: Page, name: string, { theme, language }: Look): Promise<void> {
  await window.mouse.move(2, 2)
  await window.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur())
  // Those below the fold are not asked for yet.
  await window.waitForFunction(() =>
    [...document.images].every(image => image.complete || image.getBoundingClientRect().top > innerHeight),
  )
  await window.waitForTimeout(400)
  await window.screenshot({ path: join(folder, `${name}-${theme}-${language}.png`) })
}

/** Waits until the demonstration has learned, then lets Dwell play: some tracks are left early, so that the session has a shape. */
async function listen(window: Page): Promise<void> {
  for (let seconds = 0; ; seconds++) {
    const balance = await ask(window, 'balance.state')
    if (balance.ok && balance.data.knowing === 'trained') break
    if (seconds === 120) throw new Error('the demonstration did not learn within two minutes')
    await window.waitForTimeout(1000)
  }
  await window.keyboard.press('d')
  for (const ms of [34_000, 1500, 36_500, 12_000, 33_000, 2500]) {
    await window.waitForTimeout(ms)
    await window.keyboard.press('Control+ArrowRight')
  }
  await window.waitForTimeout(7000)
}

/** The pages in the order of the rail; what is opened is closed again. */
async function walk(window: Page, look: Look): Promise<void> {
  const tab = (n: number) => window.locator('[role=tab]').nth(n).click()
  await window.keyboard.press('1')
  await shoot(window, 'now', look)
  await window.keyboard.press('2')
  await tab(0)
  await shoot(window, 'library', look)
  await tab(1)
  await shoot(window, 'albums', look)
  await window.locator('[role=gridcell]').nth(4).click()
  await shoot(window, 'album', look)
  await window.keyboard.press('2')
  await tab(2)
  await shoot(window, 'artists', look)
  await window.locator('[role=gridcell]').nth(1).click()
  await shoot(window, 'artist', look)
  await window.keyboard.press('2')
  await tab(4)
  await window.locator('[role=tree]').focus()
  await window.keyboard.press('ArrowRight')
  await window.keyboard.press('Enter')
  await shoot(window, 'folders', look)
  await tab(0)
  await window.keyboard.press('/')
  await window.keyboard.type('a')
  await shoot(window, 'search', look)
  await window.keyboard.press('Escape')
  await window.locator('nav').nth(1).locator('button').first().click()
  await shoot(window, 'playlist', look)
  await window.keyboard.press('i')
  await window.locator('main h2').first().waitFor()
  await window.waitForTimeout(2500)
  await shoot(window, 'insights', look)
  const parts = await window.locator('main h2').count()
  for (let part = 1; part < parts; part++) {
    await window
      .locator('main h2')
      .nth(part)
      .evaluate(element => element.scrollIntoView({ block: 'start' }))
    await shoot(window, `insights-${part + 1}`, look)
  }
  await window.keyboard.press('4')
  await shoot(window, 'settings', look)
  const sections = await window.locator('main h2').count()
  for (let section = 1; section < sections; section++) {
    await window
      .locator('main h2')
      .nth(section)
      .evaluate(element => element.scrollIntoView({ block: 'start' }))
    await shoot(window, `settings-${section + 1}`, look)
  }
  await window.keyboard.press('?')
  await shoot(window, 'keys', look)
  await window.keyboard.press('Escape')
}

async function dress(dwell: StartedApp, { theme, language }: Look): Promise<void> {
  await ask(dwell.window, 'settings.set', { theme, language })
  await dwell.window.waitForFunction(
    wanted =>
      document.documentElement.dataset['theme'] === wanted.theme && document.documentElement.lang === wanted.language,
    { theme, language },
  )
}

mkdirSync(folder, { recursive: true })
const demonstration = await startApp({ words: ['--demo'] })
await demonstration.window.waitForSelector('[aria-rowindex="3"]')
await listen(demonstration.window)
for (const look of looks) {
  await dress(demonstration, look)
  await walk(demonstration.window, look)
}
await demonstration.close()

const first = await startApp()
await first.window.waitForSelector('main')
for (const look of looks) {
  await dress(first, look)
  await shoot(first.window, 'first-run', look)
}
await first.close()
