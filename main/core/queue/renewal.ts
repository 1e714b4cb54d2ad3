// When the queue is laid out anew: changes that come together are one, a proposal is asked for, and what cannot be queued is told back.
import type { TrackId } from '../../../preload/contract/ids.ts'
import type { Log } from '../log.ts'
import type { Scoring } from '../scoring/client.ts'
import type { Proposal } from '../scoring/protocol.ts'
import type { List } from '../store/tables/queue.ts'
import { AUTOPLAY_AHEAD, type Autoplay } from './autoplay.ts'
import type { SessionTracks } from './session-tracks.ts'
import type { Random } from './shuffle.ts'

export interface Renewal {
  /** Resolves when the queue is laid out, with what is known now, or cannot be. */
  ask(): Promise<void>
  /** A proposal without these tracks, that is not laid out; null when there is none to be had. */
  propose(without: readonly TrackId[], seedTrack: number | null): Promise<Proposal | null>
  /** The same a moment later, for changes that come in swarms. */
  askSoon(): void
  close(): void
}

export interface RenewalParts {
  readonly scoring: Pick<Scoring, 'propose' | 'bar'>
  readonly autoplay: Pick<Autoplay, 'take'>
  readonly session: Pick<SessionTracks, 'all'>
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

export function createRenewal(parts: RenewalParts): Renewal {
  const { scoring, autoplay, session, list, seed, onProposal, now, random, log } = parts
  let isDue = false
  let running: Promise<void> | null = null
  let soon: NodeJS.Timeout | null = null
  let closed = false

  /** Not to be brought: what this session has had, what was placed by hand, what plays. */
  function taken(): Int32Array {
    const { current, upcoming } = list()
    return Int32Array.from([
      ...session.all(),
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
      const unfit = autoplay.take(proposal)
      if (unfit.length > 0) scoring.bar(unfit, false)
      if (unfit.length > 0 && proposal.ids.length - unfit.length < AUTOPLAY_AHEAD && rounds++ < MOST_ROUNDS)
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
    close() {
      closed = true
      if (soon !== null) clearTimeout(soon)
    },
  }
}
