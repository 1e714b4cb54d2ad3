// What a story about the interface stands on: a page with a made core, opened anew for each story, and words for looking at it.
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import type { Input, WindowCallName } from '../../../preload/contract/contract.ts'
import { comeToRest } from '../../e2e/rest.ts'
import { type OpenedBrowser, openBrowser } from './browser.ts'
import type { FakeCoreOptions } from './fake-core.ts'
import type {} from './page.ts'

export interface Scene {
  readonly page: Page
  /** Opens the interface anew and waits until it has come to rest; the first time in a story as on a new machine. */
  open(options?: FakeCoreOptions): Promise<void>
  resize(width: number, height: number): Promise<void>
  /** Every input with which the core was asked `name`, in order. */
  asked<N extends WindowCallName>(name: N): Promise<readonly Input<N>[]>
  /** Resolves when the page has come to rest: everything asked is answered and drawn. */
  settled(): Promise<void>
}

const size = [1280, 820] as const

/** For a file: one browser for all its stories, at the same size and with an empty memory for each. No story may leave a complaint in the page. */
export function sceneOfFile(): Scene {
  const complaints: string[] = []
  const origin = process.env['DWELL_PAGES'] ?? ''
  let browser: OpenedBrowser
  beforeAll(async () => {
    browser = await openBrowser()
    browser.page.on('pageerror', error => complaints.push(String(error)))
    browser.page.on('console', message => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    await browser.page.emulateMedia({ reducedMotion: 'reduce' })
  })
  beforeEach(async () => {
    await browser.resize(...size)
    // Where the interface is kept, without the interface.
    await browser.page.goto(`${origin}/nothing`)
    await browser.page.evaluate(() => localStorage.clear())
  })
  afterEach(() => {
    expect(complaints).toEqual([])
  })
  afterAll(async () => {
    await browser?.close()
  })
  const settled = () => browser.page.evaluate(comeToRest)
  return {
    get page() {
      return browser.page
    },
    resize: (width, height) => browser.resize(width, height),
    async open(options) {
      complaints.length = 0
      await browser.page.goto(`${origin}/?options=${encodeURIComponent(JSON.stringify(options ?? {}))}`)
      await browser.page.waitForSelector('main')
      await browser.page.evaluate(() => document.fonts.ready)
      await settled()
    },
    settled,
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
