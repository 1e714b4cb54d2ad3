// The far side of the contract for interface tests: answers given by the test, over the same client and server as in the app.
import type { Bridge, Leaving } from './bridge.ts'
import { type Arguments, createClient } from './client.ts'
import { type CallName, calls, type EventName, type Handlers, type Payload, type WindowCallName } from './contract.ts'
import { createPortPair, type Port } from './port.ts'
import { type Door, serve } from './server.ts'

export interface Fake {
  readonly bridge: Bridge
  /** Every call that arrived, in order. */
  readonly asked: readonly { readonly name: CallName; readonly input: unknown }[]
  /** Gives or replaces answers while the test goes on. */
  answer(handlers: Partial<Handlers<WindowCallName>>): void
  emit<N extends EventName>(name: N, payload: Payload<N>): void
  /** The core dies; calls wait until `reconnect`. */
  disconnect(): void
  reconnect(): void
  leave(why: Leaving): Promise<void>
}

/** A page's bridge with the given answers behind it; a call without an answer fails as `unsupported` and names itself. */
export function createFake(handlers: Partial<Handlers<WindowCallName>> = {}): Fake {
  let answers = handlers
  const asked: { name: CallName; input: unknown }[] = []
  const leaving = new Set<(why: Leaving) => void | Promise<void>>()
  const allow = pageCalls()
  let attach: (port: Port) => void = () => {}
  let door: Door | null = null

  const client = createClient<WindowCallName>(give => {
    attach = give
  })

  function reconnect(): void {
    const [here, there] = createPortPair()
    // `answerCall` says `unsupported` where there is no handler, so a partial set is enough here.
    const known = new Proxy({} as Handlers<WindowCallName>, {
      get: (_target, name: WindowCallName) => {
        const handler = answers[name] as ((input: unknown) => unknown) | undefined
        return (
          handler &&
          ((input: unknown) => {
            asked.push({ name, input })
            return handler(input)
          })
        )
      },
    })
    door = serve(known, there, { allow })
    attach(here)
  }

  reconnect()

  return {
    bridge: {
      call: (name, ...input: Arguments<typeof name>) => client.ask(name, ...input),
      on: client.on,
      onConnection: client.onConnection,
      onLeaving(listener) {
        leaving.add(listener)
        return () => void leaving.delete(listener)
      },
    },
    asked,
    answer: more => {
      answers = { ...answers, ...more }
    },
    emit: (name, payload) => door?.emit(name, payload),
    disconnect: () => {
      door?.close()
      door = null
    },
    reconnect,
    async leave(why) {
      await Promise.all([...leaving].map(listener => listener(why)))
      await client.settled()
    },
  }
}

function pageCalls(): ReadonlySet<CallName> {
  // The keys of a literal are exactly its names.
  return new Set((Object.keys(calls) as CallName[]).filter(name => calls[name].caller === 'window'))
}
