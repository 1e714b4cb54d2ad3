// What a process or thread does that holds the core: opens it, gives doors to those who ask, closes it cleanly.
import { type CallName, type EventName, namesOf, type Payload } from '../../preload/contract/contract.ts'
import type { Caller } from '../../preload/contract/define.ts'
import { type ErrorCode, failure } from '../../preload/contract/errors.ts'
import type { Port } from '../../preload/contract/port.ts'
import { type Door, serve } from '../../preload/contract/server.ts'
import { askedSidecars, type OfSidecars, type ToSidecars } from './host/asked-sidecars.ts'
import type { MachineState } from './host/machine.ts'
import { toldMachine } from './host/told-machine.ts'
import type { Core, CoreOptions } from './index.ts'
import type { Log } from './log.ts'
import { tellOfRestart } from './restarted.ts'
import type { Emit } from './service.ts'
import { workerEntries } from './workers.ts'

/** What a host needs of a core. */
export type HostedCore = Pick<Core, 'handlers' | 'close'>
export type CreateCore = (options: CoreOptions) => Promise<HostedCore>

/** What the shell says to the process that holds the core. The port of a door or sidecar comes beside the message. */
export type ToHost =
  | {
      readonly say: 'open'
      readonly profileDir: string
      readonly cacheDir: string
      readonly demo: boolean
      readonly downMs: number
    }
  | { readonly say: 'door'; readonly caller: Caller }
  | ToSidecars
  | ({ readonly say: 'machine' } & MachineState)
  | { readonly say: 'close' }

/** What that process says to the shell. */
export type FromHost =
  | { readonly say: 'ready' }
  | { readonly say: 'failed'; readonly code: ErrorCode; readonly message: string }
  | { readonly say: 'closed' }
  | {
      readonly say: 'log'
      readonly level: keyof Log
      readonly message: string
      readonly facts?: Readonly<Record<string, unknown>>
    }
  | { readonly say: 'slow'; readonly name: string; readonly ms: number }
  | OfSidecars

/** The line between the shell and the process that holds the core. */
export interface Control {
  say(message: FromHost): void
  onMessage(listener: (message: ToHost, port: Port | null) => void): void
}

/** Serves one core over `control` until it is told to close or cannot be opened; `end` ends the process or thread. */
export function hostCore(control: Control, createCore: CreateCore, end: () => void): void {
  const doors = new Set<Door>()
  const log = logOver(control)
  const emit: Emit = (name, payload) => emitTo(doors, name, payload)
  const asked = askedSidecars(message => control.say(message))
  const told = toldMachine()
  let opening: Promise<HostedCore | null> = Promise.resolve(null)

  async function open(options: Extract<ToHost, { say: 'open' }>): Promise<HostedCore | null> {
    const { profileDir, cacheDir, demo, downMs } = options
    try {
      const restarted = tellOfRestart(downMs, emit)
      const core = await createCore({
        profileDir,
        cacheDir,
        workers: workerEntries(),
        sidecars: asked.sidecars,
        machine: told.machine,
        demo,
        log,
        emit: restarted.emit,
        // the shell starts another, which restores the database
        onDamage: end,
      })
      control.say({ say: 'ready' })
      return { ...core, handlers: restarted.over(core.handlers) }
    } catch (thrown) {
      const answer = failure(thrown)
      if (!answer.ok) control.say({ say: 'failed', code: answer.code, message: answer.message })
      end()
      return null
    }
  }

  async function openDoor(caller: Caller, port: Port): Promise<void> {
    const core = await opening
    if (!core) return
    const allow = caller === 'window' ? namesOf('window', 'core') : everyCoreCall()
    const door = serve(core.handlers, port, {
      allow,
      // Only a window's call can hold a window up; the shell also waits for pictures to be made.
      ...(caller === 'window' && { onSlow: ({ name, ms }) => control.say({ say: 'slow', name, ms }) }),
      onNonsense: () => log.warn('a message through a door was no question', { caller }),
    })
    doors.add(door)
    port.onClose(() => doors.delete(door))
  }

  async function close(): Promise<void> {
    const core = await opening
    await core
      ?.close()
      .catch((thrown: unknown) => log.error('the core did not close cleanly', { reason: String(thrown) }))
    control.say({ say: 'closed' })
    end()
  }

  control.onMessage((message, port) => {
    switch (message.say) {
      case 'open':
        opening = open(message)
        break
      case 'door':
        if (port) void openDoor(message.caller, port)
        break
      case 'sidecar':
      case 'no-sidecar':
      case 'sidecar-gone':
        asked.hear(message, port)
        break
      case 'machine':
        told.hear(message)
        break
      case 'close':
        void close()
        break
    }
  })
}

function emitTo<N extends EventName>(doors: Iterable<Door>, name: N, payload: Payload<N>): void {
  for (const door of doors) door.emit(name, payload)
}

/** The shell may ask whatever a window may, and what carries paths besides. */
function everyCoreCall(): ReadonlySet<CallName> {
  return new Set([...namesOf('window', 'core'), ...namesOf('shell', 'core')])
}

function logOver(control: Control): Log {
  const at = (level: keyof Log) => (message: string, facts?: Readonly<Record<string, unknown>>) =>
    control.say({ say: 'log', level, message, ...(facts && { facts: asPlain(facts) }) })
  return { info: at('info'), warn: at('warn'), error: at('error') }
}

/** What a log line is given may be anything; what crosses to another process is text and numbers. */
function asPlain(facts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const plain = (value: unknown) =>
    value instanceof Error
      ? (value.stack ?? value.message)
      : ['string', 'number', 'boolean'].includes(typeof value) || value === null
        ? value
        : JSON.stringify(value)
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, plain(value)]))
}
