// What the preload puts into the page as `window.dwell`: all that the interface can reach outside itself.
import type { Arguments } from './client.ts'
import type { EventName, Output, Payload, WindowCallName } from './contract.ts'
import type { Answer } from './errors.ts'

/** Why the shell asks the page to put down what it holds: the app closes, or the machine goes to sleep. */
export type Leaving = 'quit' | 'suspend'

export interface Bridge {
  /** Asks the core or the shell. Never throws; while the core is away, questions wait for it, ten seconds at most. */
  call<N extends WindowCallName>(name: N, ...input: Arguments<N>): Promise<Answer<Output<N>>>
  /** Listens to a pushed event; the returned function stops it. */
  on<N extends EventName>(name: N, listener: (payload: Payload<N>) => void): () => void
  /** Told whether the core is there, first of all how it is now. Asking again for what is on screen is up to the interface. */
  onConnection(listener: (connected: boolean) => void): () => void
  /** Called before the app closes or the machine sleeps: report the end (or pause) of the play. The shell waits for it, two seconds at most. */
  onLeaving(listener: (why: Leaving) => void | Promise<void>): () => void
}

declare global {
  interface Window {
    readonly dwell: Bridge
  }
}
