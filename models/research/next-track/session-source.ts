// A session model as a source: the log-probability that it gives a candidate after the session so far.

import { greatest } from '../../next-track/greatest.ts'
import type { Source, SourceMoment } from '../../next-track/sources.ts'
import type { SessionModel } from '../session/session-model.ts'
import { scoresOf, sessionStates } from '../session/session-scores.ts'

const PROPOSED = 60

/** `prepare` must be told of the moments; those it was not told of have no score. */
export function sessionSource(model: SessionModel): Source {
  const { size } = model.options
  const places = new Map<number, number>()
  let states: Float32Array = new Float32Array(0)
  let known = -1
  let scores: Float32Array = new Float32Array(0)
  let logSum = 0
  const at = (moment: SourceMoment): Float32Array => {
    if (moment.index === known) return scores
    known = moment.index
    const place = places.get(moment.index)
    scores =
      place === undefined
        ? new Float32Array(model.tracks)
        : scoresOf(model, states.slice(place * size, (place + 1) * size))
    let top = Number.NEGATIVE_INFINITY
    for (const score of scores) top = Math.max(top, score)
    let sum = 0
    for (const score of scores) sum += Math.exp(score - top)
    logSum = top + Math.log(sum)
    return scores
  }
  return {
    names: [`${model.options.encoder} log-probability`],
    async prepare(moments) {
      places.clear()
      for (const [place, { index }] of moments.entries()) places.set(index, place)
      states = await sessionStates(
        model,
        moments.map(({ prefix }) => prefix),
      )
      known = -1
    },
    propose: moment => greatest(at(moment), PROPOSED),
    fill(moment, candidate, out, place) {
      out[place] = (at(moment)[candidate] ?? 0) - logSum
    },
  }
}
