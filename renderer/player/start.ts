// Starts the player in a window: engine, store, media panel and output devices, tied together.
import type { Bridge } from '../../preload/contract/bridge.ts'
import { playId } from '../../preload/contract/ids.ts'
import { createDecoder } from './decode/decoder.ts'
import { outputDevices, watchDevices } from './devices.ts'
import { createEngine } from './engine.ts'
import { createMediaPanel } from './media-session.ts'
import { createOutput } from './output.ts'
import { attachPlayer, type PlayerCommands, usePlayer } from './store.ts'

/** Makes `player` and `usePlayer` work. Returns what ends the play, reports it and lets go of everything. */
export function startPlayer(bridge: Bridge): () => Promise<void> {
  const engine = createEngine({
    bridge,
    decoder: createDecoder(),
    createOutput: () => {
      const output = createOutput()
      // Chromium's word for a device that fails under a running context.
      output.context.addEventListener('error', () => engine.deviceLost())
      return output
    },
    newPlayId: () => playId.parse(crypto.randomUUID()),
    show: state => usePlayer.setState(state, true),
  })
  const commands: PlayerCommands = { ...engine.commands, outputDevices }
  const panel = 'mediaSession' in navigator ? createMediaPanel(commands) : null
  const stopShowing = usePlayer.subscribe(state => panel?.show(state))
  const detach = attachPlayer(commands)
  const unwatch = watchDevices(() => engine.settings.outputDevice, engine.deviceLost, engine.devicesChanged)
  // A window that is reloaded leaves the play behind like one that is closed.
  const leave = () => void engine.close()
  addEventListener('pagehide', leave)
  return async () => {
    removeEventListener('pagehide', leave)
    unwatch()
    detach()
    stopShowing()
    panel?.close()
    await engine.close()
  }
}
