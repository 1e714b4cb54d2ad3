// The training worker's process of Node in Electron: a utility process with one port, bounded in its JavaScript memory.
import { type MessagePortMain, utilityProcess } from 'electron'
import type { Log } from '../core/log.ts'
import type { Sidecar } from './sidecars.ts'

/** Of JavaScript's own heap; what tensors take is bounded by the training worker itself. */
const HEAP_MB = 2048

export interface TrainingProcessOptions {
  /** Absolute path of the built entry. */
  readonly file: string
  readonly log: Log
  /** It ended without being asked to. */
  readonly onGone: () => void
}

/** Starts it and hands it the port; what is said through the port waits until it runs. */
export function openTrainingProcess({ file, log, onGone }: TrainingProcessOptions, port: MessagePortMain): Sidecar {
  const child = utilityProcess.fork(file, [], {
    serviceName: 'Dwell training',
    stdio: ['ignore', 'inherit', 'pipe'],
    execArgv: [`--max-old-space-size=${HEAP_MB}`],
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    for (const line of text.split('\n').filter(each => each.trim() !== ''))
      log.warn('the training worker said', { line })
  })
  let closing = false
  child.on('exit', code => {
    if (closing) return
    log.error('the training worker’s process ended', { code })
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
