// What another policy would have brought: unbiased where the naive mean is not, with intervals that hold the truth as often as they say.
import { describe, expect, it } from 'vitest'
import { estimateOther, type LoggedChoice } from '../../../models/evaluation/what-if.ts'
import { ModelError } from '../../../models/model.ts'
import { type Rng, rngOf } from '../../../models/rng.ts'

/** Contexts with five choices, of which the logged policy prefers one and draws now and then; the other policy prefers another. */
const STAYS = [0.2, 0.35, 0.5, 0.7, 0.9]
const SHARE = 0.25

const chanceOf = (preferred: number, choice: number) => (choice === preferred ? 1 - SHARE : 0) + SHARE / STAYS.length

function logged(count: number, rng: Rng): LoggedChoice[] {
  return Array.from({ length: count }, () => {
    const choice = rng.next() < SHARE ? rng.below(STAYS.length) : 1
    return {
      reward: rng.next() < (STAYS[choice] ?? 0) ? 1 : 0,
      propensity: chanceOf(1, choice),
      target: chanceOf(3, choice),
    }
  })
}

const truth = STAYS.reduce((sum, stays, choice) => sum + stays * chanceOf(3, choice), 0)

describe('what another policy would have brought', () => {
  it('is found from what was logged, where the naive mean is far off', () => {
    const means: number[] = []
    const naive: number[] = []
    for (let seed = 1; seed <= 40; seed++) {
      const choices = logged(400, rngOf(seed))
      means.push(estimateOther(choices, rngOf(seed), 50)?.mean ?? Number.NaN)
      naive.push(choices.reduce((sum, { reward }) => sum + reward, 0) / choices.length)
    }
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
    expect(Math.abs(mean(means) - truth)).toBeLessThan(0.02)
    expect(Math.abs(mean(naive) - truth)).toBeGreaterThan(0.2)
  })

  it('comes with an interval that holds the truth in about 95 of 100 logs', () => {
    let held = 0
    for (let seed = 1; seed <= 100; seed++) {
      const estimate = estimateOther(logged(300, rngOf(seed)), rngOf(seed + 1000), 300)
      if (estimate !== null && estimate.low <= truth && truth <= estimate.high) held++
    }
    expect(held).toBeGreaterThanOrEqual(88)
  })

  it('counts slots of equal weight, and promises little where there are few', () => {
    const alike = (count: number): LoggedChoice[] =>
      Array.from({ length: count }, () => ({ reward: 1, propensity: 0.5, target: 0.5 }))
    const [few, many] = [estimateOther(alike(3), rngOf(1)), estimateOther(alike(300), rngOf(1))]
    expect(few?.effective).toBeCloseTo(3)
    expect(few?.mean).toBe(1)
    expect(few?.low).toBeLessThan(0.9)
    expect(many?.low).toBeGreaterThan(0.98)
    const uneven: LoggedChoice[] = [...alike(9), { reward: 1, propensity: 0.001, target: 0.5 }]
    expect(estimateOther(uneven, rngOf(1))?.effective).toBeLessThan(1.1)
  })

  it('does not let occasions on which both agree speak for those on which they differ', () => {
    const agreed = Array.from(
      { length: 300 },
      (_, at): LoggedChoice => ({
        reward: at % 10 === 0 ? 0 : 1,
        propensity: 0.95,
        target: 0.95,
        stratum: 1,
      }),
    )
    const differ = (hits: number): LoggedChoice[] =>
      Array.from({ length: 300 }, (_, at) => ({
        reward: 0,
        propensity: at < hits ? 0.01 : 0.95,
        target: at < hits ? 0.95 : 0,
        stratum: 0,
      }))
    expect(estimateOther([...agreed, ...differ(0)], rngOf(1))).toBeNull()
    const few = estimateOther([...agreed, ...differ(2)], rngOf(1))
    expect(few?.mean).toBeCloseTo(0.45)
    expect((few?.high ?? 0) - (few?.low ?? 0)).toBeGreaterThan(0.1)
    expect(few?.effective).toBeLessThan(9)
  })

  it('is not known where nothing that was logged would have been chosen, and refuses what was impossible', () => {
    expect(estimateOther([], rngOf(1))).toBeNull()
    expect(estimateOther([{ reward: 1, propensity: 0.5, target: 0 }], rngOf(1))).toBeNull()
    expect(() => estimateOther([{ reward: 1, propensity: 0, target: 0.5 }], rngOf(1))).toThrow(ModelError)
    expect(() => estimateOther([{ reward: Number.NaN, propensity: 1, target: 0.5 }], rngOf(1))).toThrow(/choice 0/)
  })
})
