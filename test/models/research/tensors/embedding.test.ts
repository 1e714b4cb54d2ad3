// A table of vectors learns row by row what Adam over the whole table would teach those rows.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { embeddingTable } from '../../../../models/research/tensors/embedding.ts'
import { rngOf } from '../../../../models/rng.ts'
import { adamReference } from '../../tensors/reference.ts'

const RATE = 0.05
/**
 * Five steps in single precision: each rounds a value (below 4, so by 1.2e-7 at the most) and a step of at most a few
 * times the rate (by 1e-8). Everything else of the arithmetic is the reference's own.
 */
const ROUNDED = 1e-6

describe('an embedding table', () => {
  it('moves the rows it touches as dense Adam does, those of one index added up, and no other row', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1, max: 3 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer(),
        (indices, steps, seed) => {
          const rng = rngOf(seed)
          const table = embeddingTable(6, 2, { rng, scale: 0.5 })
          const wanted = [...table.values]
          const adams = wanted.map(() => adamReference(RATE))
          for (let step = 0; step < steps; step++) {
            const gradient = Float32Array.from({ length: indices.length * 2 }, () => rng.normal())
            for (const row of new Set(indices.filter(index => index >= 0))) {
              for (let k = 0; k < 2; k++) {
                // In single precision as the table adds up: what two gradients leave of each other is all that the first step goes by.
                const sum = indices.reduce(
                  (total, index, place) => Math.fround(total + (index === row ? (gradient[place * 2 + k] ?? 0) : 0)),
                  0,
                )
                wanted[row * 2 + k] = adams[row * 2 + k]?.(wanted[row * 2 + k] ?? 0, sum) ?? Number.NaN
              }
            }
            table.descend(indices, gradient, RATE)
          }
          wanted.forEach((value, at) => {
            expect(Math.abs((table.values[at] ?? Number.NaN) - value)).toBeLessThan(ROUNDED)
          })
        },
      ),
      // A first gradient so small that it matters where the divisor's small number is added.
      { examples: [[[1, 0], 1, 398431630]] },
    )
  })

  it('begins the same for the same seed, with the deviation that is asked for', () => {
    const [a, b] = [1, 1].map(seed => embeddingTable(500, 10, { rng: rngOf(seed), scale: 0.3 }).values)
    expect(a).toEqual(b)
    const variance = (a ?? new Float32Array()).reduce((sum, value) => sum + value ** 2, 0) / 5000
    expect(Math.abs(Math.sqrt(variance) - 0.3)).toBeLessThan(0.02)
  })

  it('looks rows up as copies, and zeros for what is not there', () => {
    const table = embeddingTable(2, 2, { values: Float32Array.of(1, 2, 3, 4) })
    const found = table.lookup([1, -1, 1, 0])
    expect(found).toEqual({ shape: [4, 2], values: Float32Array.of(3, 4, 0, 0, 3, 4, 1, 2) })
    found.values.fill(0)
    expect(table.values).toEqual(Float32Array.of(1, 2, 3, 4))
  })

  it('says that a table of another size is bad input', () => {
    expect(() => embeddingTable(2, 2, { values: new Float32Array(3) })).toThrow('needs 4 values')
  })
})
