// Goes through states of the table in one page: the window is loaded anew only where the core must be arranged otherwise, or something was left open.
import type { Page } from 'playwright-core'
import type {} from '../page.ts'
import type { Pages } from '../server.ts'
import { nameOf, type State } from './table.ts'

export interface Look {
  readonly theme: 'dark' | 'light'
  readonly language: 'en' | 'ko'
}

/** The same states, those of one arrangement beside each other and those that open something last. */
export function inOrderOfWalking(states: readonly State[]): State[] {
  const worldNames = [...new Set(states.map(({ world }) => world))]
  const place = (state: State): number => worldNames.indexOf(state.world) * 2 + (leavesOpen(state) ? 1 : 0)
  return states.toSorted((a, b) => place(a) - place(b))
}

const leavesOpen = ({ does, draws }: State): boolean => does !== undefined || draws !== undefined

/** Calls `visit` with each state while it is on the screen. */
export async function walk(
  page: Page,
  pages: Pick<Pages, 'addressOf'>,
  { theme, language }: Look,
  states: readonly State[],
  visit: (state: State) => Promise<void>,
): Promise<void> {
  let before: State | null = null
  for (const state of inOrderOfWalking(states)) {
    const named = { page: state.page, state: state.state }
    try {
      if (before && before.world === state.world && !leavesOpen(before) && !leavesOpen(state))
        await page.evaluate(wanted => window.stage.show(wanted), named)
      else {
        await page.goto(pages.addressOf({ ...named, theme, language }), { waitUntil: 'commit' })
        await page.waitForFunction(name => document.documentElement.dataset['state'] === name, nameOf(state))
      }
    } catch (error) {
      throw new Error(`${nameOf(state)} was not reached: nothing of ${state.shows}`, { cause: error })
    }
    await visit(state)
    before = state
  }
}
