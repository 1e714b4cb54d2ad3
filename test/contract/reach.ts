// The suite's view of a core that a client in this process reaches.
import { type Client, createClient } from '../../preload/contract/client.ts'
import type { WindowCallName } from '../../preload/contract/contract.ts'
import type { Answer } from '../../preload/contract/errors.ts'
import type { Port } from '../../preload/contract/port.ts'
import type { Reach } from './suite.ts'

type Ask = (name: string, input?: unknown) => Promise<Answer<unknown>>
type Listen = Client<WindowCallName>['on']

/** Wraps anything that asks and listens as a page does. */
export function reachOf(asking: { ask: unknown; on: Listen }, close: () => Promise<void>): Reach {
  let seen: number[] | null = null
  return {
    // The suite asks wrong questions on purpose, which the typed client would not let through.
    ask: asking.ask as Ask,
    async volumesSeen() {
      if (!seen) {
        const volumes: number[] = []
        seen = volumes
        asking.on('settings.changed', settings => volumes.push(settings.volume))
      }
      return seen
    },
    close,
  }
}

/** The same for a port. */
export function reachOver(port: Port, close: () => Promise<void>): Reach {
  const client = createClient<WindowCallName>(attach => attach(port))
  return reachOf(client, async () => {
    client.close()
    await close()
  })
}
