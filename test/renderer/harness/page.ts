// The interface in a plain page, with a made core behind it and a player without sound; what is made is said in the address.

import { go, usePlaces } from '../../../renderer/base/route.ts'
import { mount } from '../../../renderer/frame/mount.tsx'
import { player, usePlayer } from '../../../renderer/player/store.ts'
import { createFakeCore, type FakeCore, type FakeCoreOptions } from './fake-core.ts'
import { startFakePlayer } from './fake-player.ts'

/** What a test or a picture can reach in the page. */
export interface Stage {
  readonly core: FakeCore
  readonly setDwell: (ms: number) => void
  readonly go: typeof go
  readonly places: typeof usePlaces
  readonly player: typeof usePlayer
  readonly commands: typeof player
}

declare global {
  interface Window {
    stage: Stage
  }
}

// The harness writes this itself.
const options = JSON.parse(new URLSearchParams(location.search).get('options') ?? '{}') as FakeCoreOptions
const core = createFakeCore(options)
Object.assign(window, { dwell: core.fake.bridge })
const { setDwell } = startFakePlayer(core)
window.stage = { core, setDwell, go, places: usePlaces, player: usePlayer, commands: player }

const element = document.getElementById('root')
if (!element) throw new Error('index.html has no #root')
await mount(element)
