// What happens next: from one state of the player and one event to the next state and what is to be done. No sound, no clock, no core.
import type { QueueState } from '../../preload/contract/queue.ts'
import type { Machine, Now, PlayerEvent, Step } from './machine.ts'
import {
  act,
  type Draft,
  dropAhead,
  endFading,
  fail,
  go,
  leave,
  log,
  moveTo,
  newDeck,
  runOut,
  set,
  tell,
} from './moves.ts'
import { advanced, followingItem, itemOf } from './queue-ahead.ts'

const backToStartAfterMs = 3000

type Happening = {
  readonly [K in PlayerEvent['on']]: (d: Draft, event: Extract<PlayerEvent, { on: K }>) => void
}

/** One event later. `now.positionMs` is what is heard of the current item. */
export function step(before: Machine, event: PlayerEvent, now: Now): Step {
  const d: Draft = { state: before, effects: [], now }
  // The table is typed by the very name it is looked up with.
  const happen = happening[event.on] as (d: Draft, event: PlayerEvent) => void
  happen(d, event)
  return { state: d.state, effects: d.effects }
}

const happening: Happening = {
  queue: (d, { queue }) => heardOfQueue(d, queue),

  told(d, { queue }) {
    set(d, { telling: Math.max(0, d.state.telling - 1), untold: false })
    heardOfQueue(d, queue)
  },

  /** The core could not be told, or asked what follows; the last list that it gave says so too. */
  untold(d) {
    const { leaving, queue, current } = d.state
    set(d, { telling: Math.max(0, d.state.telling - 1), untold: true, leaving: null })
    if (leaving === null) return
    const item = leaving === 'previous' ? queue?.past.at(-1) : queue && followingItem(queue, false)
    if (item) moveTo(d, item, leaving)
    else if (leaving !== 'previous' || !current) {
      leave(d, leaving)
      go(d, null, 0)
    }
  },

  retell(d) {
    const { untold, telling, current } = d.state
    if (untold && telling === 0) tell(d, { call: 'goTo', id: current?.item.id ?? null })
  },

  picking: d => set(d, { telling: d.state.telling + 1 }),
  unpicked: d => set(d, { telling: Math.max(0, d.state.telling - 1) }),

  picked(d, { queue }) {
    set(d, { telling: Math.max(0, d.state.telling - 1), untold: false, playing: true, stopped: false, failures: 0 })
    leave(d, 'picked')
    set(d, { queue })
    go(d, queue.current, 0)
  },

  go(d, { id }) {
    const { current, queue } = d.state
    set(d, { playing: true, stopped: false, failures: 0 })
    if (id === current?.item.id) {
      seek(d, 0)
      play(d)
      return
    }
    const item = queue && itemOf(queue, id)
    if (item) moveTo(d, item, 'picked')
  },

  play,
  pause,

  next(d) {
    const { queue, current } = d.state
    if (!queue || (!current && queue.upcoming.length === 0)) return
    set(d, { stopped: false, failures: 0 })
    const item = followingItem(queue, false)
    if (item) moveTo(d, item, 'skip')
    else if (queue.waiting > 0 || queue.repeat === 'all') {
      set(d, { leaving: 'skip' })
      tell(d, { call: 'next', byItself: false })
    } else {
      leave(d, 'skip')
      runOut(d)
    }
  },

  previous(d) {
    const { current, queue } = d.state
    if ((current && d.now.positionMs > backToStartAfterMs) || !queue?.past.length) seek(d, 0)
    else {
      set(d, { leaving: 'previous' })
      tell(d, { call: 'previous' })
    }
  },

  seek: (d, { toMs }) => seek(d, toMs),

  opened(d, { deck, durationMs }) {
    const { current } = d.state
    if (deck === current?.deck) set(d, { current: { ...current, durationMs } })
  },

  sounding(d, { deck }) {
    const { current } = d.state
    if (deck !== current?.deck || current.phase !== 'opening') return
    set(d, { current: { ...current, phase: 'sounding', started: true } })
    const { origin, item, durationMs } = current
    log(d, deck, current.started ? { what: 'resumed' } : { what: 'started', origin, item, durationMs }, current.atMs)
  },

  failed(d, { deck, code, message }) {
    const { current, ahead } = d.state
    if (deck === ahead?.deck) set(d, { ahead: { ...ahead, failure: { code, message } } })
    else if (deck === current?.deck) fail(d, { code, message })
  },

  'near-end'(d) {
    const { current, ahead, queue } = d.state
    const item = queue && followingItem(queue, true)
    if (current?.phase !== 'sounding' || ahead || !item) return
    const deck = newDeck(d)
    set(d, { ahead: { deck, item, failure: null } })
    act(d, { do: 'prepare', deck, item })
  },

  joined(d, { overlapping }) {
    const { current, ahead, queue } = d.state
    if (!current || !ahead) return
    endFading(d)
    if (overlapping) set(d, { fading: current.deck })
    else {
      log(d, current.deck, { what: 'ended', cause: 'finished', atEnd: true })
      act(d, { do: 'cut', deck: current.deck })
    }
    const { item, deck } = ahead
    const { origin, track } = item
    const { durationMs } = track
    const again = item.id === current.item.id
    set(d, {
      ahead: null,
      failures: 0,
      queue: queue && !again ? advanced(queue, item) : queue,
      current: { deck, item, phase: 'sounding', atMs: 0, durationMs, started: true, origin, deviceLost: false },
    })
    log(d, deck, { what: 'started', origin, item, durationMs }, 0)
    if (!again) tell(d, { call: 'goTo', id: item.id })
  },

  drained(d, { deck }) {
    const { current, queue, fading } = d.state
    if (deck === fading) {
      log(d, deck, { what: 'ended', cause: 'finished', atEnd: true })
      act(d, { do: 'cut', deck })
      set(d, { fading: null })
      return
    }
    if (!current || !queue || deck !== current.deck) return
    set(d, { failures: 0 })
    const item = followingItem(queue, true)
    if (item && item.id !== current.item.id) {
      moveTo(d, item, 'finished', true)
      return
    }
    leave(d, 'finished', { atEnd: true })
    if (item) go(d, item, 0)
    else if (queue.waiting > 0 || queue.repeat === 'all') {
      set(d, { leaving: 'finished' })
      tell(d, { call: 'next', byItself: true })
    } else runOut(d)
  },

  beat(d) {
    const { current, fading } = d.state
    if (current?.phase !== 'sounding') return
    if (fading !== null) log(d, fading, { what: 'heartbeat' })
    log(d, current.deck, { what: 'heartbeat' })
    set(d, { failures: 0 })
    act(d, { do: 'keep', id: current.item.id, positionMs: d.now.positionMs })
  },

  /** A long pause: the file and its decoder are let go, the place is kept. */
  rest(d) {
    const { current } = d.state
    if (current?.phase !== 'held') return
    endFading(d)
    dropAhead(d)
    act(d, { do: 'cut', deck: current.deck })
    set(d, { current: { ...current, phase: 'closed' } })
  },

  'device-lost'(d) {
    if (!d.state.playing) return
    pause(d)
    const { current } = d.state
    if (current?.started) set(d, { current: { ...current, deviceLost: true } })
    act(d, {
      do: 'trouble',
      kind: 'device',
      code: 'unsupported',
      title: null,
      message: 'The output device went away, so playing has paused. Play goes on through the system’s own output.',
    })
  },

  quit(d) {
    const { current } = d.state
    if (!current) return
    const atMs = current.phase === 'closed' ? current.atMs : d.now.positionMs
    act(d, { do: 'keep', id: current.item.id, positionMs: atMs })
    dropAhead(d)
    leave(d, 'quit')
    set(d, { playing: false, current: { ...current, phase: 'closed', atMs, started: false, deck: newDeck(d) } })
  },
}

function heardOfQueue(d: Draft, queue: QueueState): void {
  const { current, telling, untold, leaving, playing } = d.state
  const same = queue.current?.id === current?.item.id
  // While the core has not caught up with us, what it says of the present is the past.
  if (!same && (telling > 0 || untold)) return
  const first = d.state.queue === null
  set(d, { queue, leaving: null })
  if (!same) {
    if (current) leave(d, leaving ?? 'removed')
    const restored = first && !playing
    go(d, queue.current, current ? 0 : queue.positionMs, restored ? 'restored' : null)
  } else if (current && queue.current) {
    set(d, { current: { ...current, item: queue.current } })
  } else if (playing && telling === 0) {
    go(d, null, 0)
  }
  const following = followingItem(queue, true)
  if (d.state.ahead && d.state.ahead.item.id !== following?.id) dropAhead(d)
}

function play(d: Draft): void {
  const { current, queue, fading } = d.state
  set(d, { playing: true, stopped: false, failures: 0 })
  if (!current) {
    const item = queue && followingItem(queue, false)
    if (item) moveTo(d, item, 'finished')
    else set(d, { playing: false })
  } else if (current.phase === 'closed') {
    // A play that was only resting goes on under its own number.
    const deck = current.started ? current.deck : newDeck(d)
    set(d, { current: { ...current, deck, phase: 'opening', deviceLost: false } })
    act(d, { do: 'release' }, { do: 'open', deck, item: current.item, atMs: current.atMs })
  } else if (current.phase === 'held') {
    set(d, { current: { ...current, phase: 'sounding', deviceLost: false } })
    act(d, { do: 'release' })
    if (fading !== null) log(d, fading, { what: 'resumed' })
    log(d, current.deck, { what: 'resumed' })
  }
}

function pause(d: Draft): void {
  const { current, fading } = d.state
  set(d, { playing: false })
  if (current?.phase === 'opening') {
    act(d, { do: 'cut', deck: current.deck }, { do: 'hold' })
    set(d, { current: { ...current, phase: 'closed' } })
  } else if (current?.phase === 'sounding') {
    act(d, { do: 'hold' })
    if (fading !== null) log(d, fading, { what: 'paused' })
    log(d, current.deck, { what: 'paused' })
    act(d, { do: 'keep', id: current.item.id, positionMs: d.now.positionMs })
    set(d, { current: { ...current, phase: 'held', atMs: d.now.positionMs } })
  }
}

function seek(d: Draft, toMs: number): void {
  const { current } = d.state
  if (!current) return
  const to = Math.max(0, current.durationMs > 0 ? Math.min(toMs, current.durationMs) : toMs)
  endFading(d)
  dropAhead(d)
  if (current.started) log(d, current.deck, { what: 'seeked', toMs: to })
  set(d, { current: { ...current, atMs: to } })
  if (current.phase !== 'closed') act(d, { do: 'seek', deck: current.deck, toMs: to })
  act(d, { do: 'keep', id: current.item.id, positionMs: to })
}
