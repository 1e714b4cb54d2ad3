// The listening log: takes what the window reports, writes it once and for good, and derives what it means in the same transaction.
import { RULE_VERSION } from '../../../models/listening/outcome.ts'
import type { PlayEvent } from '../../../preload/contract/listening.ts'
import type { CoreContext } from '../service.ts'
import { type EventTable, eventTable } from '../store/tables/events.ts'
import { type PlayTables, playTables, type Touched } from '../store/tables/plays.ts'
import { upkeepTable } from '../store/upkeep.ts'
import { createDerivation, type Derivation, type Derived } from './derive.ts'

export interface ListeningLog {
  readonly events: EventTable
  readonly derivation: Derivation
  /** Appends and derives; throws what the database throws, and nothing is written then. */
  write(events: readonly PlayEvent[]): readonly Derived[]
  /** Ends plays with keys up to `lastKey` that were left open when the app was killed, at the last that is known of them. */
  closeInterrupted(lastKey: number): void
  /** Whether plays must be derived again: another rule, or a restored database. */
  rebuildIsDue(): boolean
  /**
   * What is forgotten has changed: counts these tracks and sessions again, or (null) leaves word that all are to be counted by `rebuild`.
   * Inside the caller's transaction.
   */
  recount(touched: Touched | null): void
  /** Derives everything again from the events, a slice at a time: run to its end, or a slice between other work. */
  rebuild(): Generator<void, void>
}

/** Longest position or duration that is believed. */
const LONGEST_MS = 7 * 86_400_000
/** Plays derived in one slice of a rebuild: a few milliseconds. */
const SLICE = 50

export function createLog({ store, now, log }: Pick<CoreContext, 'store' | 'now' | 'log'>): ListeningLog {
  const events = eventTable(store.db)
  const plays: PlayTables = playTables(store.db)
  const upkeep = upkeepTable(store.db)
  const derivation = createDerivation({ events, plays, upkeep })

  /** Runs `work` in one transaction; after a failure nothing of it is believed. */
  function together<T>(work: () => T): T {
    try {
      return store.db.transaction(work).immediate()
    } catch (thrown) {
      derivation.forget()
      throw thrown
    }
  }

  function append(reported: readonly PlayEvent[]): ReadonlyMap<number, number> {
    const news = new Map<number, number>()
    for (const event of reported.map(sane)) {
      if (event.kind === 'started' && !events.trackExists(event.trackId)) {
        log.warn('a play of a track that is not known is not kept', { playId: event.playId, trackId: event.trackId })
        continue
      }
      const key = events.keyOf(event.playId)
      if (events.append(key, event)) news.set(key, Math.min(event.seq, news.get(key) ?? event.seq))
    }
    return news
  }

  return {
    events,
    derivation,
    write: reported => together(() => derivation.touch(append(reported), now())),
    closeInterrupted(lastKey) {
      together(() => {
        const left = plays.open().filter(key => key <= lastKey)
        if (left.length === 0) return
        for (const key of left) {
          const last = events.play(key).events.at(-1)
          if (last === undefined) continue
          events.noteInterrupted(key, last.at, last.kind === 'seeked' ? last.toMs : last.positionMs)
        }
        derivation.touch(new Map(left.map(key => [key, 0])), now())
      })
    },
    rebuildIsDue() {
      if (upkeep.get('rederive') !== null) return true
      return upkeep.get('rule') !== RULE_VERSION && events.keysAfter(0, 1).length > 0
    },
    recount(touched) {
      derivation.forget()
      if (touched === null) {
        // From the last play on nothing is derived again, but everything is counted.
        if (upkeep.get('rederive') === null) upkeep.set('rederive', { from: events.lastKey(), rule: RULE_VERSION })
        return
      }
      for (const track of touched.tracks) plays.recountTrack(track)
      for (const session of touched.sessions) plays.recountSession(session)
      derivation.refreshThreshold(now(), true)
    },
    *rebuild() {
      const begun = upkeep.get('rederive')
      // One that was cut off goes on, unless the rule has changed since.
      let from = begun?.rule === RULE_VERSION ? begun.from : 0
      for (;;) {
        const keys = events.keysAfter(from, SLICE)
        const last = keys.at(-1)
        if (last === undefined) break
        together(() => {
          derivation.touch(new Map(keys.map(key => [key, 0])), now())
          upkeep.set('rederive', { from: last, rule: RULE_VERSION })
        })
        from = last
        yield
      }
      for (let after = 0; ; ) {
        const tracks = plays.tracksAfter(after, PAGE_OF_TRACKS)
        const last = tracks.at(-1)
        if (last === undefined) break
        together(() => {
          for (const track of tracks) plays.recountTrack(track)
        })
        after = last
        yield
      }
      for (let after = 0; ; ) {
        const sessions = plays.sessionsAfter(after, PAGE_OF_TRACKS)
        const last = sessions.at(-1)
        if (last === undefined) break
        together(() => {
          for (const session of sessions) plays.recountSession(session)
        })
        after = last
        yield
      }
      together(() => {
        plays.dropEmptySessions()
        derivation.refreshThreshold(now(), true)
        upkeep.set('rule', RULE_VERSION)
        upkeep.drop('rederive')
      })
    },
  }
}

const PAGE_OF_TRACKS = 200

/** Whole milliseconds, and no position beyond a week: what cannot be is cut to what can. */
function sane(event: PlayEvent): PlayEvent {
  const ms = (value: number) => Math.min(LONGEST_MS, Math.max(0, Math.round(value)))
  const moment = { ...event, positionMs: ms(event.positionMs) }
  switch (moment.kind) {
    case 'started':
      return { ...moment, durationMs: ms(moment.durationMs) }
    case 'seeked':
      return { ...moment, toMs: ms(moment.toMs) }
    default:
      return moment
  }
}
