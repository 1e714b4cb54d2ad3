// The interface in a plain page, with a made core behind it and a player without sound; what is made is said in the address.

import { go, usePlaces } from '../../../renderer/base/route.ts'
import { mount } from '../../../renderer/frame/mount.tsx'
import { player, usePlayer } from '../../../renderer/player/store.ts'
import { createFakeCore, type FakeCore } from './fake-core.ts'
import { startFakePlayer } from './fake-player.ts'
import { showState, startedState } from './states/show.ts'
import type { State } from './states/table.ts'

/** What a test or a picture can reach in the page. */
export interface Stage {
  readonly core: FakeCore
  readonly setDwell: (ms: number) => void
  readonly go: typeof go
  readonly places: typeof usePlaces
  readonly player: typeof usePlayer
  readonly commands: typeof player
  /** Resolves when the state of the table is on the screen; its core must be arranged as this one is. */
  readonly show: (state: Pick<State, 'page' | 'state'>) => Promise<void>
  /** Resolves when the state that the address names is on the screen. */
  readonly started: Promise<void>
}

declare global {
  interface Window {
    stage: Stage
  }
}

const element = document.getElementById('root')
if (!element) throw new Error('index.html has no #root')
const { core: arranged, isStill, state } = startedState(new URLSearchParams(location.search))
const core = createFakeCore(arranged)
Object.assign(window, { dwell: core.fake.bridge })
const { setDwell } = startFakePlayer(core, { isStill })
const parts = { setDwell, element }

const start = async (): Promise<void> => {
  if (state?.draws === undefined) await mount(element)
  if (state) await showState(state, parts)
}
window.stage = {
  core,
  setDwell,
  go,
  places: usePlaces,
  player: usePlayer,
  commands: player,
  show: named => showState(named, parts),
  started: start(),
}
await window.stage.started
