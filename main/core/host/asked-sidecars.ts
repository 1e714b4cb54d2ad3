// The sidecars of the app as the core sees them: the shell is asked for each, and says when one is gone.
import { after } from '../../../preload/contract/everywhere.ts'
import type { Port } from '../../../preload/contract/port.ts'
import type { SidecarName, Sidecars } from './sidecars.ts'

/** What the core says to the shell of sidecars. */
export type OfSidecars =
  | { readonly say: 'want'; readonly sidecar: SidecarName; readonly id: number }
  | { readonly say: 'leave'; readonly id: number }

/** What the shell says to the core of sidecars. The port of a `sidecar` comes beside the message. */
export type ToSidecars =
  | { readonly say: 'sidecar'; readonly id: number }
  | { readonly say: 'no-sidecar'; readonly id: number }
  | { readonly say: 'sidecar-gone'; readonly id: number }

export interface AskedSidecars {
  readonly sidecars: Sidecars
  hear(message: ToSidecars, port: Port | null): void
}

/** Longer than the shell waits for a page: only a shell that hangs is not waited for. */
const PATIENCE_MS = 30_000

/** Sidecars asked of the shell through `say`; what it answers goes to `hear`. */
export function askedSidecars(say: (message: OfSidecars) => void): AskedSidecars {
  const waiting = new Map<number, (port: Port | null) => void>()
  const gone = new Map<number, () => void>()
  let last = 0

  /** Closing it tells the shell, which ends the sidecar even where the sidecar hangs; its close is told once, whoever notices first. */
  function inRoom(id: number, port: Port): Port {
    let closed = false
    let onClose: () => void = () => {}
    const close = () => {
      if (closed) return
      closed = true
      gone.delete(id)
      onClose()
    }
    gone.set(id, close)
    port.onClose(() => {
      if (!closed) say({ say: 'leave', id })
      close()
    })
    return {
      post: (message, transfer) => {
        if (!closed) port.post(message, transfer)
      },
      onMessage: listener =>
        port.onMessage(message => {
          if (!closed) listener(message)
        }),
      onClose: listener => {
        onClose = listener
      },
      close() {
        if (closed) return
        say({ say: 'leave', id })
        port.close()
        close()
      },
    }
  }

  return {
    sidecars: {
      open: sidecar =>
        new Promise(resolve => {
          const id = ++last
          const stop = after(PATIENCE_MS, () => {
            waiting.delete(id)
            say({ say: 'leave', id })
            resolve(null)
          })
          waiting.set(id, port => {
            stop()
            waiting.delete(id)
            resolve(port && inRoom(id, port))
          })
          say({ say: 'want', sidecar, id })
        }),
    },
    hear({ say: what, id }, port) {
      if (what === 'sidecar-gone') gone.get(id)?.()
      else waiting.get(id)?.(what === 'sidecar' ? port : null)
    },
  }
}
