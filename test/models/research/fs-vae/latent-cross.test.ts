// LatentCross against its equation 3: a state times one and its context, and without context the plain RNN.
import '@tensorflow/tfjs-backend-cpu'
import type { Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { fitLatentCross, LATENT_CROSS } from '../../../../models/research/fs-vae/latent-cross.ts'
import { listeningOf, SIDE_SIZE } from '../../../../models/research/fs-vae/listening.ts'
import type { FittedNetwork, NetworkInput } from '../../../../models/research/fs-vae/network.ts'
import { fitRnn, RNN } from '../../../../models/research/fs-vae/rnn.ts'
import { SLOW_SIZE } from '../../../../models/research/fs-vae/slow-features.ts'
import { STEPS } from '../../../../models/research/fs-vae/windows.ts'
import { rngOf } from '../../../../models/rng.ts'
import { toTensors, type Weights } from '../../../../models/tensors/weights.ts'
import { daily, directions } from './stories.ts'

const [SIZE, UNITS] = [4, 3]

function answerOf(model: FittedNetwork, weights: Weights, input: NetworkInput): Float32Array {
  const tensors = toTensors(weights)
  const values = tf.tidy(() => Float32Array.from(model.network.forward(tensors, input, null).next.dataSync()))
  tf.dispose(tensors)
  return values
}

describe('LatentCross', () => {
  beforeAll(() => tf.setBackend('cpu'))

  async function parts() {
    const listening = listeningOf(
      daily(20, index => index % 3, 3),
      directions(3, SIZE),
    )
    const unfitted = { epochs: 0, units: UNITS }
    const cross = await fitLatentCross(listening, { ...LATENT_CROSS, ...unfitted }, { rng: rngOf(1) })
    const rnn = await fitRnn(listening, { ...RNN, ...unfitted }, { rng: rngOf(2) })
    const rng = rngOf(3)
    const drawn = (shape: number[]): Tensor =>
      tf.tensor(
        Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => rng.normal()),
        shape,
      )
    const input = {
      rows: 1,
      vectors: drawn([1, STEPS, SIZE]),
      side: drawn([1, STEPS, SIDE_SIZE]),
      slow: drawn([STEPS, SLOW_SIZE]),
    }
    const plain = {
      ...rnn.weights,
      'play/kernel': { shape: [SIDE_SIZE, SIZE], values: new Float32Array(SIDE_SIZE * SIZE) },
      'moment/kernel': { shape: [SLOW_SIZE, UNITS], values: new Float32Array(SLOW_SIZE * UNITS) },
    }
    return { cross, rnn, input, plain }
  }

  it('is the RNN where no context says anything', async () => {
    const { cross, rnn, input, plain } = await parts()
    expect(answerOf(cross, plain, input)).toEqual(answerOf(rnn, rnn.weights, input))
  })

  it('multiplies the state by 1 + context', async () => {
    const { cross, rnn, input, plain } = await parts()
    // The first slow feature alone, by 2: every unit is stretched by 1 + 2 x that feature, so what is read out is too, its bias being 0.
    const moment = new Float32Array(SLOW_SIZE * UNITS).fill(2, 0, UNITS)
    const crossed = answerOf(cross, { ...plain, 'moment/kernel': { shape: [SLOW_SIZE, UNITS], values: moment } }, input)
    const slow = input.slow.dataSync()
    answerOf(rnn, rnn.weights, input).forEach((value, at) => {
      const feature = slow[Math.floor(at / SIZE) * SLOW_SIZE] ?? Number.NaN
      expect(crossed[at]).toBeCloseTo(value * (1 + 2 * feature), 4)
    })
  })
})
