// What a story about the interface stands on: a page with a made core, opened anew for each story, and words for looking at it.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import type { Input, WindowCallName } from '../../../preload/contract/contract.ts'
import { type OpenedBrowser, openBrowser } from './browser.ts'
import type { FakeCoreOptions } from './fake-core.ts'
import type {} from './page.ts'
import { type Pages, servePages } from './server.ts'

export interface Scene {
  readonly page: Page
  /** Opens the interface anew and waits until it is drawn. */
  open(options?: FakeCoreOptions): Promise<void>
  resize(width: number, height: number): Promise<void>
  /** Every input with which the core was asked `name`, in order. */
  asked<N extends WindowCallName>(name: N): Promise<readonly Input<N>[]>
  /** What went wrong in the page: errors thrown, errors written. */
  readonly complaints: readonly string[]
}

/** For a `describe`: one browser and one server for all its stories. */
export function useScene(): Scene {
  const complaints: string[] = []
  let browser: OpenedBrowser
  let pages: Pages
  beforeAll(async () => {
    pages = await servePages()
    browser = await openBrowser()
    browser.page.setDefaultTimeout(8000)
    browser.page.on('pageerror', error => complaints.push(String(error)))
    browser.page.on('console', message => {
      if (message.type() === 'error') complaints.push(message.text())
    })
  })
  afterAll(async () => {
    await browser?.close()
    await pages?.close()
  })
  return {
    complaints,
    get page() {
      return browser.page
    },
    resize: (width, height) => browser.resize(width, height),
    async open(options) {
      complaints.length = 0
      await browser.page.emulateMedia({ reducedMotion: 'reduce' })
      await browser.page.goto(pages.address(options))
      await browser.page.waitForSelector('main')
      await browser.page.evaluate(() => document.fonts.ready)
    },
    asked: name =>
      browser.page.evaluate(
        asked =>
          window.stage.core.fake.asked
            .filter(call => call.name === asked)
            // Typed arrays do not come through as themselves.
            .map(({ input }) =>
              JSON.parse(JSON.stringify(input ?? null, (_, v) => (v instanceof Int32Array ? [...v] : v))),
            ),
        name,
      ),
  }
}
