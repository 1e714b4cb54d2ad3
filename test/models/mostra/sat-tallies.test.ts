// Running counts against their definitions: ACT-R's base level, rates shrunk to a mean, old plays forgotten by half.
import { describe, expect, it } from 'vitest'
import { Tallies } from '../../../models/mostra/sat-tallies.ts'

const HOUR = 3600
const DAY = 24 * HOUR

function told(outcomes: readonly (0 | 1 | null)[], everyS: number): Tallies {
  const tallies = new Tallies(1, true)
  outcomes.forEach((outcome, index) => {
    tallies.add(0, outcome, index * everyS, 0.5, 1)
  })
  return tallies
}

describe('the counts behind SAT', () => {
  it('know the base level ln sum (now - t)^-0.5, t in hours, of the last fifty plays', () => {
    const times = Array.from({ length: 60 }, (_, index) => index * HOUR)
    const now = 100 * HOUR
    const wanted = Math.log(times.slice(-50).reduce((sum, time) => sum + ((now - time) / HOUR) ** -0.5, 0))
    expect(told(new Array(60).fill(null), HOUR).baseLevel(0, now)).toBeCloseTo(wanted, 12)
    expect(new Tallies(1, true).baseLevel(0, now)).toBe(-6)
  })

  it('shrink a share to the mean as three plays would', () => {
    expect(told([1, 0, 0, null], HOUR).rate(0, 0.8)).toBeCloseTo((1 + 3 * 0.8) / (3 + 3), 12)
    expect(new Tallies(1, true).rate(0, 0.8)).toBeCloseTo(0.8, 12)
  })

  it('forget half of an outcome in thirty days', () => {
    const lively = told([0], DAY).livelyRate(0, 0.8, 30 * DAY)
    expect(lively).toBeCloseTo((0 + 3 * 0.8) / (0.5 + 3), 12)
  })

  it('call surprise what the session alone did not expect', () => {
    expect(told([1, 1], HOUR).surprise(0)).toBeCloseTo((0.5 + 0.5) / (2 + 3), 12)
  })
})
