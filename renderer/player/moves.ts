// The moves that all stories of the player are made of: leave an item, go to another, pass over one that will not play.
import type { EndCause, Origin } from '../../preload/contract/listening.ts'
import type { QueueItem } from '../../preload/contract/queue.ts'
import type { Effect, Failure, LogEntry, Machine, Now, Tell } from './machine.ts'
import { advanced, followingItem } from './queue-ahead.ts'

/** Three that will not play in a row: a disk is gone, not a file broken. */
const mostFailures = 3

/** Collects what is to be done while the state moves on. */
export interface Draft {
  state: Machine
  readonly effects: Effect[]
  readonly now: Now
}

export const set = (d: Draft, change: Partial<Machine>): void => {
  d.state = { ...d.state, ...change }
}
export const act = (d: Draft, ...effects: Effect[]): void => {
  d.effects.push(...effects)
}

export const newDeck = (d: Draft): number => {
  set(d, { lastDeck: d.state.lastDeck + 1 })
  return d.state.lastDeck
}

/** Notes something about a deck's play; of the current one it is known where it is. */
export function log(d: Draft, deck: number, entry: LogEntry, positionMs?: number): void {
  const here = deck === d.state.current?.deck ? d.now.positionMs : null
  act(d, { do: 'log', deck, entry, positionMs: positionMs ?? here })
}

export function tell(d: Draft, message: Tell): void {
  set(d, { telling: d.state.telling + 1 })
  act(d, { do: 'tell', tell: message })
}

export function dropAhead(d: Draft): void {
  if (d.state.ahead) act(d, { do: 'cut', deck: d.state.ahead.deck })
  set(d, { ahead: null })
}

/** What fades under the current item is over now; it was heard to its end as far as anybody cares. */
export function endFading(d: Draft): void {
  const deck = d.state.fading
  if (deck === null) return
  log(d, deck, { what: 'ended', cause: 'finished' })
  act(d, { do: 'cut', deck })
  set(d, { fading: null })
}

/** Ends the play of the current item and lets go of its deck. */
export function leave(d: Draft, cause: EndCause, rest: { atEnd?: boolean; message?: string } = {}): void {
  endFading(d)
  const { current } = d.state
  if (!current) return
  const said = current.deviceLost ? 'device' : cause
  if (current.started) log(d, current.deck, { what: 'ended', cause: said, ...rest })
  if (current.phase !== 'closed') act(d, { do: 'cut', deck: current.deck })
  set(d, { current: null, leaving: null })
}

/** Makes `item` the current one: it sounds if the listener wants sound, else waits at `atMs`. */
export function go(d: Draft, item: QueueItem | null, atMs: number, origin: Origin | null = null): void {
  const { ahead, playing } = d.state
  if (!item) {
    dropAhead(d)
    set(d, { current: null, playing: false })
    act(d, { do: 'hold' })
    return
  }
  const prepared = ahead !== null && ahead.item.id === item.id && atMs === 0 && playing
  if (!prepared) dropAhead(d)
  const deck = prepared ? ahead.deck : newDeck(d)
  set(d, {
    ahead: null,
    current: {
      deck,
      item,
      phase: playing ? 'opening' : 'closed',
      atMs,
      durationMs: item.track.durationMs,
      started: false,
      origin: origin ?? item.origin,
      deviceLost: false,
    },
  })
  if (!playing) return
  if (prepared && ahead.failure) fail(d, ahead.failure)
  else act(d, { do: 'release' }, prepared ? { do: 'begin', deck } : { do: 'open', deck, item, atMs })
}

/** The listener, or the end of a track, goes on to an item that we know: sound first, the core is told. */
export function moveTo(d: Draft, item: QueueItem, cause: EndCause, atEnd = false): void {
  leave(d, cause, { atEnd })
  if (d.state.queue) set(d, { queue: advanced(d.state.queue, item) })
  tell(d, { call: 'goTo', id: item.id })
  go(d, item, 0)
}

/** Everything was played: the listener plays again, or nothing does. */
export function runOut(d: Draft): void {
  if (d.state.queue) set(d, { queue: advanced(d.state.queue, null) })
  tell(d, { call: 'goTo', id: null })
  go(d, null, 0)
}

/** One clear message, an error in the log and on to the next; after three in a row it is not the files. */
export function fail(d: Draft, { code, message }: Failure): void {
  const { current, queue } = d.state
  if (!current) return
  const { origin, item, durationMs } = current
  const title = item.track.title
  if (!current.started) log(d, current.deck, { what: 'started', origin, item, durationMs }, current.atMs)
  set(d, { current: { ...current, started: true, deviceLost: false }, failures: d.state.failures + 1 })
  leave(d, 'error', { message })
  const stop = d.state.failures >= mostFailures
  act(d, {
    do: 'trouble',
    kind: stop ? 'stopped' : 'skipped',
    code,
    title,
    message: stop
      ? `“${title}” could not be played: ${message}. It was the third in a row, so playing has stopped.`
      : `“${title}” could not be played: ${message}. It was passed over.`,
  })
  if (stop) {
    set(d, { playing: false, stopped: true })
    go(d, item, 0)
    return
  }
  const following = queue && followingItem(queue, false)
  if (following) moveTo(d, following, 'error')
  else runOut(d)
}
