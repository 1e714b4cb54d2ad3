// How both SAT networks are trained: cross-entropy, and the order inside a session, from the logistic regression on; weights averaged.
import type { Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { type FitContext, ModelError, stepDone } from '../model.ts'
import { type Rng, shuffled } from '../rng.ts'
import { binaryCrossEntropy, maskedMean } from '../tensors/losses.ts'
import { warmupCosine } from '../tensors/schedule.ts'
import { trainerOf } from '../tensors/trainer.ts'
import { type Tensors, toTensors, type Weights } from '../tensors/weights.ts'
import { fitLogisticRegression } from '../yardsticks/logistic-regression.ts'
import { OUTCOMES, RELATIONS, type SetBatch } from './sat-windows.ts'
import type { SetTensors } from './set-transformer.ts'

export interface SatNetwork {
  weights(rng: Rng, features: number): Weights
  /** [count asked, inputs] of the plain part, that starts as a logistic regression. */
  inputs(weights: Tensors, set: SetTensors): Tensor
  logits(weights: Tensors, set: SetTensors, rate: number, rng: Rng | null): Tensor
}

export interface SatTraining {
  readonly epochs: number
  readonly learningRate: number
  readonly weightDecay: number
  readonly dropout: number
  /** Weight of the order inside a session beside the cross-entropy. */
  readonly pairWeight: number
  /** Share of the steps at the end whose weights are averaged. */
  readonly averaged: number
}

export interface Scaling {
  readonly means: Float32Array
  readonly scales: Float32Array
}

const FAR = 5

/** Mean and deviation of each feature of rows `from` to `to` - 1 of [rows, width]. */
export function scalingOf(values: Float32Array, width: number, from: number, to: number): Scaling {
  const [sums, squares] = [new Float64Array(width), new Float64Array(width)]
  for (let at = from * width; at < to * width; at++) {
    const value = values[at] ?? 0
    sums[at % width] = (sums[at % width] ?? 0) + value
    squares[at % width] = (squares[at % width] ?? 0) + value * value
  }
  const count = Math.max(1, to - from)
  return {
    means: Float32Array.from(sums, sum => sum / count),
    scales: Float32Array.from(squares, (square, k) => {
      const variance = square / count - ((sums[k] ?? 0) / count) ** 2
      return variance < 1e-6 ? 1 : Math.sqrt(variance)
    }),
  }
}

/** [rows, width] in deviations from the mean, none farther than 5. */
export function scaled(values: Float32Array, { means, scales }: Scaling): Float32Array {
  const width = means.length
  const out = new Float32Array(values.length)
  for (let at = 0; at < values.length; at++) {
    const k = at % width
    const value = ((values[at] ?? 0) - (means[k] ?? 0)) / (scales[k] ?? 1)
    out[at] = Math.max(-FAR, Math.min(FAR, value))
  }
  return out
}

/** Windows as sets, on the backend in use; the caller tidies. */
export function setTensors(batch: SetBatch): SetTensors {
  const { count, length } = batch
  const rows = count * length
  const features = tf.tensor2d(batch.features, [rows, batch.features.length / rows])
  const looks = {
    allowed: tf.tensor3d(batch.allowed, [count, length, length]),
    relations: tf.tensor2d(batch.relations, [rows * length, RELATIONS]),
  }
  return {
    count,
    heard: length,
    asked: length,
    heardFeatures: features,
    askedFeatures: features,
    outcomes: tf.tensor2d(batch.outcomes, [rows, OUTCOMES]),
    heardLooks: looks,
    askedLooks: looks,
  }
}

/** Batches hold scaled features. */
export async function trainSat(
  network: SatNetwork,
  batches: readonly SetBatch[],
  options: SatTraining,
  context: FitContext,
): Promise<Weights> {
  const width = (batches[0]?.features.length ?? 0) / Math.max(1, (batches[0]?.count ?? 0) * (batches[0]?.length ?? 0))
  const rng = context.rng
  const begun = network.weights(rng.fork(), width)
  const plain = await logisticOf(network, begun, batches, context)
  const weights: Weights = {
    ...begun,
    'wide/kernel': { shape: [plain.width, 1], values: plain.coefficients },
    'logit/bias': { shape: [1], values: Float32Array.of(plain.intercept) },
    'logit/kernel': {
      shape: begun['logit/kernel']?.shape ?? [],
      values: (begun['logit/kernel']?.values ?? new Float32Array()).map(value => value * 0.1),
    },
  }
  const trainer = trainerOf(weights, {
    learningRate: options.learningRate,
    clipNorm: 1,
    weightDecay: options.weightDecay,
  })
  const draws = rng.fork()
  const steps = options.epochs * batches.length
  const sums = new Map<string, Float64Array>()
  let [step, summed] = [0, 0]
  try {
    for (let epoch = 0; epoch < options.epochs; epoch++) {
      for (const batch of shuffled(batches, draws)) {
        trainer.scale(warmupCosine(step, steps, Math.max(5, steps * 0.05)))
        const { loss } = await trainer.step(tensors => {
          const set = setTensors(batch)
          const logits = network.logits(tensors, set, options.dropout, draws)
          return satLoss(logits, batch, options.pairWeight)
        })
        step++
        if (step > steps * (1 - options.averaged) && (step % 4 === 0 || step === steps)) {
          for (const [name, { values }] of Object.entries(await trainer.weights())) {
            const sum = sums.get(name) ?? new Float64Array(values.length)
            values.forEach((value, at) => {
              sum[at] = (sum[at] ?? 0) + value
            })
            sums.set(name, sum)
          }
          summed++
        }
        await stepDone(context, step / steps, loss)
      }
    }
    return Object.fromEntries(
      Object.entries(weights).map(([name, { shape }]) => [
        name,
        { shape, values: Float32Array.from(sums.get(name) ?? [], sum => sum / summed) },
      ]),
    )
  } finally {
    trainer.dispose()
  }
}

function satLoss(logits: Tensor, batch: SetBatch, pairWeight: number): Tensor {
  const { count, length } = batch
  const counted = tf.tensor2d(batch.counted, [count, length])
  const each = binaryCrossEntropy(logits, tf.tensor2d(batch.labels, [count, length]))
  const plain = maskedMean(each, counted)
  if (pairWeight === 0) return plain
  const apart = tf.sub(tf.reshape(logits, [count, length, 1]), tf.reshape(logits, [count, 1, length]))
  const order = binaryCrossEntropy(apart, tf.ones(apart.shape))
  const ordered = tf.div(
    tf.sum(tf.mul(order, tf.tensor3d(batch.pairs, [count, length, length]))),
    tf.add(tf.sum(counted), 1e-9),
  )
  return tf.add(plain, tf.mul(ordered, pairWeight))
}

/** Where the networks begin: their plain part alone. */
async function logisticOf(network: SatNetwork, begun: Weights, batches: readonly SetBatch[], context: FitContext) {
  const rows: Float32Array[] = []
  const labels: number[] = []
  const tensors = toTensors(begun)
  try {
    for (const batch of batches) {
      const answer = tf.tidy(() => network.inputs(tensors, setTensors(batch)))
      const width = answer.shape[1] ?? 0
      const inputs = await answer.data()
      answer.dispose()
      batch.counted.forEach((isCounted, at) => {
        if (isCounted === 0) return
        rows.push(Float32Array.from(inputs.subarray(at * width, (at + 1) * width)))
        labels.push(batch.labels[at] ?? 0)
      })
    }
  } finally {
    tf.dispose(tensors)
  }
  const width = rows[0]?.length ?? 0
  if (width === 0) throw new ModelError('no-examples', 'no play of the history says whether it was stayed with')
  const values = new Float32Array(rows.length * width)
  rows.forEach((row, index) => {
    values.set(row, index * width)
  })
  return fitLogisticRegression(
    { values, width, labels },
    { l2: 20, iterations: 4 },
    { ...context, onProgress: () => {} },
  )
}

/** Logits of all scored plays of the batches, by play; NaN where there is none. */
export async function satLogits(
  network: SatNetwork,
  weights: Weights,
  batches: readonly SetBatch[],
  plays: number,
): Promise<Float32Array> {
  const out = new Float32Array(plays).fill(Number.NaN)
  const tensors = toTensors(weights)
  try {
    for (const batch of batches) {
      const answer = tf.tidy(() => network.logits(tensors, setTensors(batch), 0, null))
      const logits = await answer.data()
      answer.dispose()
      batch.counted.forEach((isCounted, at) => {
        if (isCounted === 1) out[batch.plays[at] ?? 0] = logits[at] ?? Number.NaN
      })
    }
    return out
  } finally {
    tf.dispose(tensors)
  }
}
