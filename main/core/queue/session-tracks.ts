// Tracks that this session has had: heard, left, or taken out of the queue. None of them comes again in it.
import { SESSION_SILENCE_MS } from '../../../models/listening/sessions.ts'

export interface SessionTracks {
  /** A track was played, from and to a moment (ms), whether it is learned from or not. */
  heard(trackId: number, startedAt: number, until: number): void
  /** Tracks that the listener took out of the queue or left, whatever was heard of them. */
  readonly dismissed: ReadonlySet<number>
  dismiss(trackIds: readonly number[]): void
  /** They may come again; false when none of them was dismissed. */
  readmit(trackIds: readonly number[]): boolean
  /** Heard and dismissed; forgets first what belongs to a session that is over. */
  all(): readonly number[]
}

export function createSessionTracks(now: () => number): SessionTracks {
  let heard = new Set<number>()
  let heardAt = Number.NEGATIVE_INFINITY
  let dismissed = new Set<number>()
  let dismissedAt = Number.NEGATIVE_INFINITY

  /** Where the clock was put back, what was heard before is as if it were heard now. */
  function followClock(): void {
    heardAt = Math.min(heardAt, now())
    dismissedAt = Math.min(dismissedAt, now())
  }

  /** Nothing was heard, left or taken out for so long that a session has ended. */
  const isOver = () => now() - Math.max(heardAt, dismissedAt) > SESSION_SILENCE_MS

  return {
    heard(trackId, startedAt, until) {
      followClock()
      // What is told late, or long after it happened, belongs to the session of its own time.
      if (until < heardAt - SESSION_SILENCE_MS) return
      if (startedAt - heardAt > SESSION_SILENCE_MS) heard = new Set()
      heardAt = Math.max(heardAt, until)
      heard.add(trackId)
    },
    get dismissed() {
      return dismissed
    },
    dismiss(trackIds) {
      followClock()
      // The first one of a new session: what was left in the last one may come again.
      if (isOver()) dismissed = new Set()
      dismissedAt = now()
      for (const id of trackIds) dismissed.add(id)
    },
    readmit: trackIds => trackIds.filter(id => dismissed.delete(id)).length > 0,
    all() {
      followClock()
      if (now() - heardAt > SESSION_SILENCE_MS) heard = new Set()
      if (isOver()) dismissed = new Set()
      return [...heard, ...dismissed]
    },
  }
}
