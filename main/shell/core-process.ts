// The core's process in Electron: a utility process whose messages and complaints reach the shell.
import { type MessagePortMain, utilityProcess } from 'electron'
import type { FromHost } from '../core/core-host.ts'
import type { Log } from '../core/log.ts'
import type { CoreProcess } from './core-keeper.ts'

/** Starts `file` (the built core) as a process of its own. */
export function startCoreProcess(file: string, log: Log): CoreProcess<MessagePortMain> {
  const child = utilityProcess.fork(file, [], { serviceName: 'Dwell core', stdio: ['ignore', 'inherit', 'pipe'] })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    for (const line of text.split('\n').filter(each => each.trim() !== '')) log.warn('the core said', { line })
  })
  return {
    get pid() {
      return child.pid
    },
    say: (message, ports = []) => child.postMessage(message, [...ports]),
    onMessage(listener) {
      // The core's process runs our own host, which says nothing else.
      child.on('message', (message: FromHost) => listener(message))
    },
    onExit: listener => void child.on('exit', listener),
    kill: () => void child.kill(),
  }
}
