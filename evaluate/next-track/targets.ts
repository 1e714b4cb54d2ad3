// What the next-track protocol asks: every third of the plays that count in the last tenth of the sessions, with another one before it.
import type { HistoryPlay } from '../../models/history.ts'
import type { Log } from '../logs.ts'
import { firstTestSession } from '../split.ts'

const EVERY = 3

export interface Target {
  /** Place in the log's plays. */
  readonly index: number
  readonly play: HistoryPlay
  /** Tracks of the session before it, false positives left out. */
  readonly prefix: readonly number[]
  /** The track counted before: a repeat. */
  readonly repeat: boolean
}

export function targetsOf(log: Log): Target[] {
  const targets: Target[] = []
  const session = firstTestSession(log)
  const counted = new Set<number>()
  let prefix: number[] = []
  let [own, met] = [-1, 0]
  for (const [index, play] of log.plays.entries()) {
    if (play.session !== own) prefix = []
    own = play.session
    if (play.fp) continue
    if (play.session >= session && prefix.length > 0 && met++ % EVERY === 0) {
      targets.push({ index, play, prefix: prefix.slice(), repeat: counted.has(play.track) })
    }
    counted.add(play.track)
    prefix.push(play.track)
  }
  return targets
}
