// From an edit to the screen in `npm run dev`: a component is saved in a copy of the sources, and the page says when it was drawn.
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createServer } from 'vite'
import { root } from '../../scripts/places.mjs'
import { openBrowser } from '../renderer/harness/browser.ts'
import { type BenchOptions, type Report, reportSpread } from './measure.ts'

const edits = 12
/** What the window is made of; edited in a copy, so that a bench that is stopped leaves no trace in the sources. */
const sources = [
  'main',
  'models',
  'preload',
  'renderer',
  'test/renderer',
  'test/tsconfig.json',
  'tsconfig.base.json',
  'package.json',
]
const edited = 'renderer/features/library/empty-library.tsx'
const title = /title=\{t\('library\.empty\.title'\)\}/

export async function devBench(report: Report, { work }: BenchOptions): Promise<void> {
  const folder = join(work, 'dev')
  mkdirSync(join(folder, 'test'), { recursive: true })
  for (const name of sources) cpSync(join(root, name), join(folder, name), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  // The copy's own configuration, which knows where it lies.
  const { devConfig }: typeof import('../renderer/harness/vite.ts') = await import(
    join(folder, 'test/renderer/harness/vite.ts')
  )
  const server = await createServer({
    ...devConfig(0),
    logLevel: 'error',
    cacheDir: join(folder, '.vite'),
  })
  server.config.server.fs.allow.push(folder, root)
  await server.listen()
  const browser = await openBrowser()
  const { page } = browser
  try {
    await page.goto(`${server.resolvedUrls?.local[0]}?page=library-tracks&state=empty`)
    await page.waitForFunction(() => document.documentElement.dataset['state'] === 'library-tracks/empty')
    const path = join(folder, edited)
    const source = readFileSync(path, 'utf8')
    if (!title.test(source)) throw new Error(`${edited} has no title to edit`)
    const times: (readonly [string, number])[] = []
    for (let edit = 1; edit <= edits; edit++) {
      const words = `Edit number ${edit}`
      const drawn = page.evaluate(
        wanted =>
          new Promise<number>(resolve => {
            const look = (): void => {
              if (document.querySelector('main h2')?.textContent === wanted)
                requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now()))
              else requestAnimationFrame(look)
            }
            look()
          }),
        words,
      )
      const savedAt = performance.timeOrigin + performance.now()
      writeFileSync(path, source.replace(title, `title="${words}"`))
      times.push([words, (await drawn) - savedAt])
    }
    reportSpread(report, 'dev: from saving a component to the screen', times, `${edits} edits by fast refresh`)
  } finally {
    await browser.close()
    await server.close()
  }
}
