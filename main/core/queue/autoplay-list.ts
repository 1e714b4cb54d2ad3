// What autoplay does to the list: takes over, lays out around what was placed by hand, steps back.
import type { QueueItemId, TrackId } from '../../../preload/contract/ids.ts'
import type { Repeat } from '../../../preload/contract/queue.ts'
import type { Item, List } from '../store/tables/queue.ts'
import { remember } from './list.ts'

/** Laid out by autoplay, and not taken over by the listener's hand. */
export const isAutoplays = (item: Item): boolean => item.origin === 'companion' && !item.byHand

/** The source has brought all it has, and what came of it is used up: somebody must go on. */
export const hasRunOut = ({ source, repeat, current, upcoming }: List): boolean =>
  source !== null &&
  repeat === 'off' &&
  source.next >= source.order.length &&
  current !== null &&
  upcoming.every(item => item.byHand)

/** Plays `from` at once, in front of all that comes. */
export function playFrom(list: List, from: TrackId): List {
  const current: Item = {
    // counted up by this list alone
    id: list.nextItemId as QueueItemId,
    trackId: from,
    origin: 'hand',
    byHand: true,
    reason: { kind: 'byHand' },
    decided: null,
  }
  return { ...list, past: remember(list.past, list.current), current, nextItemId: list.nextItemId + 1 }
}

/** Autoplay takes over from the source. What was placed by hand stays. */
export const takenOver = (list: List): List => ({
  ...list,
  source: null,
  companion: true,
  upcoming: list.upcoming.filter(item => item.byHand || isAutoplays(item)),
})

/** Autoplay's part laid out anew: what was placed by hand keeps its places, the new items fill those between and behind. */
export function laidOut(list: List, items: readonly Item[], nextItemId: number): List {
  const upcoming: Item[] = []
  const coming = items.values()
  list.upcoming.forEach((item, place) => {
    if (isAutoplays(item)) return
    while (upcoming.length < place) {
      const { value } = coming.next()
      if (value === undefined) break
      upcoming.push(value)
    }
    upcoming.push(item)
  })
  upcoming.push(...coming)
  return { ...list, companion: true, upcoming, nextItemId }
}

/** From now on placed by hand, where it is. */
export function pin(list: List, id: QueueItemId): List {
  if (!list.upcoming.some(item => item.id === id && !item.byHand)) return list
  return { ...list, upcoming: list.upcoming.map(item => (item.id === id ? { ...item, byHand: true } : item)) }
}

/** A source that begins again needs nobody to go on behind it. */
export function setRepeat(list: List, repeat: Repeat): List {
  if (list.repeat === repeat) return list
  if (repeat === 'off' || !list.companion || list.source === null) return { ...list, repeat }
  return { ...list, repeat, companion: false, upcoming: list.upcoming.filter(item => !isAutoplays(item)) }
}
