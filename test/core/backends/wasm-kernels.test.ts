// Our kernels for WebAssembly answer what plain JavaScript answers, for every shape.
import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { rngOf } from '../../../models/rng.ts'
import { present } from '../../models/present.ts'

const shapes = (least: number) =>
  fc.array(fc.integer({ min: least, max: 6 }), { minLength: 1, maxLength: 4 }).filter(shape => shape.length > 0)

const filled = (shape: readonly number[], seed: number) => {
  const rng = rngOf(seed)
  return Float32Array.from({ length: shape.reduce((product, length) => product * length, 1) }, () => rng.normal())
}

/** The shapes and the numbers of what `f` answers on this backend; nothing of it stays there. */
async function on(
  backend: string,
  f: () => tf.Tensor[],
): Promise<readonly (readonly [readonly number[], readonly number[]])[]> {
  await tf.setBackend(backend)
  const before = tf.memory().numTensors
  const answers = tf.tidy(f)
  const read = answers.map(each => [each.shape, [...each.dataSync()]] as const)
  tf.dispose(answers)
  expect(tf.memory().numTensors).toBe(before)
  return read
}

describe('on WebAssembly', () => {
  beforeAll(async () => {
    await present('cpu')
    await present('wasm')
  })

  it('a part of a tensor is what plain JavaScript cuts out', () =>
    fc.assert(
      fc.asyncProperty(shapes(1), fc.integer(), fc.boolean(), async (shape, seed, isInteger) => {
        const rng = rngOf(seed)
        const begin = shape.map(length => rng.below(length))
        const size = shape.map((length, axis) => 1 + rng.below(length - (begin[axis] ?? 0)))
        const cut = () => [tf.slice(tf.tensor(filled(shape, 1), shape, isInteger ? 'int32' : 'float32'), begin, size)]
        expect(await on('wasm', cut)).toEqual(await on('cpu', cut))
      }),
    ))

  it('parts along any axis are what plain JavaScript splits', () =>
    fc.assert(
      fc.asyncProperty(shapes(2), fc.integer(), async (shape, seed) => {
        const rng = rngOf(seed)
        const axis = rng.below(shape.length)
        const length = shape[axis] ?? 0
        const first = 1 + rng.below(length - 1)
        const split = () => [
          ...tf.split(tf.tensor(filled(shape, 2), shape), [first, length - first], axis),
          ...tf.split(tf.tensor(filled(shape, 2), shape), length, axis),
        ]
        expect(await on('wasm', split)).toEqual(await on('cpu', split))
      }),
    ))

  it('products of batches are what plain JavaScript multiplies, with transposing flags and stretched batches too', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 2 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 20 }),
        fc.boolean(),
        fc.boolean(),
        async (batch, rows, inner, columns, turned, stretched) => {
          const [a, b] = [
            [...batch, rows, inner],
            [...batch.map(each => (stretched ? 1 : each)), inner, columns],
          ]
          const product = () => [
            tf.matMul(
              tf.tensor(filled(a, 3), turned ? a.with(-2, inner).with(-1, rows) : a),
              tf.tensor(filled(b, 4), b),
              turned,
            ),
          ]
          const [[shape, values] = [[], []]] = await on('wasm', product)
          const [[wantedShape, wanted] = [[], []]] = await on('cpu', product)
          expect(shape).toEqual(wantedShape)
          expect(values.length).toBe(wanted.length)
          const errors = values.map((value, index) => Math.abs(value - (wanted[index] ?? Number.NaN)))
          expect(Math.max(...errors)).toBeLessThan(1e-4)
        },
      ),
    ))

  it('a clone lives on when the tensor it was made of is disposed', async () => {
    await tf.setBackend('wasm')
    const first = tf.tensor([1, 2, 3])
    const second = tf.clone(first)
    first.dispose()
    const later = tf.tensor([9, 9, 9])
    expect([...(await second.data())]).toEqual([1, 2, 3])
    tf.dispose([second, later])
  })
})
