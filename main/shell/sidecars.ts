// The sidecars that the core asked for: opened, ended when it leaves them, and all at once when the core is gone.
import type { OfSidecars, ToSidecars } from '../core/host/asked-sidecars.ts'
import type { SidecarName } from '../core/host/sidecars.ts'
import type { Log } from '../core/log.ts'

/** A sidecar that is open. */
export interface Sidecar {
  /** Ends it, whatever it is at. */
  close(): void
}

export interface SidecarsOptions<P> {
  /** Opens a sidecar that has the other end of `port`; tells `onGone` when it ends by itself. Rejects when it cannot be had. */
  readonly open: (sidecar: SidecarName, port: P, onGone: () => void) => Promise<Sidecar>
  /** A channel's two ends. */
  readonly channel: () => readonly [P, P]
  readonly answer: (message: ToSidecars, port?: P) => void
  readonly log: Log
}

export interface ShellSidecars {
  onWish(wish: OfSidecars): void
  /** The core they were opened for is gone. */
  closeAll(): void
}

export function createSidecars<P>({ open, channel, answer, log }: SidecarsOptions<P>): ShellSidecars {
  /** By the core's number; null while it opens. */
  let sidecars = new Map<number, Sidecar | null>()

  async function want(name: SidecarName, id: number): Promise<void> {
    const mine = sidecars
    const wanted = () => mine === sidecars && sidecars.has(id)
    mine.set(id, null)
    const [here, there] = channel()
    const gone = () => {
      if (!wanted()) return
      const opened = sidecars.get(id)
      sidecars.delete(id)
      answer({ say: opened ? 'sidecar-gone' : 'no-sidecar', id })
    }
    try {
      const sidecar = await open(name, there, gone)
      if (!wanted()) return sidecar.close()
      mine.set(id, sidecar)
      answer({ say: 'sidecar', id }, here)
    } catch (thrown) {
      log.warn('a hidden sidecar could not be opened', { sidecar: name, reason: String(thrown) })
      gone()
    }
  }

  return {
    onWish(wish) {
      if (wish.say === 'want') return void want(wish.sidecar, wish.id)
      const sidecar = sidecars.get(wish.id)
      sidecars.delete(wish.id)
      sidecar?.close()
    },
    closeAll() {
      const all = sidecars
      sidecars = new Map()
      for (const sidecar of all.values()) sidecar?.close()
    },
  }
}
