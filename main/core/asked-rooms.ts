// The hidden rooms of the app as the core sees them: the shell is asked for each, and says when one is gone.
import { after } from '../../preload/contract/everywhere.ts'
import type { Port } from '../../preload/contract/port.ts'
import type { RoomName, Rooms } from './rooms.ts'

/** What the core says to the shell of rooms. */
export type OfRooms =
  | { readonly say: 'want'; readonly room: RoomName; readonly id: number }
  | { readonly say: 'leave'; readonly id: number }

/** What the shell says to the core of rooms. The port of a `room` comes beside the message. */
export type ToRooms =
  | { readonly say: 'room'; readonly id: number }
  | { readonly say: 'no-room'; readonly id: number }
  | { readonly say: 'room-gone'; readonly id: number }

export interface AskedRooms {
  readonly rooms: Rooms
  hear(message: ToRooms, port: Port | null): void
}

/** Longer than the shell waits for a page: only a shell that hangs is not waited for. */
const PATIENCE_MS = 30_000

/** Rooms asked of the shell through `say`; what it answers goes to `hear`. */
export function askedRooms(say: (message: OfRooms) => void): AskedRooms {
  const waiting = new Map<number, (port: Port | null) => void>()
  const gone = new Map<number, () => void>()
  let last = 0

  /** Closing it tells the shell, which ends the room even where the room hangs; its close is told once, whoever notices first. */
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
    rooms: {
      open: room =>
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
          say({ say: 'want', room, id })
        }),
    },
    hear({ say: what, id }, port) {
      if (what === 'room-gone') gone.get(id)?.()
      else waiting.get(id)?.(what === 'room' ? port : null)
    },
  }
}
