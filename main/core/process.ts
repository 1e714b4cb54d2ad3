// Entry of the core's own process in Electron: its host, spoken to over the parent port.
import { fromElectronPort } from '../../preload/contract/port.ts'
import { type Control, hostCore, type ToHost } from './host.ts'
import { createCore } from './index.ts'

type ElectronPort = Parameters<typeof fromElectronPort>[0]

/** The little of Electron's `process.parentPort` that is used here; this room knows no Electron. */
interface ParentPort {
  on(
    name: 'message',
    listener: (event: { readonly data: ToHost; readonly ports: readonly ElectronPort[] }) => void,
  ): void
  postMessage(message: unknown): void
}

// a utility process has it, and this file runs nowhere else
const { parentPort } = process as unknown as { parentPort: ParentPort }

const control: Control = {
  say: message => parentPort.postMessage(message),
  onMessage: listener =>
    parentPort.on('message', ({ data, ports: [port] }) => listener(data, port ? fromElectronPort(port) : null)),
}

hostCore(control, createCore, () => process.exit())
