// The yardsticks of one line: what they repeat, and that they know nothing too early.
import { expect, it } from 'vitest'
import { sameOutcomeScores } from '../../../models/yardsticks/same-outcome.ts'
import { weeksOf } from '../mostra/sat-stories.ts'

it('expects what the last labelled play of the session did', () => {
  const history = weeksOf(8)
  const scores = sameOutcomeScores(history)
  history.plays.forEach((play, index) => {
    const before = history.plays.slice(0, index).filter(each => each.session === play.session && each.sat !== null)
    const last = before.at(-1)?.sat
    if (last === undefined) expect(scores[index]).toBeGreaterThan(0)
    else expect(scores[index]).toBe(last)
  })
})
