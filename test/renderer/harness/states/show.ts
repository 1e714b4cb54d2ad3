// Brings a state of the table onto the screen: the core as the address says, then the place, then what hands must do.
import { ask } from '../../../../renderer/base/client.ts'
import { go } from '../../../../renderer/base/route.ts'
import { player, usePlayer } from '../../../../renderer/player/store.ts'
import { toast } from '../../../../renderer/ui/toast.tsx'
import { drawElements } from '../elements.tsx'
import type { FakeCoreOptions } from '../fake-core.ts'
import { drawTrouble } from '../trouble.ts'
import { drawn, hands, untilThere } from './hands.ts'
import { findState, nameOf, type Reach, type State } from './table.ts'
import { worldOf } from './worlds.ts'

interface Started {
  readonly core: FakeCoreOptions
  /** Time stands in a state; in a window that is played with it goes on. */
  readonly isStill: boolean
  readonly state: State | undefined
}

const themes = ['dark', 'light'] as const
const languages = ['en', 'ko'] as const

/**
 * What an address asks for: `?options=` with the core's options as JSON (the tests), or `?page=&state=` of the table (the first of a page where
 * it names no state). `?theme=` and `?language=` go with both, and alone with the usual core.
 */
export function startedState(asked: URLSearchParams): Started {
  const options = asked.get('options')
  if (options !== null) return { core: JSON.parse(options) as FakeCoreOptions, isStill: false, state: undefined } // the harness writes this itself
  const page = asked.get('page')
  const named = page === null ? undefined : findState(page, asked.get('state') ?? 'usual')
  if (page !== null && !named) throw new Error(`no state ${page}/${asked.get('state') ?? 'usual'} in the table`)
  const { core } = worldOf(named?.world ?? 'usual')
  const theme = themes.find(each => each === asked.get('theme')) ?? 'dark'
  const language = languages.find(each => each === asked.get('language')) ?? 'en'
  return {
    core: { ...core, settings: { ...core.settings, theme, language } },
    isStill: named !== undefined,
    state: named,
  }
}

interface Parts {
  readonly setDwell: (ms: number) => void
  readonly element: HTMLElement
}

/** How long each track of the session so far was stayed with, ms; the last one plays. */
const session = [181_000, 4200, 236_000, 47_000] as const

async function playSession(setDwell: Parts['setDwell']): Promise<void> {
  player.startAutoplay(null)
  for (const [index, dwellMs] of session.entries()) {
    const before = index === 0 ? null : usePlayer.getState().item
    if (before) player.next()
    await untilThere(() => usePlayer.getState().item !== before && usePlayer.getState().status === 'playing')
    setDwell(Math.min(dwellMs, usePlayer.getState().durationMs))
  }
}

/** Resolves when what shows the state is in the page and what it needs to be drawn is there. */
export async function showState(named: Pick<State, 'page' | 'state'>, { setDwell, element }: Parts): Promise<void> {
  const state = findState(named.page, named.state)
  if (!state) throw new Error(`no state ${nameOf(named)} in the table`)
  const reach: Reach = { ...hands, ask, say: toast }
  const { theme, language } = await reach.ask('settings.get')
  if (state.draws === 'elements') await drawElements(element, theme, language)
  else if (state.draws === 'trouble') drawTrouble(theme, language)
  else {
    if (worldOf(state.world).plays && usePlayer.getState().item === null) await playSession(setDwell)
    if (state.route) go(state.route)
    // The page before has lists of its own.
    await drawn()
    await state.does?.(reach)
  }
  await hands.until(state.shows)
  if (state.at) await hands.scrollTo(state.at)
  await document.fonts.ready
  // What the window remembers of this state must not reach the next one.
  localStorage.clear()
  document.documentElement.dataset['state'] = nameOf(state)
}
