// One step of training: Adam as its paper writes it, gradients held in length, divergence said aloud, nothing left behind.
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { ModelError } from '../../../models/model.ts'
import { type TrainerOptions, trainerOf } from '../../../models/tensors/trainer.ts'
import type { Tensors, Weights } from '../../../models/tensors/weights.ts'
import { weightOf } from '../../../models/tensors/weights.ts'
import { present } from '../present.ts'
import { adamReference } from './reference.ts'

const START: Weights = { 'a/kernel': { shape: [2], values: Float32Array.of(3, -1) } }
const square = (weights: Tensors) => tf.sum(tf.square(weightOf(weights, 'a/kernel')))

/** The weight after so many steps down its own square. */
async function trained(steps: number, options: TrainerOptions, scale = 1): Promise<number[]> {
  const trainer = trainerOf(START, options)
  trainer.scale(scale)
  for (let step = 0; step < steps; step++) await trainer.step(square)
  const weights = await trainer.weights()
  trainer.dispose()
  return [...(weights['a/kernel']?.values ?? [])]
}

const walked = (steps: number, rate: number, value: number, gradient: (value: number) => number) => {
  const adam = adamReference(rate)
  let at = value
  for (let step = 0; step < steps; step++) at = adam(at, gradient(at))
  return at
}

const near = (actual: readonly number[], wanted: readonly number[]) => {
  expect(actual.length).toBe(wanted.length)
  actual.forEach((value, index) => {
    expect(Math.abs(value - (wanted[index] ?? Number.NaN))).toBeLessThan(1e-4)
  })
}

describe.each(['cpu', 'wasm'] as const)('a trainer on %s', backend => {
  beforeAll(async () => {
    await present(backend)
    await tf.setBackend(backend)
  })

  it('steps as Adam does, and as fast as its schedule says', async () => {
    near(
      await trained(5, { learningRate: 0.1 }),
      [3, -1].map(value => walked(5, 0.1, value, x => 2 * x)),
    )
    near(
      await trained(5, { learningRate: 0.1 }, 0.25),
      [3, -1].map(value => walked(5, 0.025, value, x => 2 * x)),
    )
  })

  it('shortens all gradients together to the length that is allowed, and leaves shorter ones', async () => {
    // Adam forgets a factor that all steps share, so the second loss is a hundred times the first.
    const trainer = trainerOf(START, { learningRate: 0.1, clipNorm: 1 })
    const adams = [adamReference(0.1), adamReference(0.1)]
    const wanted = [3, -1]
    for (const factor of [0.01, 1]) {
      await trainer.step(weights => tf.mul(square(weights), factor))
      const gradients = wanted.map(value => 2 * factor * value)
      const shrink = 1 / Math.max(1, Math.hypot(...gradients))
      gradients.forEach((gradient, index) => {
        wanted[index] = adams[index]?.(wanted[index] ?? 0, gradient * shrink) ?? Number.NaN
      })
    }
    near([...((await trainer.weights())['a/kernel']?.values ?? [])], wanted)
    trainer.dispose()
  })

  it('lets kernels decay, by the learning rate times what is asked for', async () => {
    const weights = { ...START, 'a/bias': { shape: [1], values: Float32Array.of(2) } }
    const trainer = trainerOf(weights, { learningRate: 0.1, weightDecay: 0.5 })
    // A loss that neither weight is part of: decay alone is left.
    await trainer.step((_, rows) => tf.sum(tf.square(weightOf(rows, 'row'))), {
      row: { shape: [1], values: Float32Array.of(1) },
    })
    const decayed = await trainer.weights()
    near([...(decayed['a/kernel']?.values ?? [])], [3 * 0.95, -0.95])
    expect(decayed['a/bias']?.values).toEqual(Float32Array.of(2))
    trainer.dispose()
  })

  it('hands back the gradients of rows that were looked up, and the loss', async () => {
    const trainer = trainerOf(START, { learningRate: 0.1 })
    const { loss, rows } = await trainer.step(
      (weights, given) => tf.sum(tf.mul(weightOf(weights, 'a/kernel'), weightOf(given, 'items'))),
      { items: { shape: [2, 2], values: Float32Array.of(1, 2, 3, 4) } },
    )
    expect(loss).toBeCloseTo(3 * 4 - 6, 4)
    expect(rows).toEqual({ items: Float32Array.of(3, -1, 3, -1) })
    trainer.dispose()
  })

  it.each([
    ['infinite', (weights: Tensors) => tf.div(square(weights), 0)],
    ['no number', (weights: Tensors) => tf.sum(tf.log(weightOf(weights, 'a/kernel')))],
  ] as const)('says so when the loss becomes %s, and keeps the weights as they were', async (_name, loss) => {
    const trainer = trainerOf(START, { learningRate: 0.1 })
    const step = trainer.step(loss)
    await expect(step).rejects.toThrow('lower the learning rate')
    await expect(step).rejects.toHaveProperty('code', 'diverged')
    await expect(step).rejects.toBeInstanceOf(ModelError)
    expect((await trainer.weights())['a/kernel']?.values).toEqual(Float32Array.of(3, -1))
    trainer.dispose()
  })

  it('leaves no tensor behind, whether a step ends or fails', async () => {
    const before = tf.memory().numTensors
    await trained(2, { learningRate: 0.1, clipNorm: 0.5, weightDecay: 0.1 })
    const trainer = trainerOf(START, { learningRate: 0.1 })
    const during = tf.memory().numTensors
    await expect(
      trainer.step(
        () => {
          throw new TypeError('a fault in the loss')
        },
        { row: { shape: [1], values: Float32Array.of(1) } },
      ),
    ).rejects.toThrow(TypeError)
    await expect(trainer.step(weights => tf.div(square(weights), 0))).rejects.toThrow(ModelError)
    expect(tf.memory().numTensors).toBe(during)
    trainer.dispose()
    expect(tf.memory().numTensors).toBe(before)
  })
})
