// The listening service: takes the window's reports, keeps them through a full disk, and answers what was heard.

import type { Handlers } from '../../../preload/contract/contract.ts'
import { DwellError } from '../../../preload/contract/errors.ts'
import type { listening, PlayEvent } from '../../../preload/contract/listening.ts'
import type { CoreContext } from '../service.ts'
import type { Touched } from '../store/tables/plays.ts'
import { historyOf } from '../store/tables/sessions.ts'
import { turn } from '../turn.ts'
import type { Derived } from './derive.ts'
import { createLog } from './log.ts'
import { createPending } from './pending.ts'
import { createPresent } from './present.ts'
import { createWishes } from './wishes.ts'

export interface Listening {
  readonly handlers: Handlers<keyof typeof listening>
  /** False while the track (or its album, or an artist of it) rests, is set aside for now, or shall never be queued. */
  mayQueue(trackId: number): boolean
  /** Derives plays, sessions and stats again from the events alone, at once. Blocks: for the command line and tests. */
  rebuildPlays(): void
  /** Writes what could not be written before; false while it still cannot. */
  flush(): boolean
  /** What is forgotten has changed, see log.ts. Inside the caller's transaction; of all (null) `recountRest` does the rest. */
  recount(touched: Touched | null): void
  /** Counts everything again, a slice between other work. */
  recountRest(): Promise<void>
  /** Resolves when a rebuild that was due at the start is done. */
  readonly ready: Promise<void>
  close(): void
}

/** `onTracks`: rows of these tracks say something else now; left out, the windows are told. */
export function createListening(
  context: CoreContext,
  onTracks = (ids: Int32Array): void => context.emit('library.tracksChanged', { ids }),
): Listening {
  const { store, now, emit, log } = context
  const logged = createLog(context)
  const history = historyOf(store.db)
  const pending = createPending()
  const present = createPresent(logged, history, pending)
  const wishes = createWishes(context, present.sessionFrom, onTracks)
  /** Plays whose end the windows heard of before it could be written. */
  const toldEarly = new Set<string>()
  let closed = false

  function report(events: readonly PlayEvent[]): void {
    if (store.readOnly) {
      keep(events)
      return
    }
    try {
      const derived = logged.write([...pending.all(), ...events])
      if (pending.size > 0) {
        pending.clear()
        store.health.withdraw('disk-full')
        store.health.withdraw('profile-read-only')
      }
      tell(derived)
      toldEarly.clear()
    } catch (thrown) {
      const meant = store.health.explain(thrown)
      if (!(meant instanceof DwellError) || (meant.code !== 'disk-full' && meant.code !== 'profile-read-only'))
        throw meant
      keep(events)
    }
  }

  /** Remembers in memory what cannot be written; the windows hear of a play's end all the same. */
  function keep(events: readonly PlayEvent[]): void {
    pending.add(events)
    for (const play of present.unsaved([...new Set(events.map(event => event.playId))])) {
      if (play.cause === null || toldEarly.has(play.playId)) continue
      toldEarly.add(play.playId)
      emit('listening.played', play)
    }
  }

  function tell(derived: readonly Derived[]): void {
    const tracks = new Set<number>()
    for (const { key, before, now: play } of derived) {
      if (play === null || play.cause === null) continue
      tracks.add(play.trackId)
      const endedNow = before === null || before.cause === null || before.cause === 'interrupted'
      const row = endedNow ? history.play(key) : null
      if (row !== null && !toldEarly.has(row.playId)) emit('listening.played', row)
    }
    if (tracks.size > 0) onTracks(Int32Array.from(tracks))
  }

  function flush(): boolean {
    if (pending.size > 0) report([])
    return pending.size === 0
  }

  /** What the last core left undone: plays without an end, and a rebuild, a slice between other work. */
  async function begin(): Promise<void> {
    if (store.readOnly) return
    const lastKey = logged.events.lastKey()
    try {
      logged.closeInterrupted(lastKey)
      if (!logged.rebuildIsDue()) return
      for (const _slice of logged.rebuild()) {
        await turn()
        if (closed) return
      }
      logged.closeInterrupted(lastKey)
    } catch (thrown) {
      log.error('what the last run left undone is still so', { error: String(store.health.explain(thrown)) })
    }
  }

  const ready = begin()
  const stopWatching = store.health.onChange(() => {
    if (!closed && store.health.canWrite()) flush()
  })

  return {
    ready,
    mayQueue: wishes.mayQueue,
    flush,
    recount: logged.recount,
    async recountRest() {
      await ready
      if (closed) return
      logged.recount(null)
      for (const _slice of logged.rebuild()) {
        await turn()
        if (closed) return
      }
    },
    rebuildPlays() {
      for (const _slice of logged.rebuild());
    },
    close() {
      if (!store.readOnly) flush()
      closed = true
      stopWatching()
    },
    handlers: {
      ...wishes.handlers,
      'listening.report': async ({ events }) => {
        report(events)
        // What is kept in memory waits for room, not for the disk.
        if (pending.size === 0) await store.durable()
      },
      'listening.session': () => present.session(now()),
      'listening.recent': ({ limit, before = Number.MAX_SAFE_INTEGER }) => present.recent(limit, before),
      'listening.totals': () => history.totals(),
    },
  }
}
