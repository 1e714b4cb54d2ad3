// Laws of the gradients that every network learns by: each agrees with the slope measured by small steps.
import type { Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { rngOf } from '../../../models/rng.ts'
import { registerGradients } from '../../../models/tensors/gradients.ts'
import {
  atSteps,
  attentionBlock,
  blockWeights,
  gru,
  gruWeights,
  layerNorm,
  lstm,
  lstmWeights,
  maxPool,
  timeConvolution,
  timeConvolutionWeights,
} from '../../../models/tensors/layers.ts'
import { binaryCrossEntropy, crossEntropy, maskedMean } from '../../../models/tensors/losses.ts'
import type { Tensors, Weights } from '../../../models/tensors/weights.ts'
import { present } from '../present.ts'

const rng = rngOf(7)
const random = (...shape: number[]) => ({
  shape,
  values: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => rng.normal() * 0.7),
})
const positive = (...shape: number[]) => {
  const { values } = random(...shape)
  return { shape, values: values.map(value => 0.5 + Math.abs(value)) }
}
const at = (tensors: Tensors, name: string) => tensors[name] as Tensor // each case names what it uses
const labels = { shape: [3, 4], values: Float32Array.from([1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0]) }

const cases: Record<string, { weights: Weights; f: (w: Tensors) => Tensor }> = {
  'matMul of batches': {
    weights: { a: random(2, 3, 4), b: random(2, 4, 2) },
    f: w => tf.matMul(at(w, 'a'), at(w, 'b')),
  },
  'add and subtract, stretched': {
    weights: { a: random(2, 3), b: random(3), c: random(2, 1) },
    f: w => tf.square(tf.sub(tf.add(at(w, 'a'), at(w, 'b')), at(w, 'c'))),
  },
  'multiply and divide, stretched': {
    weights: { a: random(2, 3), b: positive(3), c: random(1) },
    f: w => tf.mul(tf.div(at(w, 'a'), at(w, 'b')), at(w, 'c')),
  },
  'log, exp and square root': {
    weights: { a: positive(5) },
    f: w => tf.add(tf.exp(tf.log(at(w, 'a'))), tf.sqrt(at(w, 'a'))),
  },
  'tanh, sigmoid and the two relus': {
    weights: { a: random(9) },
    f: w =>
      tf.concat([tf.tanh(at(w, 'a')), tf.sigmoid(at(w, 'a')), tf.relu(at(w, 'a')), tf.leakyRelu(at(w, 'a'), 0.2)]),
  },
  softmax: { weights: { a: random(3, 4) }, f: w => tf.square(tf.softmax(at(w, 'a'))) },
  'sum, mean and max': {
    weights: { a: random(2, 3, 4) },
    f: w =>
      tf.add(
        tf.add(tf.square(tf.sum(at(w, 'a'), 1)), tf.square(tf.mean(at(w, 'a'), 1))),
        tf.square(tf.max(at(w, 'a'), 1)),
      ),
  },
  'transpose, slice, concat and split': {
    weights: { a: random(2, 3, 4) },
    f: w => {
      const turned = tf.transpose(at(w, 'a'), [2, 0, 1])
      const [left, right] = tf.split(turned, [1, 3], 0) as [Tensor, Tensor] // two sizes, two parts
      return tf.square(tf.concat([tf.slice(right, [1, 0, 1], [2, 2, 2]), tf.slice(left, [0, 0, 0], [1, 2, 2])], 0))
    },
  },
  'maximum and minus': { weights: { a: random(6), b: random(6) }, f: w => tf.maximum(tf.neg(at(w, 'a')), at(w, 'b')) },
  GRU: {
    weights: { x: random(2, 3, 4), ...gruWeights(rng, 'gru', 4, 3) },
    f: w => tf.square(gru(w, 'gru', at(w, 'x'))),
  },
  LSTM: {
    weights: { x: random(2, 3, 4), ...lstmWeights(rng, 'lstm', 4, 3) },
    f: w => tf.square(lstm(w, 'lstm', at(w, 'x'))),
  },
  'attention block with a mask': {
    weights: { x: random(2, 3, 4), ...blockWeights(rng, 'block', 4, 6) },
    f: w =>
      tf.square(
        attentionBlock(
          w,
          'block',
          at(w, 'x'),
          at(w, 'x'),
          2,
          tf.tensor([
            [
              [1, 0, 0],
              [1, 1, 0],
              [1, 1, 1],
            ],
          ]),
        ),
      ),
  },
  'layer norm': {
    weights: { x: random(2, 3, 4), 'norm/gain': random(4), 'norm/bias': random(4) },
    f: w => tf.square(tf.add(layerNorm(w, 'norm', at(w, 'x')), at(w, 'x'))),
  },
  'time convolution': {
    weights: { x: random(2, 7, 3), ...timeConvolutionWeights(rng, 'conv', 3, 2, 4) },
    f: w => tf.square(timeConvolution(w, 'conv', at(w, 'x'), 4)),
  },
  'a pool over time': { weights: { x: random(2, 5, 3) }, f: w => tf.square(maxPool(at(w, 'x'), 2)) },
  'one step of each row': {
    weights: { x: random(2, 3, 4) },
    f: w => tf.square(atSteps(at(w, 'x'), tf.tensor([2, 0]))),
  },
  'cross entropy': { weights: { a: random(3, 4) }, f: w => crossEntropy(at(w, 'a'), tf.tensor(labels.values, [3, 4])) },
  'binary cross entropy under a mask': {
    weights: { a: random(3, 4) },
    f: w => maskedMean(binaryCrossEntropy(at(w, 'a'), tf.tensor(labels.values, [3, 4])), tf.tensor([[1], [1], [0]])),
  },
}

describe.each(['cpu', 'wasm'] as const)('gradients on %s', backend => {
  beforeAll(async () => {
    await present(backend)
    registerGradients()
    await tf.setBackend(backend)
  })

  it.each(Object.entries(cases))('of %s are the measured slopes', (_name, { weights, f }) => {
    const value = (changed: Weights): number =>
      tf.tidy(() => {
        const tensors = Object.fromEntries(
          Object.entries(changed).map(([name, w]) => [name, tf.tensor(w.values, [...w.shape])]),
        )
        return tf.sum(f(tensors)).dataSync()[0] ?? Number.NaN
      })
    for (const [name, { shape, values }] of Object.entries(weights)) {
      const variables = Object.fromEntries(
        Object.entries(weights).map(([each, w]) => [each, tf.variable(tf.tensor(w.values, [...w.shape]))]),
      )
      const { grads } = tf.variableGrads(() => tf.sum(f(variables)))
      const gradient = grads[variables[name]?.name ?? '']
      expect(gradient?.shape).toEqual(shape)
      const slopes = gradient?.dataSync() ?? []
      for (let index = 0; index < Math.min(values.length, 12); index++) {
        const moved = (by: number) => ({
          shape,
          values: values.map((each, place) => (place === index ? each + by : each)),
        })
        const step = 2e-3
        const slope =
          (value({ ...weights, [name]: moved(step) }) - value({ ...weights, [name]: moved(-step) })) / (2 * step)
        expect(Math.abs((slopes[index] ?? Number.NaN) - slope), `${name}[${index}]`).toBeLessThan(
          2e-2 * Math.max(1, Math.abs(slope)),
        )
      }
      tf.dispose(grads)
      tf.dispose(variables)
    }
  })
})
