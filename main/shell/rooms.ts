// The hidden rooms that the core asked for: opened, ended when it leaves them, and all at once when the core is gone.
import type { OfRooms, ToRooms } from '../core/asked-rooms.ts'
import type { Log } from '../core/log.ts'
import type { RoomName } from '../core/rooms.ts'

/** A room that is open. */
export interface Room {
  /** Ends it, whatever it is at. */
  close(): void
}

export interface RoomsOptions<P> {
  /** Opens a room that has the other end of `port`; tells `onGone` when it ends by itself. Rejects when it cannot be had. */
  readonly open: (room: RoomName, port: P, onGone: () => void) => Promise<Room>
  /** A channel's two ends. */
  readonly channel: () => readonly [P, P]
  readonly answer: (message: ToRooms, port?: P) => void
  readonly log: Log
}

export interface ShellRooms {
  onWish(wish: OfRooms): void
  /** The core they were opened for is gone. */
  closeAll(): void
}

export function createRooms<P>({ open, channel, answer, log }: RoomsOptions<P>): ShellRooms {
  /** By the core's number; null while it opens. */
  let rooms = new Map<number, Room | null>()

  async function want(name: RoomName, id: number): Promise<void> {
    const mine = rooms
    const wanted = () => mine === rooms && rooms.has(id)
    mine.set(id, null)
    const [here, there] = channel()
    const gone = () => {
      if (!wanted()) return
      const opened = rooms.get(id)
      rooms.delete(id)
      answer({ say: opened ? 'room-gone' : 'no-room', id })
    }
    try {
      const room = await open(name, there, gone)
      if (!wanted()) return room.close()
      mine.set(id, room)
      answer({ say: 'room', id }, here)
    } catch (thrown) {
      log.warn('a hidden room could not be opened', { room: name, reason: String(thrown) })
      gone()
    }
  }

  return {
    onWish(wish) {
      if (wish.say === 'want') return void want(wish.room, wish.id)
      const room = rooms.get(wish.id)
      rooms.delete(wish.id)
      room?.close()
    },
    closeAll() {
      const all = rooms
      rooms = new Map()
      for (const room of all.values()) room?.close()
    },
  }
}
