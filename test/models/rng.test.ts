// Laws of the seeded randomness that every fit draws from.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rngOf, shuffled } from '../../models/rng.ts'

const draws = (seed: number, count: number) => {
  const rng = rngOf(seed)
  return Array.from({ length: count }, () => rng.next())
}

describe('randomness from a seed', () => {
  it('is the same for the same seed and another for another', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), (a, b) => {
        expect(draws(a, 5)).toEqual(draws(a, 5))
        if ((a | 0) !== (b | 0)) expect(draws(a, 5)).not.toEqual(draws(b, 5))
      }),
    )
  })

  it('has not changed since models were fitted by it', () => {
    const rng = rngOf(1)
    expect([rng.next(), rng.below(100), rng.normal(), rng.fork().next()]).toMatchInlineSnapshot(`
      [
        0.09156953264027834,
        50,
        -2.086604810008575,
        0.28235425101593137,
      ]
    `)
  })

  it('is uniform in [0, 1), in its integers too', () => {
    const values = draws(5, 20_000)
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...values)).toBeLessThan(1)
    expect(Math.abs(values.reduce((a, b) => a + b) / values.length - 0.5)).toBeLessThan(0.01)
    const rng = rngOf(6)
    const counts = new Array<number>(10).fill(0)
    for (let draw = 0; draw < 20_000; draw++) {
      const face = rng.below(10)
      counts[face] = (counts[face] ?? 0) + 1
    }
    for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(250)
  })

  it('has normal draws of mean 0 and deviation 1', () => {
    const rng = rngOf(7)
    const values = Array.from({ length: 20_000 }, () => rng.normal())
    const mean = values.reduce((a, b) => a + b) / values.length
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
    expect(Math.abs(mean)).toBeLessThan(0.03)
    expect(Math.abs(variance - 1)).toBeLessThan(0.05)
    expect(values.every(Number.isFinite)).toBe(true)
  })

  it('forks into generators that draw what it never draws', () => {
    const rng = rngOf(8)
    const [a, b] = [rng.fork(), rng.fork()]
    const streams = [a, b, rng].map(each => Array.from({ length: 100 }, () => each.next()))
    expect(new Set(streams.flat()).size).toBe(300)
  })

  it('shuffles without losing or doubling anything, and each item comes first as often', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), (items, seed) => {
        const order = shuffled(items, rngOf(seed))
        expect(order.toSorted((a, b) => a - b)).toEqual(items.toSorted((a, b) => a - b))
      }),
    )
    const rng = rngOf(9)
    const firsts = [0, 0, 0, 0]
    for (let time = 0; time < 4000; time++) {
      const [first = 0] = shuffled([0, 1, 2, 3], rng)
      firsts[first] = (firsts[first] ?? 0) + 1
    }
    for (const count of firsts) expect(Math.abs(count - 1000)).toBeLessThan(120)
  })
})
