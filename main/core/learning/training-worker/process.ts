// The training worker as a utility process of Electron: one port arrives from the shell, and the process lives as long as it is not ended.
import os from 'node:os'
import { fromElectronPort } from '../../../../preload/contract/port.ts'
import { serveTrainingInNode } from './node-host.ts'

/** Electron's parent port, by shape: the core's rooms import nothing of Electron. */
interface ParentPort {
  once(
    event: 'message',
    listener: (event: { readonly ports: readonly Parameters<typeof fromElectronPort>[0][] }) => void,
  ): void
}

// A utility process has this property and no other process has; Node's types do not list it.
const { parentPort } = process as unknown as { readonly parentPort: ParentPort }

// Training takes what playing leaves.
os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL)
// Ctrl-C in a terminal reaches every process of the group; it is the shell that ends the training worker.
process.on('SIGINT', () => {})

parentPort.once('message', ({ ports: [port] }) => {
  if (port) serveTrainingInNode(fromElectronPort(port))
})
