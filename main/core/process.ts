// The core as a utility process of Electron: the shell is at the other end of `process.parentPort`.
import { fromElectronPort } from '../../preload/contract/port.ts'
import { type Control, hostCore, type ToHost } from './core-host.ts'
import { createCore } from './index.ts'

/** Electron's parent port, by shape: the core imports nothing of Electron. */
interface ParentPort {
  postMessage(message: unknown): void
  on(
    event: 'message',
    listener: (event: { readonly data: ToHost; readonly ports: readonly MessagePortMain[] }) => void,
  ): void
}
type MessagePortMain = Parameters<typeof fromElectronPort>[0]

// A utility process has this property and no other process has; Node's types do not list it.
const { parentPort } = process as unknown as { readonly parentPort: ParentPort }

const control: Control = {
  say: message => parentPort.postMessage(message),
  onMessage(listener) {
    parentPort.on('message', ({ data, ports: [port] }) => listener(data, port ? fromElectronPort(port) : null))
  },
}

process.on('uncaughtException', error => {
  control.say({ say: 'log', level: 'error', message: 'the core fell', facts: { reason: error.stack ?? error.message } })
  process.exit(1)
})
// Ctrl-C in a terminal reaches every process of the group; it is the shell that closes the core.
process.on('SIGINT', () => {})

hostCore(control, createCore, () => process.exit(0))
