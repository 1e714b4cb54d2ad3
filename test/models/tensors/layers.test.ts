// Layers answer what their papers' formulas answer, number by number.
import type { Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { rngOf } from '../../../models/rng.ts'
import {
  atSteps,
  attention,
  attentionBlock,
  attentionWeights,
  blockWeights,
  dense,
  denseWeights,
  dropout,
  layerNorm,
  layerNormWeights,
  maxPool,
  timeConvolution,
  timeConvolutionWeights,
} from '../../../models/tensors/layers.ts'
import { gru, gruStep, gruWeights, lstm, lstmWeights } from '../../../models/tensors/recurrent.ts'
import { toTensors, type Weights } from '../../../models/tensors/weights.ts'
import { present } from '../present.ts'
import { attentionReference, gruReference, lstmReference, type Matrix, product } from './reference.ts'

const rng = rngOf(21)
const random = (...shape: number[]) =>
  Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => rng.normal())

const matrix = ({ shape, values }: { shape: readonly number[]; values: Float32Array }): number[][] => {
  const columns = shape.at(-1) ?? 0
  return Array.from({ length: values.length / columns }, (_, row) => [
    ...values.slice(row * columns, (row + 1) * columns),
  ])
}
const part = (weights: Weights, name: string) => weights[name] ?? { shape: [0], values: new Float32Array() }
const vector = (weights: Weights, name: string) => [...part(weights, name).values]

/** What `f` answers, flat; nothing of it stays on the backend. */
function answer(weights: Weights, f: (tensors: Record<string, Tensor>) => Tensor): number[] {
  const before = tf.memory().numTensors
  const tensors = toTensors(weights)
  const result = tf.tidy(() => f(tensors))
  const values = [...result.dataSync()]
  tf.dispose([result, tensors])
  expect(tf.memory().numTensors).toBe(before)
  return values
}

function expectNear(actual: readonly number[], wanted: readonly number[]): void {
  expect(actual.length).toBe(wanted.length)
  const errors = actual.map((value, index) => Math.abs(value - (wanted[index] ?? Number.NaN)))
  expect(Math.max(...errors)).toBeLessThan(1e-5)
}

describe.each(['cpu', 'wasm'] as const)('layers on %s', backend => {
  beforeAll(async () => {
    await present(backend)
    await tf.setBackend(backend)
  })

  it('a dense layer is x W + b, whatever stands before the last axis', () => {
    const weights = denseWeights(rng, 'd', 3, 2)
    part(weights, 'd/bias').values.set([0.5, -1])
    const x = random(2, 4, 3)
    const wanted = product(matrix({ shape: [8, 3], values: x }), matrix(part(weights, 'd/kernel')))
    expectNear(
      answer(weights, w => dense(w, 'd', tf.tensor(x, [2, 4, 3]))),
      wanted.flatMap(([a = 0, b = 0]) => [a + 0.5, b - 1]),
    )
  })

  it('layer norm gives every row the mean and the deviation of its bias and gain', () => {
    const weights = layerNormWeights('n', 8)
    part(weights, 'n/gain').values.fill(2)
    part(weights, 'n/bias').values.fill(3)
    const rows = matrix({
      shape: [5, 8],
      values: Float32Array.from(answer(weights, w => layerNorm(w, 'n', tf.tensor(random(5, 8), [5, 8])))),
    })
    for (const row of rows) {
      const mean = row.reduce((a, b) => a + b) / 8
      expect(mean).toBeCloseTo(3, 4)
      expect(Math.sqrt(row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 8)).toBeCloseTo(2, 3)
    }
  })

  it.each([
    ['GRU', gru, gruReference, gruWeights],
    ['LSTM', lstm, lstmReference, lstmWeights],
  ] as const)('%s goes through two sequences as its formulas do', (_name, layer, reference, begin) => {
    const weights = begin(rng, 'r', 3, 4)
    part(weights, 'r/bias').values.set(random(12))
    const x = random(2, 5, 3)
    const wanted = [0, 1].flatMap(sequence =>
      reference(
        {
          kernel: matrix(part(weights, 'r/kernel')),
          recurrent: matrix(part(weights, 'r/recurrent')),
          bias: vector(weights, 'r/bias'),
        },
        matrix({ shape: [5, 3], values: x.slice(sequence * 15, sequence * 15 + 15) }),
      ).flat(),
    )
    expectNear(
      answer(weights, w => layer(w, 'r', tf.tensor(x, [2, 5, 3]))),
      wanted,
    )
  })

  it('a GRU walked step by step comes to the same states', () => {
    const weights = gruWeights(rng, 'r', 3, 4)
    const x = random(2, 1, 3)
    const whole = answer(weights, w => gru(w, 'r', tf.tensor(x, [2, 1, 3])))
    const step = answer(weights, w =>
      gruStep(w, 'r', tf.matMul(tf.tensor(x, [2, 3]), w['r/kernel'] as Tensor), tf.zeros([2, 4])),
    )
    expectNear(step, whole)
  })

  it('what comes later in a sequence changes nothing before it', () => {
    const weights = { ...gruWeights(rng, 'g', 3, 4), ...lstmWeights(rng, 'l', 3, 4) }
    const [x, y] = [random(1, 5, 3), random(1, 2, 3)]
    const changed = x.slice()
    changed.set(y, 9)
    for (const [layer, name] of [
      [gru, 'g'],
      [lstm, 'l'],
    ] as const) {
      const [a, b] = [x, changed].map(each => answer(weights, w => layer(w, name, tf.tensor(each, [1, 5, 3]))))
      expect(b?.slice(0, 12)).toEqual(a?.slice(0, 12))
      expect(b?.slice(12)).not.toEqual(a?.slice(12))
    }
  })

  it.each([
    ['without a mask', null],
    [
      'with a mask',
      [
        [1, 0, 0],
        [1, 1, 0],
      ],
    ],
  ] as const)('attention of two heads %s is what Vaswani et al. write', (_name, allowed: Matrix | null) => {
    const weights = attentionWeights(rng, 'a', 4)
    const projection = (name: string) => ({
      kernel: matrix(part(weights, `a/${name}/kernel`)),
      bias: vector(weights, `a/${name}/bias`),
    })
    const [x, y] = [random(1, 2, 4), random(1, 3, 4)]
    const wanted = attentionReference(
      { query: projection('query'), key: projection('key'), value: projection('value'), out: projection('out') },
      matrix({ shape: [2, 4], values: x }),
      matrix({ shape: [3, 4], values: y }),
      2,
      allowed,
    )
    const mask = () => (allowed === null ? null : tf.tensor(allowed.flat(), [1, 2, 3]))
    expectNear(
      answer(weights, w => attention(w, 'a', tf.tensor(x, [1, 2, 4]), tf.tensor(y, [1, 3, 4]), 2, mask())),
      wanted.flat(),
    )
  })

  it('an attention block has no order: elements exchanged are answers exchanged', () => {
    const weights = blockWeights(rng, 'b', 4, 8)
    const x = matrix({ shape: [5, 4], values: random(5, 4) })
    const order = [3, 0, 4, 1, 2]
    const block = (rows: Matrix) =>
      matrix({
        shape: [5, 4],
        values: Float32Array.from(
          answer(weights, w => {
            const set = tf.tensor(rows.flat(), [1, 5, 4])
            return attentionBlock(w, 'b', set, set, 2, null)
          }),
        ),
      })
    const straight = block(x)
    expectNear(
      block(order.map(index => x[index] ?? [])).flat(),
      order.flatMap(index => straight[index] ?? []),
    )
  })

  it('convolution over time is a product with every window', () => {
    const weights = timeConvolutionWeights(rng, 'c', 2, 3, 3)
    const x = random(1, 6, 2)
    const windows = [0, 1, 2, 3].map(from => [...x.slice(2 * from, 2 * from + 6)])
    expectNear(
      answer(weights, w => timeConvolution(w, 'c', tf.tensor(x, [1, 6, 2]), 3)),
      product(windows, matrix(part(weights, 'c/kernel'))).flat(),
    )
  })

  it('a pool keeps the greatest of each window and leaves a rest out', () => {
    expect(answer({}, () => maxPool(tf.tensor([1, 5, 4, 2, 9], [1, 5, 1]), 2))).toEqual([5, 4])
  })

  it('one step of each row is picked', () => {
    expect(answer({}, () => atSteps(tf.tensor([1, 2, 3, 4, 5, 6], [2, 3, 1]), tf.tensor([2, 0])))).toEqual([3, 4])
  })

  it('dropout zeroes its share, keeps the mean, and does nothing when predicting', () => {
    const ones = () => tf.ones([10_000])
    const dropped = answer({}, () => dropout(ones(), 0.25, rngOf(3)))
    expect(dropped.filter(value => value === 0).length / 10_000).toBeCloseTo(0.25, 1)
    expect(dropped.reduce((a, b) => a + b) / 10_000).toBeCloseTo(1, 1)
    expect(answer({}, () => dropout(ones(), 0.25, null)).every(value => value === 1)).toBe(true)
  })
})
