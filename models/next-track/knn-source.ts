// Neighbouring sessions as a source: what was heard where sessions went like this one.
import type { ItemKnn } from '../tracks/item-knn.ts'
import { greatest } from './greatest.ts'
import type { Source, SourceMoment } from './sources.ts'

const PROPOSED = 60

/** `startOf` answers with the session and the start (seconds) of the play at a place in the history. Remembers what it is told of. */
export function knnSource(
  knn: ItemKnn,
  startOf: (index: number) => { readonly session: number; readonly start: number },
): Source {
  let known = -1
  let scores = new Float32Array(0)
  let total = 0
  const at = (moment: SourceMoment): Float32Array => {
    if (moment.index === known) return scores
    known = moment.index
    const { session, start } = startOf(moment.index)
    scores = Float32Array.from(knn.scoreNext(session, start))
    total = scores.reduce((sum, score) => sum + Math.max(0, score), 0)
    return scores
  }
  return {
    names: ['neighbours', 'neighbours share'],
    add: play => knn.remember(play),
    propose: moment => greatest(at(moment), PROPOSED, 0),
    fill(moment, candidate, out, place) {
      const score = Math.max(0, at(moment)[candidate] ?? 0)
      out[place] = Math.log1p(score)
      out[place + 1] = total > 0 ? score / total : 0
    },
  }
}
