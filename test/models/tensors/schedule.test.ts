// When training goes slower, and when it stops.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { patienceOf, warmupCosine } from '../../../models/tensors/schedule.ts'

describe('the learning rate', () => {
  it('rises over the warm-up to its full height, then never rises again, down to its floor', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 400 }),
        fc.double({ min: 0, max: 0.5, noNaN: true }),
        (warmup, rest, floor) => {
          const steps = warmup + rest
          const rates = Array.from({ length: steps + 3 }, (_, step) => warmupCosine(step, steps, warmup, floor))
          const before = rates.slice(0, warmup)
          const after = rates.slice(warmup)
          expect(before).toEqual(before.toSorted((a, b) => a - b))
          expect(before.at(-1)).toBe(1)
          expect(after[0]).toBeCloseTo(1)
          expect(after).toEqual(after.toSorted((a, b) => b - a))
          expect(rates.at(-1)).toBeCloseTo(floor)
        },
      ),
    )
  })

  it('begins at full height without a warm-up', () => {
    expect(warmupCosine(0, 10, 0)).toBe(1)
    expect(warmupCosine(10, 10, 0)).toBeCloseTo(0.05)
  })
})

describe('patience', () => {
  it('ends after so many epochs without a better loss, and remembers what was fitted at the best', () => {
    const patience = patienceOf<string>(2)
    const losses = [3, 2, 2.5, 1, 1.5, 1]
    expect(losses.map((loss, epoch) => patience.stops(loss, `epoch ${epoch}`))).toEqual([
      false,
      false,
      false,
      false,
      false,
      true,
    ])
    expect(patience.best).toEqual({ loss: 1, fitted: 'epoch 3' })
  })

  it('takes a gain smaller than what counts for none', () => {
    const patience = patienceOf<number>(1, 0.1)
    expect([patience.stops(1, 0), patience.stops(0.95, 1)]).toEqual([false, true])
    expect(patience.best?.fitted).toBe(0)
  })

  it('does not take a loss that is no number for the best', () => {
    const patience = patienceOf<number>(2)
    expect([Number.NaN, 1, Number.NaN, 2].map(loss => patience.stops(loss, loss))).toEqual([false, false, false, true])
    expect(patience.best?.loss).toBe(1)
  })
})
