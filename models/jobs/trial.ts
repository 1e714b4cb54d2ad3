// A short measured trial: some steps of training of a small network like ours, milliseconds a step.
import * as tf from '@tensorflow/tfjs-core'
import { checkCancelled } from '../model.ts'
import { rngOf } from '../rng.ts'
import { dense, denseWeights, gru, gruWeights } from '../tensors/layers.ts'
import { trainerOf } from '../tensors/trainer.ts'
import type { Job } from './job.ts'

const [BATCH, TIME, INPUTS, UNITS, OUTPUTS] = [32, 6, 32, 64, 128]
const FAR_LONGER = 4

export interface TrialInput {
  /** Measured steps at most, after one that warms up. */
  readonly steps: number
  /** No step begins after so long. */
  readonly limitMs: number
  /** The best so far: one step is enough of a backend that takes far longer. */
  readonly bestMs: number
}

export interface TrialOutput {
  /** Of the middle step; null when not even the one that warms up ended within the limit. */
  readonly msPerStep: number | null
  /** Of each step, the first included: the same on every backend to about 1e-3. */
  readonly losses: Float32Array
}

/** On the backend in use. Throws what a step throws. */
export const trial: Job<TrialInput, TrialOutput> = async ({ steps, limitMs, bestMs }, context) => {
  const { now } = context
  const rng = rngOf(1)
  const random = (...shape: number[]) =>
    tf.tensor(
      Float32Array.from({ length: shape.reduce((product, length) => product * length, 1) }, () => rng.normal()),
      shape,
    )
  const trainer = trainerOf(
    { ...gruWeights(rng, 'gru', INPUTS, UNITS), ...denseWeights(rng, 'out', TIME * UNITS, OUTPUTS) },
    { learningRate: 1e-3 },
  )
  const [x, y] = [random(BATCH, TIME, INPUTS), random(BATCH, OUTPUTS)]
  try {
    const began = now()
    const losses: number[] = []
    const took: number[] = []
    const done = () => ({
      msPerStep: took.toSorted((a, b) => a - b)[took.length >> 1] ?? null,
      losses: Float32Array.from(losses),
    })
    for (let step = 0; step <= steps; step++) {
      const from = now()
      const { loss } = await trainer.step(weights => {
        const states = tf.reshape(gru(weights, 'gru', x), [BATCH, TIME * UNITS])
        return tf.mean(tf.square(tf.sub(dense(weights, 'out', states), y)))
      })
      losses.push(loss)
      if (step > 0) took.push(now() - from)
      if (now() - began > limitMs || (took[0] ?? 0) > FAR_LONGER * bestMs) break
      context.onProgress?.({ share: (step + 1) / (steps + 1), loss })
      await context.breathe?.()
      checkCancelled(context)
    }
    return done()
  } finally {
    trainer.dispose()
    tf.dispose([x, y])
  }
}
