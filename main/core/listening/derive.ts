// From events to plays, sessions and stats: the pure rules of models/listening applied to the log, a play at a time or all anew.
import { type Hearing, hear, hearing } from '../../../models/listening/dwell.ts'
import { dwellFraction, outcomeOf, RULE_VERSION, satOf } from '../../../models/listening/outcome.ts'
import { sessionHeads } from '../../../models/listening/sessions.ts'
import { fpThreshold, PLAYS_IN_HISTOGRAM, THRESHOLD_MOST_MS } from '../../../models/listening/threshold.ts'
import type { EventTable, LoggedPlay, PlayStart } from '../store/tables/events.ts'
import type { Play, PlayBefore, PlayTables, SeatedPlay } from '../store/tables/plays.ts'
import type { Upkeep } from '../store/upkeep.ts'

/** A play that was derived: what it was before, what it is now; null when it is (or was) none. */
export interface Derived {
  readonly key: number
  readonly before: PlayBefore | null
  readonly now: Play | null
}

export interface Derivation {
  /**
   * Derives these plays again from the log, with the sessions and stats around them. Inside the caller's transaction.
   * `news` gives for each play's key the lowest `seq` that is new. `today` is a moment of the present day: with another day the listener's threshold is worked out again.
   */
  touch(news: ReadonlyMap<number, number>, today: number): readonly Derived[]
  /** What a play means under the threshold in force; nothing is written. */
  playOf(key: number, start: PlayStart, heard: Hearing): Play
  /** The folded events of plays that go on may have changed behind its back (a rollback): they are read again. */
  forget(): void
  /** Works the threshold out again for the day of `today`, and the outcomes that move with it. */
  refreshThreshold(today: number, force: boolean): void
  thresholdMs(): number
}

export interface DerivationParts {
  readonly events: EventTable
  readonly plays: PlayTables
  readonly upkeep: Upkeep
}

const DAY_MS = 86_400_000
/** Plays whose folded events are kept at hand: those that sound, and a few that ended just now. */
const PLAYS_AT_HAND = 8
const PAGE = 500

interface AtHand {
  readonly start: PlayStart
  readonly heard: Hearing
  readonly lastSeq: number
}

export function createDerivation({ events, plays, upkeep }: DerivationParts): Derivation {
  const atHand = new Map<number, AtHand>()

  const thresholdMs = () => upkeep.get('threshold')?.ms ?? THRESHOLD_MOST_MS

  /** The play from the log: from where it was left when only later events came, else from its first. */
  function fold(key: number, newFrom: number): AtHand | null {
    const kept = atHand.get(key)
    const folded = kept !== undefined && newFrom > kept.lastSeq ? goOn(key, kept) : whole(events.play(key))
    atHand.delete(key)
    if (folded === null) return null
    // A noted end may be overtaken by the window: such a play is always folded whole.
    if (folded.heard.cause !== 'interrupted') atHand.set(key, folded)
    for (const oldest of atHand.keys()) {
      if (atHand.size <= PLAYS_AT_HAND) break
      atHand.delete(oldest)
    }
    return folded
  }

  function playOf(key: number, start: PlayStart, heard: Hearing): Play {
    const sat = satOf(heard)
    return {
      id: key,
      trackId: start.trackId,
      startedAt: heard.startedAt,
      endedAt: Math.max(heard.startedAt, heard.heardUntil, heard.lastAt),
      heardUntil: heard.heardUntil,
      brokenAt: heard.brokenAt,
      durationMs: heard.durationMs,
      dwellMs: heard.dwellMs,
      fraction: dwellFraction(heard.dwellMs, heard.durationMs, heard.cause),
      furthestMs: heard.furthestMs,
      origin: start.origin,
      cause: heard.cause,
      outcome: outcomeOf({ dwellMs: heard.dwellMs, cause: heard.cause, sat }, thresholdMs()),
      sat,
      ruleVersion: RULE_VERSION,
    }
  }

  function goOn(key: number, kept: AtHand): AtHand {
    const since = events.playSince(key, kept.lastSeq)
    return { ...kept, heard: since.events.reduce(hear, kept.heard), lastSeq: Math.max(kept.lastSeq, since.lastSeq) }
  }

  function derive(key: number, newFrom: number): Derived {
    const before = plays.before(key)
    const folded = fold(key, newFrom)
    const now = folded === null ? null : playOf(key, folded.start, folded.heard)
    if (now !== null) plays.write(now)
    else if (before !== null) plays.remove(key)
    return { key, before, now }
  }

  function touch(news: ReadonlyMap<number, number>, today: number): readonly Derived[] {
    const derived = [...news].map(([key, newFrom]) => derive(key, newFrom))
    seat(derived)
    const tracks = derived.flatMap(({ before, now }) => [before?.trackId, now?.trackId])
    for (const track of new Set(tracks)) if (track !== undefined) plays.recountTrack(track)
    const dayBegan = Math.floor(today / DAY_MS) * DAY_MS
    // A play of an earlier day changes the histogram that today's threshold was made from.
    refreshThreshold(
      today,
      derived.some(({ before, now }) => (now ?? before ?? { startedAt: dayBegan }).startedAt < dayBegan),
    )
    return derived
  }

  /** Puts changed plays, and those after them as far as it matters, into their sessions. */
  function seat(derived: readonly Derived[]): void {
    const [only] = derived
    if (derived.length === 1 && only !== undefined && grew(only)) return
    const places = derived.flatMap(({ key, before, now }) => {
      const place = now ?? before
      return place === null ? [] : [{ id: key, startedAt: place.startedAt }]
    })
    places.sort((a, b) => a.startedAt - b.startedAt || a.id - b.id)
    const [first, last] = [places[0], places.at(-1)]
    if (first === undefined || last === undefined) return
    // A session's id is the start of its first play, so what comes before it cannot change.
    const from = plays.sessionBefore(first.startedAt, first.id) ?? first.startedAt
    const around: SeatedPlay[] = []
    let heads: readonly number[] = []
    for (;;) {
      const end = around.at(-1)
      const page = plays.seated(end?.startedAt ?? from, end === undefined ? 0 : end.id + 1, PAGE)
      around.push(...page)
      heads = sessionHeads(around)
      const settled = around.findIndex((play, at) => {
        const after = play.startedAt > last.startedAt || (play.startedAt === last.startedAt && play.id > last.id)
        return (
          after && heads[at] === at && play.sessionId === play.startedAt && around[at - 1]?.sessionId !== play.sessionId
        )
      })
      if (settled >= 0) around.length = settled
      if (settled >= 0 || page.length < PAGE) break
    }
    const affected = new Set(derived.flatMap(({ before }) => (before === null ? [] : [before.sessionId])))
    for (const [at, play] of around.entries()) {
      const head = around[heads[at] ?? at] ?? play
      if (play.sessionId !== head.startedAt) plays.seat(play.id, head.startedAt)
      affected.add(play.sessionId).add(head.startedAt)
    }
    for (const session of affected) plays.recountSession(session)
  }

  /** The common case, every five seconds: the newest play went on, and its session with it. False when it is not that simple. */
  function grew({ key, before, now }: Derived): boolean {
    if (before === null || now === null || now.startedAt !== before.startedAt) return false
    if (now.heardUntil < before.heardUntil) return false
    if (plays.seated(now.startedAt, key + 1, 1).length > 0) return false
    plays.growSession(
      before.sessionId,
      now.heardUntil,
      now.dwellMs - before.dwellMs,
      Number(now.dwellMs > 0) - Number(before.dwellMs > 0),
    )
    return true
  }

  function refreshThreshold(today: number, force: boolean): void {
    const day = Math.floor(today / DAY_MS)
    const known = upkeep.get('threshold')
    if (known?.day === day && !force) return
    const was = known?.ms ?? THRESHOLD_MOST_MS
    const ms = fpThreshold(plays.dwellsBefore(day * DAY_MS, PLAYS_IN_HISTOGRAM))
    if (known?.day !== day || ms !== was) upkeep.set('threshold', { ms, day })
    for (const play of plays.withDwell(Math.min(was, ms), Math.max(was, ms))) {
      const outcome = outcomeOf(play, ms)
      if (outcome !== play.outcome) plays.setOutcome(play.id, outcome)
    }
  }

  return { touch, playOf, forget: () => atHand.clear(), refreshThreshold, thresholdMs }
}

/** A play folded from its first event; null while its start is not known. */
export function whole({ start, events, lastSeq }: LoggedPlay): AtHand | null {
  const heard = hearing(events)
  return start === null || heard === null ? null : { start, heard, lastSeq }
}
