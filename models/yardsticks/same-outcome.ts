// The yardstick "as the last play went": repeat the last action.
import type { History } from '../history.ts'

/** One score a play, known before it: the outcome of the last labelled play of the session (1, 0), the share so far where there is none. */
export function sameOutcomeScores(history: History): Float32Array {
  let [session, last, stays, labelled] = [-1, -1, 1, 2]
  return Float32Array.from(history.plays, play => {
    if (play.session !== session) {
      session = play.session
      last = -1
    }
    const score = last < 0 ? stays / labelled : last
    if (play.sat !== null) {
      last = play.sat
      stays += play.sat
      labelled++
    }
    return score
  })
}
