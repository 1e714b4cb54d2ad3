// Calibration: what was right stays, what was too sure is taken half of the way back, and a handful of plays moves little.
import { describe, expect, it } from 'vitest'
import { calibrated, fitCalibration } from '../../../models/mostra/sat-calibration.ts'
import { rngOf } from '../../../models/rng.ts'

/** Logits drawn at random, and labels that stay with the probability of `slope` times the logit plus `intercept`. */
function drawn(count: number, slope: number, intercept: number) {
  const rng = rngOf(4)
  const logits = Array.from({ length: count }, () => 2 * rng.normal())
  const labels = logits.map(logit => Number(rng.next() < calibrated({ slope, intercept }, logit)))
  return { logits, labels }
}

describe('the calibration of SAT', () => {
  it('leaves probabilities that come true as they are', () => {
    const { logits, labels } = drawn(20_000, 1, 0)
    const { slope, intercept } = fitCalibration(logits, labels)
    expect(slope).toBeCloseTo(1, 1)
    expect(intercept).toBeCloseTo(0, 1)
  })

  it('goes half of the way to where they would come true', () => {
    const { logits, labels } = drawn(20_000, 0.6, -0.8)
    const { slope, intercept } = fitCalibration(logits, labels)
    expect(slope).toBeCloseTo(0.8, 1)
    expect(intercept).toBeCloseTo(-0.4, 1)
  })

  it('never turns the order round, and learns next to nothing from nothing', () => {
    const { logits, labels } = drawn(2000, -1, 0)
    expect(fitCalibration(logits, labels).slope).toBeGreaterThanOrEqual(0.5)
    expect(fitCalibration([], [])).toEqual({ slope: 1, intercept: 0 })
    const { slope, intercept } = fitCalibration([1], [0])
    expect(Math.abs(slope - 1)).toBeLessThan(0.05)
    expect(Math.abs(intercept)).toBeLessThan(0.1)
  })
})
