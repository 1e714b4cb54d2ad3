// The present: the session that goes on, and plays of which something is in memory only.

import { SESSION_SILENCE_MS, sessionHeads } from '../../../models/listening/sessions.ts'
import type { PlayId } from '../../../preload/contract/ids.ts'
import type { PlayRow } from '../../../preload/contract/listening.ts'
import type { Play } from '../store/tables/plays.ts'
import type { History } from '../store/tables/sessions.ts'
import { whole } from './derive.ts'
import type { ListeningLog } from './log.ts'
import type { Pending } from './pending.ts'

export interface Present {
  /** Plays of which something is not on disk, as they are with it, oldest first; of these play ids, or all. */
  unsaved(playIds?: readonly string[]): readonly PlayRow[]
  /** The session that goes on at `at`, oldest first; empty after twenty minutes of silence. */
  session(at: number): readonly PlayRow[]
  /** Newest first, those that started before `before`. */
  recent(limit: number, before: number): readonly PlayRow[]
  /** Since when what is said belongs to the session that goes on at `at`. */
  sessionFrom(at: number): number
}

/** How far a window's clock may be ahead when the present session is looked for. */
const CLOCK_SLACK_MS = 60_000

interface Unsaved {
  readonly play: Play
  readonly row: PlayRow
}

export function createPresent(logged: ListeningLog, history: History, pending: Pending): Present {
  function inMemory(playIds: readonly string[]): readonly Unsaved[] {
    const found = playIds.flatMap((playId): Unsaved[] => {
      const key = logged.events.knownKey(playId)
      const written = key === null ? null : logged.events.play(key)
      const held = pending.of(playId)
      const start = written?.start ?? held.find(event => event.kind === 'started') ?? null
      const events = [...(written?.events ?? []), ...held].sort((a, b) => a.seq - b.seq)
      const folded = whole({ start, events, lastSeq: -1 })
      const names = start === null ? null : history.names(start.trackId)
      if (folded === null || names === null) return []
      const play = logged.derivation.playOf(key ?? 0, folded.start, folded.heard)
      return [{ play, row: rowOf(playId, play, names) }]
    })
    return found.sort((a, b) => a.play.startedAt - b.play.startedAt)
  }

  /** Which plays make the session: those of one on disk, those in memory from `heldFrom` on, or both. Null when nothing goes on. */
  function goingOn(at: number) {
    const held = inMemory(pending.playIds())
    const plays = held.map(({ play }) => play)
    const head = plays[sessionHeads(plays).at(-1) ?? 0]
    const onDisk = history.lastSession(at + CLOCK_SLACK_MS)
    const until = Math.max(onDisk?.endedAt ?? 0, ...plays.map(play => play.heardUntil))
    if (at - until > SESSION_SILENCE_MS) return null
    if (onDisk === null || (head !== undefined && head.startedAt - onDisk.endedAt > SESSION_SILENCE_MS))
      return head === undefined ? null : { id: null, from: head.startedAt, held }
    return { id: onDisk.id, from: history.brokenAt(onDisk.id) ?? onDisk.startedAt, held }
  }

  return {
    unsaved: (playIds = pending.playIds()) => inMemory(playIds).map(({ row }) => row),
    session(at) {
      const session = goingOn(at)
      if (session === null) return []
      const rows = session.id === null ? [] : history.ofSession(session.id)
      const first = rows[0]?.startedAt ?? session.from
      return merged(
        rows,
        session.held.map(({ row }) => row).filter(row => row.startedAt >= first),
      )
    },
    recent(limit, before) {
      const held = inMemory(pending.playIds()).map(({ row }) => row)
      const rows = [...history.recent(limit, before)].reverse()
      return merged(
        rows,
        held.filter(row => row.startedAt < before),
      )
        .toReversed()
        .slice(0, limit)
    },
    sessionFrom: at => (goingOn(at)?.from ?? at) - SESSION_SILENCE_MS,
  }
}

/** Both oldest first; what is in memory knows more than what is on disk. */
function merged(onDisk: readonly PlayRow[], held: readonly PlayRow[]): readonly PlayRow[] {
  if (held.length === 0) return onDisk
  const known = new Set(held.map(row => row.playId))
  return [...onDisk.filter(row => !known.has(row.playId)), ...held].sort((a, b) => a.startedAt - b.startedAt)
}

function rowOf(playId: string, play: Play, names: Pick<PlayRow, 'title' | 'artist' | 'art'>): PlayRow {
  const { startedAt, durationMs, dwellMs, fraction, cause, outcome, sat } = play
  return {
    ...names,
    // Ids and origin come from a report that was parsed at the door.
    playId: playId as PlayId,
    trackId: play.trackId as PlayRow['trackId'],
    origin: play.origin as PlayRow['origin'],
    startedAt,
    durationMs,
    dwellMs,
    fraction,
    cause,
    outcome,
    sat,
  }
}
