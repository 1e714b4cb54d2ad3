// `npm run dev -- --screenshots DIR [--page NAME …]`: a picture of every state of the table, in both themes with a language to each.
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { openBrowser } from './browser.ts'
import { servePages } from './server.ts'
import { nameOf, states } from './states/table.ts'
import { walk } from './states/walk.ts'

const { values } = parseArgs({
  options: { screenshots: { type: 'string', default: 'screenshots' }, page: { type: 'string', multiple: true } },
})
const folder = resolve(values.screenshots)
const wanted = states.filter(({ page }) => values.page === undefined || values.page.some(name => page.startsWith(name)))
const looks = [
  { theme: 'dark', language: 'en' },
  { theme: 'light', language: 'ko' },
] as const

mkdirSync(folder, { recursive: true })
const pages = await servePages()
const browser = await openBrowser()
const { page } = browser
page.setDefaultTimeout(30_000)
await page.emulateMedia({ reducedMotion: 'reduce' })
const missed: string[] = []
for (const look of looks)
  for (const state of wanted) {
    const name = nameOf(state).replace('/', '-')
    await walk(page, pages, look, [state], async () => {
      await page.waitForFunction(() =>
        [...document.images].every(image => image.complete || image.getBoundingClientRect().top > innerHeight),
      )
      await page.screenshot({ path: join(folder, `${name}-${look.theme}-${look.language}.png`) })
    }).catch((error: unknown) => {
      missed.push(name)
      console.error(error instanceof Error ? error.message : error)
    })
  }
await browser.close()
await pages.close()
console.log(`${wanted.length * looks.length - missed.length} pictures in ${folder}`)
process.exitCode = missed.length === 0 ? 0 : 1
