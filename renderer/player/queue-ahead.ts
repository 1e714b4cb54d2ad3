// What the last known queue says about what follows, so that sound goes on when the core is slow or away.
import type { QueueItemId } from '../../preload/contract/ids.ts'
import type { QueueItem, QueueState } from '../../preload/contract/queue.ts'

/** The item that follows the current one, as far as the window knows; by itself, a track on repeat follows itself. */
export function followingItem(queue: QueueState, byItself: boolean): QueueItem | null {
  if (byItself && queue.repeat === 'one' && queue.current) return queue.current
  return queue.upcoming[0] ?? null
}

export function itemOf(queue: QueueState, id: QueueItemId): QueueItem | null {
  return [queue.current, ...queue.upcoming, ...queue.past].find(item => item?.id === id) ?? null
}

/** The queue as the core will have it once it has heard that `item` plays (null: played to its end). */
export function advanced(queue: QueueState, item: QueueItem | null): QueueState {
  const at = item ? queue.upcoming.findIndex(({ id }) => id === item.id) : -1
  const passed = queue.current && queue.current.id !== item?.id ? [queue.current] : []
  return {
    ...queue,
    current: item,
    positionMs: 0,
    past: [...queue.past.filter(({ id }) => id !== item?.id), ...passed],
    upcoming: at >= 0 ? queue.upcoming.slice(at + 1) : queue.upcoming,
  }
}
