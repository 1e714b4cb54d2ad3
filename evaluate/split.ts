// The split by time that every experiment on logs shares: the last tenth of the sessions is the test, and nothing is fitted to it.
import type { History } from '../models/history.ts'

const TEST_SHARE = 0.1

export const firstTestSession = (log: Pick<History, 'sessions'>): number => Math.floor(log.sessions * (1 - TEST_SHARE))

/** Place of the first play of the test; the number of plays when there is none. */
export function firstTestPlay(log: Pick<History, 'sessions' | 'plays'>): number {
  const session = firstTestSession(log)
  const found = log.plays.findIndex(play => play.session >= session)
  return found < 0 ? log.plays.length : found
}
