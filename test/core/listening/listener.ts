// A listener for tests: a listening service over a real database, a clock that is moved by hand, and what the windows were told.
import { onTestFinished } from 'vitest'
import { createListening, type Listening } from '../../../main/core/listening/index.ts'
import type { CoreContext } from '../../../main/core/service.ts'
import { openStore, type Store } from '../../../main/core/store/open.ts'
import type { EventName, Output, Parsed, Payload } from '../../../preload/contract/contract.ts'
import type { PlayId, TrackId } from '../../../preload/contract/ids.ts'
import { trackId } from '../../../preload/contract/ids.ts'
import type { EndCause, PlayEvent } from '../../../preload/contract/listening.ts'
import { addTracks, type NotedLog, noon, notedLog } from '../store/profiles.ts'

export const second = 1000
export const minute = 60_000

export interface Told {
  readonly name: EventName
  readonly payload: unknown
}

export interface TestListener {
  readonly store: Store
  readonly listening: Listening
  readonly told: Told[]
  readonly log: NotedLog
  now: number
  /** Asks as a window does. */
  ask<N extends keyof Listening['handlers']>(name: N, input: Parsed<N>): Promise<Output<N>>
  /** Another core on the same database, as after a kill. */
  restart(): TestListener
}

export function contextOf(store: Store, now: () => number, told: Told[], log: NotedLog): CoreContext {
  const nowhere = new URL('file:///nowhere')
  return {
    store,
    now,
    log,
    emit: <N extends EventName>(name: N, payload: Payload<N>) => void told.push({ name, payload }),
    profileDir: '/nowhere',
    cacheDir: '/nowhere',
    workers: {
      tags: nowhere,
      art: nowhere,
      walk: nowhere,
      reader: nowhere,
      keeper: nowhere,
      history: nowhere,
      demo: nowhere,
      scorer: nowhere,
    },
  }
}

/** A listener with twenty tracks, at noon. */
export function listener(store = storeWithTracks()): TestListener {
  return listenerAt(noon, store)
}

function listenerAt(at: number, store: Store): TestListener {
  const told: Told[] = []
  const log = notedLog()
  const clock = { now: at }
  const listening = createListening(contextOf(store, () => clock.now, told, log))
  onTestFinished(() => listening.close())
  return {
    store,
    told,
    log,
    listening,
    get now() {
      return clock.now
    },
    set now(moment) {
      clock.now = moment
    },
    // `name` picks the one handler whose input and answer these are
    ask: async (name, input) => listening.handlers[name](input as never) as never,
    restart() {
      listening.close()
      return listenerAt(clock.now, store)
    },
  }
}

export function storeWithTracks(count = 20): Store {
  const store = openStore({ file: ':memory:' })
  onTestFinished(() => store.close())
  addTracks(store.db, count)
  return store
}

let plays = 0
/** A new play's id, in order: runs are the same every time. */
export function newPlayId(): PlayId {
  plays++
  // a UUID by its form
  return `00000000-0000-4000-8000-${String(plays).padStart(12, '0')}` as PlayId
}

export const track = (id: number): TrackId => trackId.parse(id)

/** A play heard for `heardMs` from `at` on without a pause, a heartbeat every five seconds. */
export function played(
  id: number,
  at: number,
  heardMs: number,
  cause: EndCause | null = 'skip',
  playId = newPlayId(),
  durationMs = 180_000,
): PlayEvent[] {
  const events: PlayEvent[] = [
    {
      kind: 'started',
      playId,
      seq: 0,
      at,
      positionMs: 0,
      trackId: track(id),
      itemId: null,
      origin: 'hand',
      durationMs,
    },
  ]
  for (let ms = 5000; ms < heardMs; ms += 5000)
    events.push({ kind: 'heartbeat', playId, seq: events.length, at: at + ms, positionMs: ms })
  if (cause !== null)
    events.push({ kind: 'ended', playId, seq: events.length, at: at + heardMs, positionMs: heardMs, cause })
  return events
}

/** Everything derived, as rows. */
export function derived(store: Store) {
  const all = (table: string) => store.db.prepare(`SELECT * FROM ${table} ORDER BY 1`).all()
  return { plays: all('plays'), sessions: all('sessions'), stats: all('track_stats') }
}

/** Payloads of one event, in order. */
export const toldOf = <N extends EventName>(told: readonly Told[], name: N): Payload<N>[] =>
  // the name decides the payload
  told.filter(one => one.name === name).map(one => one.payload as Payload<N>)
