// The listening reports: every play as a stream of numbered events, and the time heard so far by the core's own rule.
import { begin, type Hearing, hear } from '../../models/listening/dwell.ts'
import { ringFill } from '../../models/listening/ring.ts'
import type { PlayId } from '../../preload/contract/ids.ts'
import type { PlayEvent } from '../../preload/contract/listening.ts'
import type { LogEntry } from './machine.ts'
import type { Ring } from './store.ts'

export interface PlayLog {
  /** Notes what happened to the play on `deck` at `positionMs` of its track. */
  note(deck: number, entry: LogEntry, positionMs: number): void
  /** Time heard by now, ms, and the ring; `positionMs` is what is heard at this instant. */
  heard(deck: number, positionMs: number): { readonly dwellMs: number; readonly ring: Ring }
}

interface Clock {
  /** Wall clock, ms since 1970. */
  now(): number
  newPlayId(): PlayId
}

interface Open {
  readonly playId: PlayId
  readonly seq: number
  readonly hearing: Hearing
}

const nothing = { dwellMs: 0, ring: { fill: 0, passed: false } }

/** Hands each event to `report`, in order. */
export function createPlayLog(clock: Clock, report: (event: PlayEvent) => void): PlayLog {
  const plays = new Map<number, Open>()

  function next(deck: number, event: PlayEvent): void {
    const play = plays.get(deck)
    if (!play) return
    if (event.kind === 'ended') plays.delete(deck)
    else plays.set(deck, { ...play, seq: event.seq + 1, hearing: hear(play.hearing, event) })
    report(event)
  }

  function start(deck: number, entry: Extract<LogEntry, { what: 'started' }>, positionMs: number): void {
    const playId = clock.newPlayId()
    const { origin, item, durationMs } = entry
    const event = {
      kind: 'started',
      playId,
      seq: 0,
      at: clock.now(),
      positionMs,
      trackId: item.track.id,
      itemId: item.id,
      origin,
      durationMs,
    } as const
    plays.set(deck, { playId, seq: 1, hearing: begin(event) })
    report(event)
  }

  return {
    note(deck, entry, heardMs) {
      const positionMs = Math.max(0, Math.round(heardMs))
      if (entry.what === 'started') {
        start(deck, entry, positionMs)
        return
      }
      const play = plays.get(deck)
      if (!play) return
      const { playId, seq } = play
      const base = { playId, seq, at: clock.now(), positionMs }
      switch (entry.what) {
        case 'seeked':
          next(deck, { kind: 'seeked', ...base, toMs: Math.max(0, Math.round(entry.toMs)) })
          break
        case 'ended': {
          const { cause, message } = entry
          // Nothing is heard during a pause, so what ends then ends where it was paused.
          const where = play.hearing.sounding ? base : { ...base, positionMs: play.hearing.positionMs }
          next(deck, { kind: 'ended', ...where, cause, ...(message && { message: message.slice(0, 500) }) })
          break
        }
        case 'resumed':
          // It goes on exactly where it stopped: a resume elsewhere would count as a jump.
          next(deck, { kind: 'resumed', ...base, positionMs: play.hearing.positionMs })
          break
        default:
          next(deck, { kind: entry.what, ...base })
      }
    },
    heard(deck, positionMs) {
      const play = plays.get(deck)
      if (!play) return nothing
      const { seq, hearing } = play
      const now = hearing.sounding
        ? hear(hearing, { kind: 'heartbeat', seq, at: clock.now(), positionMs: Math.max(0, positionMs) })
        : hearing
      return { dwellMs: now.dwellMs, ring: ringFill(now.dwellMs, now.durationMs, now.reachedEnd) }
    },
  }
}
