// When the queue is laid out anew: changes that come together are one, a proposal is asked for, and what cannot be queued is told back.
import { SESSION_SILENCE_MS } from '../../../models/listening/sessions.ts'
import type { TrackId } from '../../../preload/contract/ids.ts'
import type { Log } from '../log.ts'
import type { Scoring } from '../scoring/client.ts'
import type { Proposal } from '../scoring/protocol.ts'
import type { List } from '../store/tables/queue.ts'
import { COMPANION_AHEAD, type Companion } from './companion.ts'
import type { Random } from './shuffle.ts'

export interface Renewal {
  /** Resolves when the queue is laid out, with what is known now, or cannot be. */
  ask(): Promise<void>
  /** A proposal without these tracks, that is not laid out; null when there is none to be had. */
  propose(without: readonly TrackId[], seedTrack: number | null): Promise<Proposal | null>
  /** The same a moment later, for changes that come in swarms. */
  askSoon(): void
  /** A track was played, from and to a moment (ms): it does not come again in that session, whether it is learned from or not. */
  heard(trackId: number, startedAt: number, until: number): void
  /** Tracks that the listener took out of the queue or left: not to come again in this session either, whatever was heard of them. */
  readonly dismissed: ReadonlySet<number>
  dismiss(trackIds: readonly number[]): void
  /** They may come again; false when none of them was dismissed. */
  readmit(trackIds: readonly number[]): boolean
  close(): void
}

export interface RenewalParts {
  readonly scoring: Pick<Scoring, 'propose' | 'bar'>
  readonly companion: Pick<Companion, 'take'>
  readonly list: () => List
  readonly seed: () => number | null
  readonly onProposal: () => void
  readonly now: () => number
  readonly random: Random
  readonly log: Log
}

/** A skip is several messages: they come within this. */
const TOGETHER_MS = 10
const SOON_MS = 2000
/** Times that candidates are asked for again because too many cannot be queued. */
export const MOST_ROUNDS = 5

export function createRenewal({ scoring, companion, list, seed, onProposal, now, random, log }: RenewalParts): Renewal {
  let isDue = false
  let running: Promise<void> | null = null
  let soon: NodeJS.Timeout | null = null
  let closed = false
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

  function taken(): Int32Array {
    const { current, upcoming } = list()
    followClock()
    if (now() - heardAt > SESSION_SILENCE_MS) heard = new Set()
    if (isOver()) dismissed = new Set()
    return Int32Array.from([
      ...heard,
      ...dismissed,
      ...upcoming.filter(item => item.byHand).map(item => item.trackId),
      ...(current === null ? [] : [current.trackId]),
    ])
  }

  const propose: Renewal['propose'] = (without, seedTrack) =>
    scoring.propose({
      now: now() / 1000,
      seed: Math.floor(random() * 2 ** 31),
      seedTrack,
      taken: Int32Array.from([...taken(), ...without]),
      current: list().current?.trackId ?? null,
    })

  async function renew(): Promise<void> {
    for (let rounds = 0; isDue && !closed; ) {
      isDue = false
      await new Promise(resolve => setTimeout(resolve, TOGETHER_MS))
      const proposal = await propose([], seed())
      if (closed) return
      // What changed meanwhile is asked for once more.
      if (proposal === null) continue
      const unfit = companion.take(proposal)
      if (unfit.length > 0) scoring.bar(unfit, false)
      if (unfit.length > 0 && proposal.ids.length - unfit.length < COMPANION_AHEAD && rounds++ < MOST_ROUNDS)
        isDue = true
      else onProposal()
    }
  }

  function ask(): Promise<void> {
    isDue = true
    running ??= renew()
      .catch(error => {
        if (!closed) log.error('the queue could not be laid out anew', { error: String(error) })
      })
      .finally(() => {
        running = null
      })
    return running
  }

  return {
    ask,
    propose,
    askSoon() {
      if (soon !== null) return
      soon = setTimeout(() => {
        soon = null
        void ask()
      }, SOON_MS)
      soon.unref()
    },
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
    close() {
      closed = true
      if (soon !== null) clearTimeout(soon)
    },
  }
}
