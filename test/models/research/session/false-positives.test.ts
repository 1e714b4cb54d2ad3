// The margin of FP-Metric and FP-AdaMetric against sums done by hand, and the laws of its weights.
import '@tensorflow/tfjs-backend-wasm'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Margin, marginLoss, marginWeights } from '../../../../models/research/session/false-positives.ts'
import { rngOf } from '../../../../models/rng.ts'
import { toTensors, type Weights } from '../../../../models/tensors/weights.ts'

const SIZE = 2

/** One session of two steps: one false positive came before the first target, two before the second. */
const session = [
  [0.6, 0.8],
  [1, 0],
]
const positive = [
  [1, 0],
  [0.5, 0.5],
]
const dropped = [
  [0, 1],
  [-1, 0],
]
const before = [
  [1, 0],
  [1, 1],
]

function lossOf(weights: Weights, margin: Margin, seen: number[][] = before, sets: number[][] = dropped): number[] {
  const tensors = toTensors(weights)
  const values = tf.tidy(() => [
    ...marginLoss(
      tensors,
      tf.tensor3d([session]),
      tf.tensor3d([positive]),
      tf.tensor3d([sets]),
      tf.tensor3d([seen]),
      margin,
    ).dataSync(),
  ])
  tf.dispose(tensors)
  return values
}

const simple = marginWeights(rngOf(1), SIZE)

describe('the margin', () => {
  beforeAll(() => tf.setBackend('wasm'))

  it('is max(0, m - e_pos . e_seq + mean of e_fp . e_seq) where every false positive counts the same', () => {
    const [first, second] = lossOf(simple, { falsePositives: 'all', margin: 0.5, lambda: 1 })
    expect(first).toBeCloseTo(0.5 - 0.6 + 0.8, 6)
    expect(second).toBeCloseTo(Math.max(0, 0.5 - 0.5 + (0 - 1) / 2), 6)
  })

  it('is nothing before the first false positive', () => {
    const none = [
      [0, 0],
      [0, 0],
    ]
    for (const falsePositives of ['all', 'weighed'] as const)
      expect(lossOf(simple, { falsePositives, margin: 9, lambda: 1 }, none)).toEqual([0, 0])
  })

  it('weighs a single false positive as 1, whatever f says', () => {
    const alone = [
      [1, 0],
      [0, 1],
    ]
    const all = lossOf(simple, { falsePositives: 'all', margin: 2, lambda: 1 }, alone)
    lossOf(simple, { falsePositives: 'weighed', margin: 2, lambda: 1 }, alone).forEach((value, step) => {
      expect(value).toBeCloseTo(all[step] ?? Number.NaN, 5)
    })
  })

  it('weighs equal false positives the same, and others between the nearest and the farthest', () => {
    const twice = [
      [0, 1],
      [0, 1],
    ]
    const wide = { margin: 5, lambda: 1 }
    const all = lossOf(simple, { falsePositives: 'all', ...wide }, before, twice)
    lossOf(simple, { falsePositives: 'weighed', ...wide }, before, twice).forEach((value, step) => {
      expect(value).toBeCloseTo(all[step] ?? Number.NaN, 5)
    })
    const [, second = Number.NaN] = lossOf(simple, { falsePositives: 'weighed', ...wide })
    expect(second).toBeGreaterThan(5 - 0.5 - 1)
    expect(second).toBeLessThan(5 - 0.5 + 0)
  })
})
