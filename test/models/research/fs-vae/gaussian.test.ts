// The latent's Gaussian against its definitions: the divergence as an integral, a draw by its moments.
import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { divergenceOf, sampleOf } from '../../../../models/research/fs-vae/gaussian.ts'
import { rngOf } from '../../../../models/rng.ts'

/** KL from N(mu, exp(logvar)) to N(0, 1) in one direction, by the sum of many thin slices. */
function integral(mu: number, logvar: number): number {
  const deviation = Math.exp(logvar / 2)
  const density = (x: number, m: number, s: number) =>
    Math.exp(-(((x - m) / s) ** 2) / 2) / (s * Math.sqrt(2 * Math.PI))
  const [from, slices] = [mu - 10 * deviation, 20_000]
  const width = (20 * deviation) / slices
  let sum = 0
  for (let slice = 0; slice < slices; slice++) {
    const x = from + (slice + 0.5) * width
    const own = density(x, mu, deviation)
    sum += own * Math.log(own / density(x, 0, 1)) * width
  }
  return sum
}

describe('the latent', () => {
  beforeAll(() => tf.setBackend('cpu'))

  it('diverges from a standard normal by the integral of its definition, and a standard normal by nothing', () => {
    const [mu, logvar] = [
      [0, 0, 0.7, -1.2],
      [0, -1, 0.4, 0.9],
    ]
    const values = tf.tidy(() => divergenceOf(tf.tensor2d(mu, [4, 1]), tf.tensor2d(logvar, [4, 1])).dataSync())
    values.forEach((value, row) => {
      expect(value).toBeCloseTo(integral(mu[row] ?? 0, logvar[row] ?? 0), 5)
    })
    expect(values[0]).toBeCloseTo(0, 12)
  })

  it('adds up the divergences of its directions', () => {
    const value = tf.tidy(() => divergenceOf(tf.tensor2d([[0.7, -1.2]]), tf.tensor2d([[0.4, 0.9]])).dataSync()[0])
    expect(value).toBeCloseTo(integral(0.7, 0.4) + integral(-1.2, 0.9), 5)
  })

  it('is drawn with its mean and its deviation', () => {
    const draws = 20_000
    const values = tf.tidy(() => [
      ...sampleOf(tf.fill([draws], 0.5), tf.fill([draws], Math.log(4)), rngOf(3)).dataSync(),
    ])
    const mean = values.reduce((sum, value) => sum + value, 0) / draws
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws
    expect(mean).toBeCloseTo(0.5, 1)
    expect(variance / 4).toBeCloseTo(1, 1)
  })
})
