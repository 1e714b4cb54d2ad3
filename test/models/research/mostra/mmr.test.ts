// Maximal marginal relevance: its two ends, and the middle by hand.
import { describe, expect, it } from 'vitest'
import { mmr } from '../../../../models/research/mostra/mmr.ts'

const input = {
  sat: Float32Array.of(0.9, 0.8, 0.5),
  objectives: [],
  weights: [],
  length: 3,
  // 0 and 1 are twins, 2 is like neither.
  similarity: (a: number, b: number) => (a === b || a + b === 1 ? 1 : 0),
}

describe('maximal marginal relevance', () => {
  it('is the order by worth where being unlike counts for nothing', () => {
    expect([...mmr({ ...input, lambda: 1 })]).toEqual([0, 1, 2])
    const boosted = { ...input, objectives: [Uint8Array.of(0, 0, 1)], weights: [1] }
    expect([...mmr({ ...boosted, lambda: 1 })]).toEqual([2, 0, 1])
  })

  it('puts a twin behind what is liked less', () => {
    expect([...mmr({ ...input, lambda: 0.5 })]).toEqual([0, 2, 1])
  })

  it('puts the twin first again where liking counts enough', () => {
    // 0.8 lambda - (1 - lambda) = 0.5 lambda at lambda = 1 / 1.3
    expect([...mmr({ ...input, lambda: 0.76 })]).toEqual([0, 2, 1])
    expect([...mmr({ ...input, lambda: 0.78 })]).toEqual([0, 1, 2])
  })

  it('fills what it can and refuses what it cannot use', () => {
    expect(mmr({ ...input, length: 9, lambda: 0.5 })).toHaveLength(3)
    expect(mmr({ ...input, length: 0, lambda: 0.5 })).toHaveLength(0)
    expect(() => mmr({ ...input, lambda: Number.NaN })).toThrow('lambda is NaN')
    expect(() => mmr({ ...input, lambda: 1.1 })).toThrow('lambda is 1.1')
  })
})
