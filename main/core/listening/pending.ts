// Events that could not be written yet: kept in memory, once each, bounded, until there is room again.
import type { PlayEvent } from '../../../preload/contract/listening.ts'

export interface Pending {
  readonly size: number
  add(events: readonly PlayEvent[]): void
  /** Every play's events; within a play in order of arrival. */
  all(): readonly PlayEvent[]
  of(playId: string): readonly PlayEvent[]
  playIds(): readonly string[]
  clear(): void
}

/** A day of listening without a pause leaves room to spare, once heartbeats that say nothing new are dropped. */
export const MOST_PENDING = 10_000

export function createPending(most = MOST_PENDING): Pending {
  const plays = new Map<string, Map<number, PlayEvent>>()
  let size = 0

  function add(events: readonly PlayEvent[]): void {
    for (const event of events) {
      const play = plays.get(event.playId) ?? new Map<number, PlayEvent>()
      if (play.has(event.seq)) continue
      plays.set(event.playId, play.set(event.seq, event))
      size++
    }
    if (size > most) thin()
    for (const [playId, play] of plays) {
      // Still too many: the oldest play goes, so that the present is remembered.
      if (size <= most || plays.size === 1) break
      plays.delete(playId)
      size -= play.size
    }
  }

  /** Drops heartbeats that another event of the play directly follows: time and position still advance together from one to the next. */
  function thin(): void {
    for (const play of plays.values()) {
      for (const [seq, event] of play) {
        if (event.kind !== 'heartbeat' || !play.has(seq + 1)) continue
        play.delete(seq)
        size--
      }
    }
  }

  return {
    get size() {
      return size
    },
    add,
    all: () => [...plays.values()].flatMap(play => [...play.values()]),
    of: playId => [...(plays.get(playId)?.values() ?? [])],
    playIds: () => [...plays.keys()],
    clear() {
      plays.clear()
      size = 0
    },
  }
}
