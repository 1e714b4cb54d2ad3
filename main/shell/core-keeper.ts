// Keeps one core running: starts it, starts it again when it falls, gives doors to it, closes it cleanly.
import type { Caller } from '../../preload/contract/define.ts'
import type { ErrorCode } from '../../preload/contract/errors.ts'
import { after, monotonicMs } from '../../preload/contract/everywhere.ts'
import type { FromHost, ToHost } from '../core/core-host.ts'
import type { OfSidecars, ToSidecars } from '../core/host/asked-sidecars.ts'
import type { MachineState } from '../core/host/machine.ts'
import type { Log } from '../core/log.ts'
import { restartDelayMs } from './restarts.ts'

/** A process that holds the core, by what is needed of it here. `P` is the kind of port that can be sent to it. */
export interface CoreProcess<P> {
  readonly pid: number | undefined
  say(message: ToHost, ports?: readonly P[]): void
  onMessage(listener: (message: FromHost) => void): void
  onExit(listener: (code: number) => void): void
  kill(): void
}

export interface CoreKeeperOptions<P> {
  readonly start: () => CoreProcess<P>
  readonly profileDir: string
  readonly cacheDir: string
  readonly demo: boolean
  readonly log: Log
  /** A process was started, the first time or again: ask for doors now. What is said through them waits until the core is open. */
  readonly onStarted: () => void
  /** The core asks for a sidecar, or leaves one. */
  readonly onSidecar: (wish: OfSidecars) => void
  /** Its process has ended, or is given up: what was opened for it is needed no more. */
  readonly onEnded: () => void
  readonly onSlow: (call: { readonly name: string; readonly ms: number }) => void
  /** It cannot be opened, and trying again as it is would not help. */
  readonly onFailed: (code: ErrorCode, message: string) => void
  /** It fell too often; `start` tries once more. */
  readonly onGaveUp: (reason: string) => void
}

export interface CoreKeeper<P> {
  /** Starts the core unless it runs; from then on it is kept running until `close`, after which it may be started again. */
  start(): void
  readonly pid: () => number | undefined
  /** Hands one end of a channel to the core; without a core it goes nowhere, and its other end closes. */
  openDoor(caller: Caller, port: P): void
  /** Answers a wish for a sidecar; `port` is one end of a channel to it. */
  answerSidecar(answer: ToSidecars, port?: P): void
  tellOfMachine(state: MachineState): void
  /** Resolves when the core has closed; after `limitMs` it is ended by force. */
  close(limitMs: number): Promise<void>
}

/** One core, not yet started. */
export function keepCore<P>(options: CoreKeeperOptions<P>): CoreKeeper<P> {
  const { log } = options
  let core: CoreProcess<P> | null = null
  let falls: number[] = []
  let downSince: number | null = null
  let lastWords = ''
  let closing = false
  let refused = false
  let ended: () => void = () => {}

  function start(): void {
    if (closing) return
    refused = false
    const { profileDir, cacheDir, demo } = options
    const started = options.start()
    core = started
    started.onMessage(hear)
    started.onExit(code => fell(started, code))
    started.say({ say: 'open', profileDir, cacheDir, demo, downMs: downSince === null ? 0 : monotonicMs() - downSince })
    options.onStarted()
  }

  function hear(message: FromHost): void {
    switch (message.say) {
      case 'ready':
        log.info('the core is open', {
          pid: core?.pid,
          ...(downSince !== null && { awayMs: Math.round(monotonicMs() - downSince) }),
        })
        downSince = null
        break
      case 'failed':
        refused = true
        log.error('the core cannot be opened', { code: message.code, reason: message.message })
        options.onFailed(message.code, message.message)
        break
      case 'log':
        if (message.level === 'error') lastWords = message.message
        log[message.level](message.message, message.facts)
        break
      case 'slow':
        log.warn('a call took longer than a frame', { call: message.name, ms: Math.round(message.ms) })
        options.onSlow(message)
        break
      case 'want':
      case 'leave':
        options.onSidecar(message)
        break
      case 'closed':
        break
    }
  }

  function fell(process: CoreProcess<P>, code: number): void {
    if (core !== process) return
    core = null
    options.onEnded()
    ended()
    if (closing || refused) return
    const now = monotonicMs()
    downSince ??= now
    falls = [...falls, now].slice(-10)
    const delayMs = restartDelayMs(falls)
    log.error('the core ended without being asked to', { code, startAgainAfterMs: delayMs })
    if (delayMs === null) options.onGaveUp(lastWords || `exit code ${code}`)
    else if (delayMs === 0) start()
    else after(delayMs, start)
  }

  return {
    start() {
      if (core) return
      closing = false
      falls = []
      start()
    },
    pid: () => core?.pid,
    openDoor: (caller, port) => core?.say({ say: 'door', caller }, [port]),
    answerSidecar: (answer, port) => core?.say(answer, port === undefined ? [] : [port]),
    tellOfMachine: state => core?.say({ say: 'machine', ...state }),
    async close(limitMs) {
      closing = true
      const running = core
      if (!running) return
      await new Promise<void>(resolve => {
        const stop = after(limitMs, () => {
          log.error('the core did not close in time', { limitMs })
          running.kill()
          resolve()
        })
        ended = () => {
          stop()
          resolve()
        }
        running.say({ say: 'close' })
      })
      if (core !== running) return
      core = null
      options.onEnded()
    },
  }
}
