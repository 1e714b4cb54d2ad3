// The weighted sum: relevance without weights, objectives first where they weigh much.
import { describe, expect, it } from 'vitest'
import { weightedSum } from '../../../../models/research/mostra/weighted-sum.ts'

const sat = Float32Array.of(0.2, 0.9, 0.5, 0.5)
const objectives = [Uint8Array.of(1, 0, 0, 1)]

describe('the weighted sum', () => {
  it('is the order by relevance without weights, equals in the order given', () => {
    expect([...weightedSum({ sat, objectives, weights: [0], length: 4 })]).toEqual([1, 2, 3, 0])
  })

  it('puts what serves an objective first where that weighs more than any liking', () => {
    expect([...weightedSum({ sat, objectives, weights: [1], length: 4 })]).toEqual([3, 0, 1, 2])
  })

  it('fills what it can', () => {
    expect(weightedSum({ sat, objectives, weights: [1], length: 9 })).toHaveLength(4)
    expect(weightedSum({ sat, objectives, weights: [1], length: 0 })).toHaveLength(0)
    expect(() => weightedSum({ sat, objectives, weights: [], length: 1 })).toThrow(
      'there are 0 weights for 1 objectives',
    )
    expect(() => weightedSum({ sat: Float32Array.of(Number.NaN), objectives: [], weights: [], length: 1 })).toThrow(
      'sat[0] is NaN',
    )
  })
})
