// The Set Transformer through the shared suite, on a listener whose artists and moods decide.
import { describe, expect, it } from 'vitest'
import { auc } from '../../../models/evaluation/auc.ts'
import { fitSat, satOverHistory } from '../../../models/mostra/sat.ts'
import { rngOf } from '../../../models/rng.ts'
import { historyOf, weeksOf } from './sat-stories.ts'
import { satSuite } from './sat-suite.ts'

satSuite('set-transformer')

describe('a fit of SAT', () => {
  it.each([
    ['all skips', 0],
    ['no skips', 1],
  ] as const)('goes on with %s', async (_what, sat) => {
    const history = weeksOf(10)
    const same = { ...history, plays: history.plays.map(play => ({ ...play, sat })) }
    const model = await fitSat(same, null, { epochs: 1 }, { rng: rngOf(1) })
    const scores = await satOverHistory(model, same, null, 0)
    expect(scores.every(score => (sat === 1 ? score > 0.5 : score < 0.5))).toBe(true)
  })

  it('goes on with one endless session', async () => {
    const history = weeksOf(30)
    const endless = historyOf(
      history.plays.map(play => ({ ...play, session: 0 })),
      1,
    )
    const model = await fitSat(endless, null, { epochs: 1 }, { rng: rngOf(1) })
    const scores = await satOverHistory(model, endless, null, 0)
    const known = endless.plays.flatMap((play, index) => (play.sat === null ? [] : [index]))
    expect(known.every(index => Number.isFinite(scores[index]))).toBe(true)
  })

  it('reads plays to come, but learns nothing from them', async () => {
    const history = weeksOf(40)
    const to = Math.floor(history.plays.length / 2)
    const other = {
      ...history,
      plays: history.plays.map((play, at) => (at < to ? play : { ...play, sat: 0 as const })),
    }
    const fitted = (of: typeof history) => fitSat(of, null, { epochs: 1, to }, { rng: rngOf(1) })
    expect((await fitted(other)).weights).toEqual((await fitted(history)).weights)
  })

  it('finds on later plays what it learned from earlier ones', async () => {
    const history = weeksOf(120)
    const to = Math.floor(history.plays.length * 0.8)
    const model = await fitSat(history, null, { to }, { rng: rngOf(1) })
    const scores = await satOverHistory(model, history, null, to)
    const later = history.plays.flatMap((play, index) => (index >= to && play.sat !== null ? [index] : []))
    const found = auc(
      later.map(index => scores[index] ?? 0),
      later.map(index => history.plays[index]?.sat ?? 0),
    )
    expect(found).toBeGreaterThan(0.7)
  })
})
