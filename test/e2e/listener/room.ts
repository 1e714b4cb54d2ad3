// The window as a listener finds it: everything by its role and its name, nothing by how it is built.
import type { Locator, Page } from 'playwright-core'
import type { PlayRow } from '../../../preload/contract/listening.ts'
import { answerDialogs, ask, type StartedApp, type StartOptions, startApp } from '../app.ts'
import { comeToRest } from '../rest.ts'
import { until } from '../until.ts'

export type PageName = 'Now' | 'Library' | 'Playlists' | 'Settings'

/** Where a row's title is, px. */
const onTitle = { x: 100, y: 20 }

/** Starts Dwell in English, whatever the machine speaks. */
export const startInEnglish = (options: StartOptions = {}): Promise<StartedApp> =>
  startApp({ ...options, words: ['--lang=en-US', ...(options.words ?? [])] })

/** Shows the first run a folder, waits until the whole of it is in the library, and goes in. */
export async function moveIn(dwell: StartedApp, folder: string, tracks: number): Promise<Room> {
  const room = roomOf(dwell.window)
  await answerDialogs(dwell.app, folder)
  await room.press('Add a folder')
  await until(async () => (await room.scan()) === 'idle' && (await room.tracksInLibrary()) === tracks)
  await room.press('Start listening')
  await room.go('Library')
  return room
}

export type Room = ReturnType<typeof roomOf>

export function roomOf(page: Page) {
  const main = page.getByRole('main')
  const player = page.getByRole('region', { name: 'Player' })
  const upNext = page.getByRole('complementary', { name: 'Up next' })
  const menu = page.getByRole('menu')
  const upcoming = upNext.getByRole('grid', { name: 'Tracks that come next' })
  const seconds = player.getByRole('slider', { name: 'Position' })
  const search = page.getByRole('searchbox')
  const button = (name: string, inside: Page | Locator = page) => inside.getByRole('button', { name, exact: true })

  return {
    page,
    main,
    player,
    upNext,
    search,
    seconds,
    button,
    press: (name: string, inside?: Page | Locator) => button(name, inside).click(),
    key: (key: string) => page.keyboard.press(key),

    go: (name: PageName) => button(name, page.getByRole('navigation', { name: 'Pages' })).click(),
    openPlaylist: (name: string) => button(name, page.getByRole('navigation', { name: 'Playlists' })).click(),
    tab: (name: string) => page.getByRole('tab', { name, exact: true }).click(),

    /** Resolves when the page has come to rest. */
    settled: () => page.evaluate(comeToRest),

    // Lists ----------------------------------------------------------------------------------------------------------
    /** A row of the list on the page, by words in it. */
    row: (words: string): Locator => main.getByRole('row').filter({ hasText: words }),
    /** First line of each row of the list on the page, its head left out. */
    rows: () => main.getByRole('row').filter({ has: page.getByRole('gridcell') }),
    /** Chooses a row by its title: what else is in it may be a link. */
    pick: (row: Locator) => row.click({ position: onTitle }),
    play: (row: Locator) => row.dblclick({ position: onTitle }),
    /** A row of what comes next. */
    waiting: (title: string): Locator => upcoming.getByRole('row').filter({ hasText: title }),
    /** Titles of what comes next, in order. */
    async coming(): Promise<readonly string[]> {
      const names = await upcoming.getByRole('row').evaluateAll(rows => rows.map(row => row.getAttribute('aria-label')))
      return names.flatMap(name => (name === null ? [] : [name.replace(/, [^,]*$/, '')]))
    },
    /** Opens the menu of a row with the other mouse button and follows these names. */
    async choose(row: Locator, ...names: readonly string[]): Promise<void> {
      await row.click({ button: 'right', position: onTitle })
      for (const [depth, name] of names.entries())
        await menu.nth(depth).getByRole('menuitem', { name, exact: true }).click()
    },
    /** Opens a menu button and chooses in it. */
    async chooseFrom(opener: Locator, name: string): Promise<void> {
      await opener.click()
      await menu.getByRole('menuitem', { name, exact: true }).click()
    },

    /** Drags a row by hand onto the upper edge of another. */
    async drag(row: Locator, above: Locator): Promise<void> {
      const [from, to] = await Promise.all([row.boundingBox(), above.boundingBox()])
      if (!from || !to) throw new Error('a row to drag is not on the screen')
      await page.mouse.move(from.x + 80, from.y + from.height / 2)
      await page.mouse.down()
      // A hand passes over what lies between.
      await page.mouse.move(from.x + 80, from.y + from.height / 2 - 8, { steps: 3 })
      await page.mouse.move(to.x + 80, to.y + 3, { steps: 8 })
      await page.mouse.up()
    },

    // Playing --------------------------------------------------------------------------------------------------------
    /** Resolves when the player shows this title, sounding or not. */
    shows: (title: string) => player.getByText(title, { exact: true }).waitFor(),
    isPlaying: () => button('Pause', player).isVisible(),
    positionMs: async () => Number(await seconds.inputValue()),
    /** Resolves when what plays is heard beyond this position; it must be long enough not to end meanwhile. */
    heardTo: (ms: number) => until(async () => Number(await seconds.inputValue()) > ms),

    // What is said ---------------------------------------------------------------------------------------------------
    /** Resolves when a notice with these words is shown, and gives it. */
    async said(words: string | RegExp): Promise<Locator> {
      const notice = page.getByRole('alertdialog').filter({ hasText: words }).first()
      await notice.waitFor()
      return notice
    },

    // What the core knows, asked as the interface asks -----------------------------------------------------------------
    /** Plays in the log, the oldest first. */
    async log(): Promise<readonly PlayRow[]> {
      const answer = await ask(page, 'listening.recent', { limit: 100 })
      if (!answer.ok) throw new Error(answer.message)
      return answer.data.toReversed()
    },
    async scan(): Promise<string> {
      const answer = await ask(page, 'library.progress')
      return answer.ok ? answer.data.state : answer.message
    },
    async tracksInLibrary(): Promise<number> {
      const answer = await ask(page, 'library.counts')
      return answer.ok ? answer.data.tracks : -1
    },
  }
}
