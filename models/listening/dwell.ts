// Dwell: how long a play was heard, told from its events alone. Pauses and seeks do not count, and no position is believed beyond the clock.
import type { EndCause, ListeningEvent } from './events.ts'
import { SESSION_SILENCE_MS } from './sessions.ts'

/** Position may outrun the wall clock by this much (a drifting sound card), never by more. */
export const CLOCK_TOLERANCE = 1.05
/** Longest time between two reports while sounding: what is believed when the clock was set back in between. */
export const HEARTBEAT_MS = 5000
/** The end of a track that counts as having reached its end, when reached by listening. */
export const LAST_STRETCH_MS = 10_000

/** Everything that the events of one play say about it. A value: `hear` gives the next one. */
export interface Hearing {
  readonly startedAt: number
  readonly durationMs: number
  /** Time heard. */
  readonly dwellMs: number
  /** Furthest position reached by listening. */
  readonly furthestMs: number
  /** The last stretch was reached by listening, not by a seek into it. */
  readonly reachedEnd: boolean
  /** Wall clock of the last event. */
  readonly lastAt: number
  /** Last moment it sounded. */
  readonly heardUntil: number
  /** When it sounded again after a silence that ends a session; null mostly. */
  readonly brokenAt: number | null
  /** Null while it goes on. */
  readonly cause: EndCause | null
  /** Position after the last event. */
  readonly positionMs: number
  readonly sounding: boolean
  /** Where the present stretch of listening without a jump began. */
  readonly stretchFromMs: number
}

/** The beginning of a play: `started` at `at`, sounding from `positionMs`. */
export function begin(started: Extract<ListeningEvent, { kind: 'started' }>): Hearing {
  return {
    startedAt: started.at,
    durationMs: started.durationMs,
    dwellMs: 0,
    furthestMs: started.positionMs,
    reachedEnd: false,
    lastAt: started.at,
    heardUntil: started.at,
    brokenAt: null,
    cause: null,
    positionMs: started.positionMs,
    sounding: true,
    stretchFromMs: started.positionMs,
  }
}

/** One event later. Events come in order of `seq`; gaps are tolerated, what follows an end says nothing. */
export function hear(before: Hearing, event: ListeningEvent): Hearing {
  if (before.cause !== null || event.kind === 'started') return before
  const heard = listened(before, event)
  switch (event.kind) {
    case 'paused':
      return { ...heard, sounding: false }
    case 'resumed':
    case 'heartbeat':
      // A heartbeat is sent only while sounding, so one during a pause means that `resumed` was lost.
      return heard.sounding ? heard : jumped({ ...heard, sounding: true }, event.positionMs)
    case 'seeked':
      return jumped(heard, event.toMs)
    case 'ended':
      return { ...heard, sounding: false, cause: event.cause }
  }
}

/** The whole play from its events in order of `seq`, or null while its `started` is not known. */
export function hearing(events: readonly ListeningEvent[]): Hearing | null {
  const [first, ...rest] = events
  if (first?.kind !== 'started') return null
  return rest.reduce(hear, begin(first))
}

/** Accounts for the time between the last event and this one. */
function listened(before: Hearing, event: ListeningEvent): Hearing {
  const at = { ...before, lastAt: event.at }
  if (!before.sounding) return at
  const wallMs = event.at - before.lastAt
  const believableMs = (wallMs < 0 ? HEARTBEAT_MS : wallMs) * CLOCK_TOLERANCE
  const advanceMs = event.positionMs - before.positionMs
  const heardMs = Math.round(Math.max(0, Math.min(advanceMs, believableMs)))
  // Further than the clock allows, or backwards: a seek was lost, and this position was not reached by listening.
  const straight = advanceMs >= 0 && advanceMs <= believableMs
  const soundedFrom = event.at - heardMs
  const broke = heardMs > 0 && soundedFrom - before.heardUntil > SESSION_SILENCE_MS
  return {
    ...at,
    dwellMs: before.dwellMs + heardMs,
    furthestMs: Math.max(before.furthestMs, before.positionMs + heardMs),
    reachedEnd: before.reachedEnd || (straight && heardMs > 0 && reachesEnd(before, event.positionMs)),
    heardUntil: heardMs > 0 ? Math.max(before.heardUntil, event.at) : before.heardUntil,
    brokenAt: broke ? soundedFrom : before.brokenAt,
    positionMs: event.positionMs,
    stretchFromMs: straight ? before.stretchFromMs : event.positionMs,
  }
}

/** A seek, or a return at another place than where it stopped: a new stretch begins. */
function jumped(before: Hearing, toMs: number): Hearing {
  const same = toMs === before.positionMs
  return { ...before, positionMs: toMs, stretchFromMs: same ? before.stretchFromMs : toMs }
}

function reachesEnd(before: Hearing, positionMs: number): boolean {
  const mark = lastStretchFrom(before.durationMs)
  return before.durationMs > 0 && before.stretchFromMs < mark && positionMs >= mark
}

/** Where the last stretch begins. Choice: never before the middle, or an interlude of ten seconds would count from its first note. */
export function lastStretchFrom(durationMs: number): number {
  return Math.max(durationMs - LAST_STRETCH_MS, durationMs / 2)
}
