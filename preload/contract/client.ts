// The asking side: typed calls and events over a port that may be lost and come back, because the core may die and be started again.
import { type CallName, type EventName, type Input, type Output, type Payload, repeatOf } from './contract.ts'
import { type Answer, DwellError } from './errors.ts'
import { after } from './everywhere.ts'
import type { Port } from './port.ts'
import type { Question } from './server.ts'

/** A call without input is made with its name alone. */
export type Arguments<N extends CallName> = undefined extends Input<N> ? [input?: undefined] : [input: Input<N>]

export interface Client<N extends CallName> {
  /** The answer's data; throws a DwellError with the answer's code. */
  call<K extends N>(name: K, ...input: Arguments<K>): Promise<Output<K>>
  /** The answer as it came; never throws. */
  ask<K extends N>(name: K, ...input: Arguments<K>): Promise<Answer<Output<K>>>
  on<E extends EventName>(name: E, listener: (payload: Payload<E>) => void): () => void
  /** Told when the core goes away and when it is back, first of all how it is now. */
  onConnection(listener: (connected: boolean) => void): () => void
  /** Resolves when everything that must not be lost (play events) was acknowledged. */
  settled(): Promise<void>
  close(): void
}

/** Hands over a port now and another one whenever the core was started again. */
export type PortSource = (attach: (port: Port) => void) => void

export interface ClientOptions {
  /** How long a question waits for a core that is away, ms. */
  readonly patienceMs?: number
  /** How many questions may wait; play events are not counted. */
  readonly mostWaiting?: number
}

interface Asked {
  readonly name: CallName
  readonly input: unknown
  readonly answer: (answer: Answer<unknown>) => void
  timesSent: number
  stopWaiting: () => void
}

const restarting: Answer<never> = {
  ok: false,
  code: 'core-restarting',
  message: 'Dwell was just restarting its library. Nothing was lost; try again.',
}

/** A client that outlives its ports: what waits for an answer when the core dies is asked again where that is harmless. */
export function createClient<N extends CallName>(source: PortSource, options: ClientOptions = {}): Client<N> {
  const { patienceMs = 10_000, mostWaiting = 1000 } = options
  const sent = new Map<number, Asked>()
  const waiting = new Set<Asked>()
  const listeners = new Map<string, Set<(payload: never) => void>>()
  const watchers = new Set<(connected: boolean) => void>()
  const unsettled = new Set<Promise<unknown>>()
  let port: Port | null = null
  let lastId = 0
  let closed = false

  function send(to: Port, asked: Asked): void {
    waiting.delete(asked)
    asked.stopWaiting()
    lastId += 1
    asked.timesSent += 1
    sent.set(lastId, asked)
    try {
      to.post({ id: lastId, name: asked.name, input: asked.input } satisfies Question)
    } catch {
      sent.delete(lastId)
      asked.answer({ ok: false, code: 'bad-input', message: `${asked.name}: input: cannot be sent to another process` })
    }
  }

  function wait(asked: Asked): void {
    const always = repeatOf(asked.name) === 'always'
    if (closed || (!always && waiting.size >= mostWaiting)) {
      asked.answer(restarting)
      return
    }
    waiting.add(asked)
    if (always) return
    asked.stopWaiting = after(patienceMs, () => {
      waiting.delete(asked)
      asked.answer(restarting)
    })
  }

  function receive(message: unknown): void {
    if (typeof message !== 'object' || message === null) return
    if ('event' in message && 'payload' in message) {
      // The core is the only other end of this port and emits by the contract's types.
      for (const listener of listeners.get(String(message.event)) ?? []) listener(message.payload as never)
      return
    }
    if (!('id' in message) || !('answer' in message)) return
    const asked = sent.get(Number(message.id))
    sent.delete(Number(message.id))
    // The same: an answer is made by `serve` and by nothing else.
    asked?.answer(message.answer as Answer<unknown>)
  }

  function lose(lost: Port): void {
    if (port !== lost) return
    port = null
    const interrupted = [...sent.values()]
    sent.clear()
    for (const asked of interrupted) {
      const repeat = repeatOf(asked.name)
      // Once more and no oftener: a question that kills the core must not kill it for ever.
      if (repeat === 'always' || (repeat === 'again' && asked.timesSent < 2)) wait(asked)
      else asked.answer(restarting)
    }
    for (const watcher of watchers) watcher(false)
  }

  function attach(next: Port): void {
    if (closed) {
      next.close()
      return
    }
    const previous = port
    if (previous) {
      lose(previous)
      previous.close()
    }
    port = next
    next.onClose(() => lose(next))
    next.onMessage(message => {
      if (port === next) receive(message)
    })
    for (const asked of [...waiting]) send(next, asked)
    for (const watcher of watchers) watcher(true)
  }

  function ask<K extends N>(name: K, ...[input]: Arguments<K>): Promise<Answer<Output<K>>> {
    const answered = new Promise<Answer<Output<K>>>(resolve => {
      const asked: Asked = {
        name,
        input,
        // What the core answers to `name` is an `Output` of `name`: the handler's type says so on the other side.
        answer: answer => resolve(answer as Answer<Output<K>>),
        timesSent: 0,
        stopWaiting: () => {},
      }
      if (port) send(port, asked)
      else wait(asked)
    })
    if (repeatOf(name) === 'always') {
      unsettled.add(answered)
      void answered.finally(() => unsettled.delete(answered))
    }
    return answered
  }

  source(attach)

  return {
    ask,
    async call(name, ...input) {
      const answer = await ask(name, ...input)
      if (!answer.ok) throw new DwellError(answer.code, answer.message)
      return answer.data
    },
    on(name, listener) {
      const known = listeners.get(name) ?? new Set()
      listeners.set(name, known.add(listener))
      return () => void known.delete(listener)
    },
    onConnection(listener) {
      watchers.add(listener)
      listener(port !== null)
      return () => void watchers.delete(listener)
    },
    async settled() {
      while (unsettled.size > 0) await Promise.all(unsettled)
    },
    close() {
      closed = true
      for (const asked of [...sent.values(), ...waiting]) {
        asked.stopWaiting()
        asked.answer({ ok: false, code: 'cancelled', message: 'Dwell is closing.' })
      }
      sent.clear()
      waiting.clear()
      port?.close()
      port = null
    },
  }
}
