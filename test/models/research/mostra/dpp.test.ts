// Greedy MAP of a determinantal point process: against determinants reckoned in full, and where the kernel's rank is spent.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DppInput, dpp } from '../../../../models/research/mostra/dpp.ts'
import { rngOf } from '../../../../models/rng.ts'

/** Candidates with unit vectors of more dimensions than there are candidates: a kernel of full rank. */
function candidates(seed: number, count: number): Omit<DppInput, 'length' | 'theta'> & { readonly values: number[] } {
  const rng = rngOf(seed)
  const vectors = Array.from({ length: count }, () => {
    const raw = Array.from({ length: count + 4 }, () => rng.normal())
    const norm = Math.hypot(...raw)
    return raw.map(value => value / norm)
  })
  const sat = Float32Array.from({ length: count }, () => rng.next())
  return {
    sat,
    objectives: [],
    weights: [],
    similarity: (a, b) => (vectors[a] ?? []).reduce((sum, value, index) => sum + value * (vectors[b]?.[index] ?? 0), 0),
    values: [...sat],
  }
}

/** By elimination; the matrices here are positive definite. */
function determinant(rows: number[][]): number {
  const left = rows.map(row => row.slice())
  let product = 1
  left.forEach((row, pivot) => {
    product *= row[pivot] ?? 0
    for (const other of left.slice(pivot + 1)) {
      const factor = (other[pivot] ?? 0) / (row[pivot] ?? 1)
      row.forEach((value, column) => {
        other[column] = (other[column] ?? 0) - factor * value
      })
    }
  })
  return product
}

describe('the determinantal point process', () => {
  it('adds at every step the track that makes the determinant largest', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(0.1, 0.5, 0.9), (seed, theta) => {
        const { values, ...input } = candidates(seed, 7)
        const alpha = theta / (2 * (1 - theta))
        const quality = values.map(value => Math.exp(alpha * value))
        const volume = (set: number[]) =>
          determinant(set.map(a => set.map(b => (quality[a] ?? 0) * input.similarity(a, b) * (quality[b] ?? 0))))
        const taken: number[] = []
        while (taken.length < 4) {
          const left = values.map((_, track) => track).filter(track => !taken.includes(track))
          taken.push(
            left.reduce((best, track) => (volume([...taken, track]) > volume([...taken, best]) ? track : best)),
          )
        }
        expect([...dpp({ ...input, theta, length: 4 })]).toEqual(taken)
      }),
      { numRuns: 50 },
    )
  })

  it('goes by worth alone where no two are alike', () => {
    const sat = Float32Array.of(0.1, 0.9, 0.5)
    const input = { sat, objectives: [], weights: [], similarity: (a: number, b: number) => (a === b ? 1 : 0) }
    expect([...dpp({ ...input, theta: 0.5, length: 3 })]).toEqual([1, 2, 0])
  })

  it('goes on by worth where all that is left is like what was queued', () => {
    const sat = Float32Array.of(0.1, 0.9, 0.5, 0.6)
    const input = { sat, objectives: [], weights: [], similarity: () => 1 }
    expect([...dpp({ ...input, theta: 0.5, length: 4 })]).toEqual([1, 3, 2, 0])
  })

  it('does not overflow where worth is all that counts', () => {
    const sat = Float32Array.of(0.1, 0.9, 0.5)
    const input = { sat, objectives: [], weights: [], similarity: (a: number, b: number) => (a === b ? 1 : 0.9) }
    expect([...dpp({ ...input, theta: 1 - 1e-9, length: 3 })]).toEqual([1, 2, 0])
  })

  it('fills what it can and refuses what it cannot use', () => {
    const { values, ...input } = candidates(1, 3)
    expect(dpp({ ...input, theta: 0.5, length: 9 })).toHaveLength(values.length)
    expect(dpp({ ...input, theta: 0.5, length: 0 })).toHaveLength(0)
    expect(() => dpp({ ...input, theta: 1, length: 1 })).toThrow('theta is 1')
    expect(() => dpp({ ...input, theta: Number.NaN, length: 1 })).toThrow('theta is NaN')
  })
})
