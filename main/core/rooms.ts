// The hidden rooms beside the core: pages and processes that the shell opens when the core asks, each at the end of a port.
import type { Port } from '../../preload/contract/port.ts'

/** `ears`: the page that decodes. `lab-page`: tensors on a page's GPU. `lab-node`: tensors in a Node process. */
export const roomNames = ['ears', 'lab-page', 'lab-node'] as const
export type RoomName = (typeof roomNames)[number]

export interface Rooms {
  /**
   * Opens a room, a new one each time; null where there is none of its kind (no pages on the command line). Closing the port closes the room; a room
   * that dies closes the port.
   */
  open(room: RoomName): Promise<Port | null>
}

/** Nothing beside the core. */
export const noRooms: Rooms = { open: () => Promise.resolve(null) }
