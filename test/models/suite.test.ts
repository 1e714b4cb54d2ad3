// The suite on the smallest model there is: a dense layer that finds a plane; and how an entry of the suite is written.
import type { Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { expect } from 'vitest'
import { type Artifact, expectArtifact } from '../../models/artifact.ts'
import { type FitContext, ModelError, stepDone } from '../../models/model.ts'
import { rngOf } from '../../models/rng.ts'
import { dense, denseWeights } from '../../models/tensors/layers.ts'
import { trainerOf } from '../../models/tensors/trainer.ts'
import { arraysOf, toTensors, type Weights, weightsFrom } from '../../models/tensors/weights.ts'
import { modelSuite } from './suite.ts'

interface Points {
  /** [count, 2]. */
  readonly x: Float32Array
  /** [count]. */
  readonly y: Float32Array
}

interface Plane {
  readonly weights: Weights
}

const WIDTH = 2

function checked({ x, y }: Points): Points {
  for (const [name, values] of Object.entries({ x, y })) {
    const at = values.findIndex(value => !Number.isFinite(value))
    if (at !== -1) throw new ModelError('bad-input', `${name}[${at}] is ${values[at]}`)
  }
  return { x, y }
}

async function fitPlane(points: Points, epochs: number, context: FitContext): Promise<Plane> {
  const { x, y } = checked(points)
  if (y.length === 0) throw new ModelError('no-examples', 'a plane needs points')
  const trainer = trainerOf(denseWeights(context.rng, 'plane', WIDTH, 1), { learningRate: 0.1 })
  try {
    for (let epoch = 0; epoch < epochs; epoch++) {
      await stepDone(context, epoch / epochs)
      await trainer.step(weights => {
        const error = tf.sub(plane(weights, x), tf.tensor(y, [y.length, 1]))
        return tf.mean(tf.square(error))
      })
    }
    await stepDone(context, 1)
    return { weights: await trainer.weights() }
  } finally {
    trainer.dispose()
  }
}

const plane = (weights: Record<string, Tensor>, x: Float32Array) =>
  dense(weights, 'plane', tf.tensor(x, [x.length / WIDTH, WIDTH]))

async function predictPlane(model: Plane, points: Points): Promise<Float32Array> {
  const { x } = checked(points)
  if (x.length === 0) return new Float32Array()
  const weights = toTensors(model.weights)
  const heights = tf.tidy(() => plane(weights, x))
  try {
    return Float32Array.from(await heights.data())
  } finally {
    tf.dispose([heights, weights])
  }
}

function planeFrom(artifact: Artifact): Plane {
  expectArtifact(artifact, 'plane', 1)
  return { weights: weightsFrom(artifact, denseWeights(rngOf(1), 'plane', WIDTH, 1)) }
}

function points(count: number): Points {
  const rng = rngOf(3)
  const x = Float32Array.from({ length: count * WIDTH }, () => rng.normal())
  return { x, y: Float32Array.from({ length: count }, (_, i) => 2 * (x[2 * i] ?? 0) - (x[2 * i + 1] ?? 0) + 0.5) }
}

modelSuite<Plane, Points>({
  name: 'a plane by gradient descent',
  tensors: true,
  onGpuInSoftware: true,
  examples: () => points(8),
  fit: (examples, context) => fitPlane(examples, 6, context),
  fitBriefly: (examples, context) => fitPlane(examples, 1, context),
  predict: predictPlane,
  toArtifact: ({ weights }) => ({ kind: 'plane', version: 1, settings: {}, arrays: arraysOf(weights) }),
  fromArtifact: planeFrom,
  async knownAnswer() {
    const { weights } = await fitPlane(points(32), 200, { rng: rngOf(1) })
    const [a = 0, b = 0] = weights['plane/kernel']?.values ?? []
    expect([a, b, weights['plane/bias']?.values[0] ?? 0].map(value => value.toFixed(1))).toEqual(['2.0', '-1.0', '0.5'])
  },
  poisoned(value) {
    const { x, y } = points(8)
    return { x: { x: x.with(5, value), y }, y: { x, y: y.with(2, value) } }
  },
  onlyOne: () => points(1),
  empty: () => points(0),
})
