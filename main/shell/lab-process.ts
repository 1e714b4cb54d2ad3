// The lab's process of Node in Electron: a utility process with one port, bounded in its JavaScript memory.
import { type MessagePortMain, utilityProcess } from 'electron'
import type { Log } from '../core/log.ts'
import type { Room } from './rooms.ts'

/** Of JavaScript's own heap; what tensors take is bounded by the lab itself. */
const HEAP_MB = 2048

export interface LabProcessOptions {
  /** Absolute path of the built entry. */
  readonly file: string
  readonly log: Log
  /** It ended without being asked to. */
  readonly onGone: () => void
}

/** Starts it and hands it the port; what is said through the port waits until it runs. */
export function openLabProcess({ file, log, onGone }: LabProcessOptions, port: MessagePortMain): Room {
  const child = utilityProcess.fork(file, [], {
    serviceName: 'Dwell lab',
    stdio: ['ignore', 'inherit', 'pipe'],
    execArgv: [`--max-old-space-size=${HEAP_MB}`],
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    for (const line of text.split('\n').filter(each => each.trim() !== '')) log.warn('the lab said', { line })
  })
  let closing = false
  child.on('exit', code => {
    if (closing) return
    log.error('the lab’s process ended', { code })
    onGone()
  })
  child.postMessage(null, [port])
  return {
    close() {
      closing = true
      child.kill()
    },
  }
}
