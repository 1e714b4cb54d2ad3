// The bridge: gives the page `window.dwell` and nothing of Electron. A new port arrives whenever the core was started again.
import { contextBridge, ipcRenderer } from 'electron'
import type { Bridge, Leaving } from './contract/bridge.ts'
import { createClient } from './contract/client.ts'
import { namesOf, type WindowCallName } from './contract/contract.ts'
import { fromDomPort } from './contract/port.ts'

const core = createClient<WindowCallName>(attach => {
  ipcRenderer.on('dwell:port', ({ ports: [port] }) => port && attach(fromDomPort(port)))
})
ipcRenderer.send('dwell:connect')

const answeredByCore = namesOf('window', 'core')
const answeredByShell = namesOf('window', 'shell')
const leavers = new Set<(why: Leaving) => void | Promise<void>>()

const bridge: Bridge = {
  call(name, ...input) {
    if (answeredByCore.has(name)) return core.ask(name, ...input)
    if (answeredByShell.has(name)) return ipcRenderer.invoke('dwell:shell', name, input[0])
    return Promise.resolve({ ok: false, code: 'bad-input', message: `"${name}" is not a call that can be made here.` })
  },
  on: core.on,
  onConnection: core.onConnection,
  onLeaving(listener) {
    leavers.add(listener)
    return () => void leavers.delete(listener)
  },
}

ipcRenderer.on('dwell:leaving', async (_event, why: Leaving) => {
  await Promise.allSettled([...leavers].map(async listener => listener(why)))
  await core.settled()
  ipcRenderer.send('dwell:left')
})

contextBridge.exposeInMainWorld('dwell', bridge)
