// The queue as a value: what was played, what plays, what comes; every change is a function from one list to the next.
import type { QueueItemId, TrackId } from '../../../preload/contract/ids.ts'
import type { Origin } from '../../../preload/contract/listening.ts'
import type { QueueSource, Reason } from '../../../preload/contract/queue.ts'
import type { Item, List, Source } from '../store/tables/queue.ts'
import { type Random, shuffled } from './shuffle.ts'

/** How many items of the source are laid out ahead, and how many played ones are kept. */
export const AHEAD = 100
const PAST = 50

/** What must be known of a track to decide whether and when the queue may bring it by itself. */
export interface TrackFacts {
  /** It can be decoded and a file of it can be reached. */
  readonly playable: boolean
  /** Not resting, not set aside for now, never banned. */
  readonly welcome: boolean
  /** Tracks with the same number are by the same artist. */
  readonly artist: number
}
export type Facts = (ids: Int32Array) => ReadonlyMap<number, TrackFacts>

const SPREAD = 3
const LOOK_AHEAD = 25

/**
 * Lays out items from the source until `AHEAD` of them wait. Tracks that cannot be played are passed over; so are unwelcome ones
 * when shuffling (an album put on by hand plays whole). When shuffling, an artist does not return within three tracks if any of the
 * next twenty-five is by somebody else.
 */
export function refill(list: List, facts: Facts): List {
  const { source } = list
  if (source === null) return list
  let waiting = list.upcoming.filter(item => !item.byHand).length
  if (waiting >= AHEAD / 2 || source.next >= source.order.length) return list
  const upcoming = [...list.upcoming]
  const order = list.shuffle ? source.order.slice() : source.order
  let { next } = source
  let { nextItemId } = list
  const reason = reasonOf(source, list.shuffle)
  while (waiting < AHEAD && next < order.length) {
    const block = order.slice(next, next + AHEAD + LOOK_AHEAD)
    const known = facts(block)
    const recent = lastArtists(
      [...list.past.slice(-SPREAD), ...(list.current ? [list.current] : []), ...upcoming],
      facts,
    )
    const end = next + AHEAD
    for (; next < order.length && next < end && waiting < AHEAD; next++) {
      if (list.shuffle) bringForward(order, next, known, recent)
      const trackId = order[next]
      const fact = trackId === undefined ? undefined : known.get(trackId)
      if (trackId === undefined || fact === undefined || !fact.playable) continue
      if (list.shuffle && !fact.welcome) continue
      // ids of the source come from the library's own id lists.
      upcoming.push({
        id: nextItemId++ as QueueItemId,
        trackId: trackId as TrackId,
        origin: source.origin,
        byHand: false,
        reason,
        decided: null,
      })
      recent.push(fact.artist)
      waiting++
    }
  }
  return { ...list, upcoming, nextItemId, source: { ...source, order, next } }
}

function lastArtists(items: readonly Item[], facts: Facts): number[] {
  const last = items.slice(-SPREAD)
  const known = facts(Int32Array.from(last, item => item.trackId))
  return last.map(item => known.get(item.trackId)?.artist ?? 0)
}

/** Swaps to `at` the nearest track within reach whose artist was not among the last three. */
function bringForward(
  order: Int32Array,
  at: number,
  known: ReadonlyMap<number, TrackFacts>,
  recent: readonly number[],
): void {
  const heard = recent.slice(-SPREAD)
  for (let i = at; i < Math.min(order.length, at + LOOK_AHEAD); i++) {
    const id = order[i]
    const fact = id === undefined ? undefined : known.get(id)
    if (id === undefined || fact === undefined || !fact.playable || heard.includes(fact.artist)) continue
    const displaced = order[at]
    if (displaced === undefined) return
    order[i] = displaced
    order[at] = id
    return
  }
}

function reasonOf(source: Source, shuffle: boolean): Reason {
  const { kind, name } = source.about
  if (shuffle) return { kind: 'shuffled', of: source.ids.length }
  if (kind === 'album' && name !== undefined) return { kind: 'fromAlbum', album: name }
  if (kind === 'playlist' && name !== undefined) return { kind: 'fromPlaylist', playlist: name }
  if (kind === 'artist' && name !== undefined) return { kind: 'fromArtist', artist: name }
  return { kind: 'inOrder', of: source.ids.length }
}

export interface Play {
  readonly ids: Int32Array
  readonly startAt: number
  readonly origin: Origin
  readonly source: QueueSource
  readonly shuffle?: boolean | undefined
}

/** Plays `ids[startAt]` and goes on from there; what was placed by hand stays next. `startAt` must be within `ids`. */
export function play(
  list: List,
  { ids, startAt, origin, source: about, shuffle = list.shuffle }: Play,
  random: Random,
): List {
  const first = ids[startAt]
  if (first === undefined) return list
  const order = shuffle ? shuffled(ids, startAt, random) : ids
  const current: Item = {
    // counted up by this list alone, and an id of the caller's own list
    id: list.nextItemId as QueueItemId,
    trackId: first as TrackId,
    origin,
    byHand: true,
    reason: { kind: 'byHand' },
    decided: null,
  }
  // What follows a track picked from a search or a list was not itself picked.
  const following: Origin = shuffle ? 'shuffle' : origin
  return {
    ...list,
    past: remember(list.past, list.current),
    current,
    upcoming: list.upcoming.filter(item => item.byHand),
    source: { about, origin: following, ids, order, next: shuffle ? 1 : startAt + 1 },
    shuffle,
    companion: false,
    nextItemId: list.nextItemId + 1,
  }
}

export function add(list: List, ids: Int32Array, where: 'next' | 'end'): List {
  let { nextItemId } = list
  const items: Item[] = Array.from(ids, trackId => ({
    id: nextItemId++ as QueueItemId,
    trackId: trackId as TrackId,
    origin: 'queued',
    byHand: true,
    reason: { kind: 'byHand' },
    decided: null,
  }))
  // 'end' is the end of what was placed by hand: behind it comes the source, which may go on for days.
  const lastByHand = list.upcoming.findLastIndex(item => item.byHand)
  const at = where === 'next' ? 0 : lastByHand + 1
  const upcoming = list.upcoming.toSpliced(at, 0, ...items)
  if (list.current !== null) return { ...list, upcoming, nextItemId }
  const [current = null, ...rest] = upcoming
  return { ...list, current, upcoming: rest, nextItemId }
}

/** Moving an item is placing it by hand. */
export function move(list: List, id: QueueItemId, toIndex: number): List {
  const from = list.upcoming.findIndex(item => item.id === id)
  const item = list.upcoming[from]
  if (item === undefined) return list
  const rest = list.upcoming.toSpliced(from, 1)
  return { ...list, upcoming: rest.toSpliced(Math.min(toIndex, rest.length), 0, { ...item, byHand: true }) }
}

export function remove(list: List, ids: ReadonlySet<QueueItemId>): List {
  return {
    ...list,
    past: list.past.filter(item => !ids.has(item.id)),
    upcoming: list.upcoming.filter(item => !ids.has(item.id)),
  }
}

/** Empties what comes; what plays goes on. */
export function clear(list: List): List {
  return { ...list, upcoming: [], source: null, companion: false }
}

export function setShuffle(list: List, on: boolean, random: Random): List {
  if (list.shuffle === on) return list
  // What autoplay lays out has an order of its own.
  if (list.companion && list.source === null) return { ...list, shuffle: on }
  const { source, current } = list
  const upcoming = list.upcoming.filter(item => item.byHand)
  if (source === null)
    return { ...list, shuffle: on, upcoming: on ? shuffledItems(list.upcoming, random) : list.upcoming }
  const at = current === null ? -1 : source.ids.indexOf(current.trackId)
  const origin: Origin = on
    ? 'shuffle'
    : source.about.kind === 'album'
      ? 'album'
      : source.about.kind === 'playlist'
        ? 'playlist'
        : 'hand'
  const order = on ? shuffled(source.ids, at, random) : source.ids
  const next = on ? (at < 0 ? 0 : 1) : at + 1
  return { ...list, shuffle: on, companion: false, upcoming, source: { ...source, origin, order, next } }
}

function shuffledItems(items: readonly Item[], random: Random): Item[] {
  const order = shuffled(Int32Array.from(items.keys()), -1, random)
  return Array.from(order, index => items[index]).filter(item => item !== undefined)
}

/** The next item; `byItself` repeats one track when asked to, a press of the button never does. */
export function next(list: List, byItself: boolean, random: Random): List {
  if (byItself && list.repeat === 'one' && list.current !== null) return list
  const past = remember(list.past, list.current)
  const [current, ...upcoming] = list.upcoming
  if (current !== undefined) return { ...list, past, current, upcoming }
  const { source } = list
  if (list.repeat !== 'all') return { ...list, past, current: null }
  if (source === null) {
    const [first = null, ...rest] = past
    return { ...list, past: [], current: first, upcoming: rest }
  }
  const order = list.shuffle ? shuffled(source.ids, -1, random) : source.ids
  return { ...list, past, current: null, source: { ...source, order, next: 0 } }
}

export function previous(list: List): List {
  const before = list.past.at(-1)
  if (before === undefined) return list
  const upcoming = list.current === null ? list.upcoming : [list.current, ...list.upcoming]
  return { ...list, past: list.past.slice(0, -1), current: before, upcoming }
}

/** Goes to an item, before or behind. Source items jumped over count as past; what was placed by hand still waits. */
export function goTo(list: List, id: QueueItemId | null): List {
  if (id === null) return { ...list, past: remember(list.past, list.current), current: null }
  if (list.current?.id === id) return list
  const ahead = list.upcoming.findIndex(item => item.id === id)
  const wanted = list.upcoming[ahead]
  if (wanted !== undefined) {
    const over = list.upcoming.slice(0, ahead)
    let past = remember(list.past, list.current)
    for (const item of over) if (!item.byHand) past = remember(past, item)
    return {
      ...list,
      past,
      current: wanted,
      upcoming: [...over.filter(item => item.byHand), ...list.upcoming.slice(ahead + 1)],
    }
  }
  const behind = list.past.findIndex(item => item.id === id)
  const earlier = list.past[behind]
  if (earlier === undefined) return list
  const back = [...list.past.slice(behind + 1), ...(list.current ? [list.current] : []), ...list.upcoming]
  return { ...list, past: list.past.slice(0, behind), current: earlier, upcoming: back }
}

/** When nothing plays but something waits, it becomes current (after a refill at the source's start). */
export function takeUp(list: List): List {
  const [current, ...upcoming] = list.upcoming
  return list.current !== null || current === undefined ? list : { ...list, current, upcoming }
}

/** Lays out what the source brings next; what waits is taken up when nothing plays. */
export const filled = (list: List, facts: Facts): List => refill(takeUp(refill(list, facts)), facts)

export function remember(past: readonly Item[], item: Item | null): readonly Item[] {
  return item === null ? past : [...past.slice(-(PAST - 1)), item]
}

export function waitingBehind(list: List): number {
  return list.source === null ? 0 : list.source.order.length - list.source.next
}
