// The estimate of the softmax over the catalogue is right in the mean, exact where every track is drawn, and its gradient is the softmax.
import '@tensorflow/tfjs-backend-wasm'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, expect, it } from 'vitest'
import { correctionOf, negativeSampler, sampledSoftmax } from '../../../../models/research/session/sampled-softmax.ts'
import { rngOf } from '../../../../models/rng.ts'
import { registerGradients } from '../../../../models/tensors/gradients.ts'

beforeAll(async () => {
  registerGradients()
  await tf.setBackend('wasm')
})

it('equals the whole softmax where each other track stands once among the negatives', () => {
  const scores = [0.3, -1, 2, 0.7]
  const whole = Math.log(scores.reduce((sum, score) => sum + Math.exp(score), 0)) - 0.3
  const [loss] = tf.tidy(() => sampledSoftmax(tf.tensor1d([0.3]), tf.tensor2d([scores.slice(1)])).dataSync())
  expect(loss).toBeCloseTo(whole, 5)
})

it('draws played tracks more often, and weighs each draw by how seldom it comes, so that the sum over the catalogue is kept', () => {
  const scores = [0.2, 1.5, -0.3, 0.9, 0]
  const sampler = negativeSampler([0, 10, 1, 0, 5])
  const rng = rngOf(4)
  const [draws, count] = [4000, 50]
  let sum = 0
  const drawn = new Map<number, number>()
  for (let draw = 0; draw < draws; draw++) {
    const { tracks, correction } = sampler.draw(count, rng)
    tracks.forEach((track, at) => {
      sum += Math.exp((scores[track] ?? 0) + (correction[at] ?? 0)) / draws
      drawn.set(track, (drawn.get(track) ?? 0) + 1)
    })
  }
  expect(sum).toBeCloseTo(
    scores.reduce((total, score) => total + Math.exp(score), 0),
    1,
  )
  expect((drawn.get(1) ?? 0) / (draws * count)).toBeCloseTo(0.1 + 0.5 * (10 / 16), 1)
})

it('does not count a negative that is the target itself', () => {
  const negatives = { tracks: Int32Array.of(3, 1, 3), correction: Float32Array.of(0, 0.5, 0) }
  const added = tf.tidy(() => correctionOf(Int32Array.of(3, 1, -1), negatives).dataSync())
  expect([...added].map(value => (value < -1e8 ? 'out' : value))).toEqual(['out', 0.5, 'out', 0, 'out', 0, 0, 0.5, 0])
})

it('has the gradient that finite differences give', () => {
  const [own, others] = [
    [0.4, -0.2],
    [0.1, 0.7, -0.5, 0.3, 0.2, 1.1],
  ]
  const lossOf = (values: readonly number[]) =>
    tf.tidy(() => {
      const loss = sampledSoftmax(tf.tensor1d(values.slice(0, 2)), tf.tensor2d(values.slice(2), [2, 3]))
      return tf.sum(tf.mul(loss, tf.tensor1d([1, 2]))).dataSync()[0] ?? Number.NaN
    })
  const found = tf.tidy(() => {
    const gradients = tf.grads((a, b) => tf.sum(tf.mul(sampledSoftmax(a, b), tf.tensor1d([1, 2]))))
    return gradients([tf.tensor1d(own), tf.tensor2d(others, [2, 3])]).flatMap(each => [...each.dataSync()])
  })
  const all = [...own, ...others]
  all.forEach((_, at) => {
    const shifted = (by: number) => lossOf(all.map((value, each) => (each === at ? value + by : value)))
    expect(found[at]).toBeCloseTo((shifted(1e-2) - shifted(-1e-2)) / 2e-2, 3)
  })
})
