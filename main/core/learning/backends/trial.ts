// A short measured trial: some steps of training of a small network like ours, milliseconds a step.
import * as tf from '@tensorflow/tfjs-core'
import { rngOf } from '../../../../models/rng.ts'
import { dense, denseWeights, gru, gruWeights } from '../../../../models/tensors/layers.ts'
import { trainerOf } from '../../../../models/tensors/trainer.ts'

const [BATCH, TIME, INPUTS, UNITS, OUTPUTS] = [32, 6, 32, 64, 128]
const STEPS = 5
const FAR_LONGER = 4

/**
 * Milliseconds of the middle step on the backend in use, of up to five after one that warms up; null when not even that one ended
 * within `limitMs`. One step is enough of a backend that takes far longer than `bestMs`, the best so far. Throws what a step throws.
 */
export async function trialMs(now: () => number, limitMs: number, bestMs: number): Promise<number | null> {
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
    const took: number[] = []
    for (let step = 0; step <= STEPS; step++) {
      const from = now()
      await trainer.step(weights => {
        const states = tf.reshape(gru(weights, 'gru', x), [BATCH, TIME * UNITS])
        return tf.mean(tf.square(tf.sub(dense(weights, 'out', states), y)))
      })
      if (step > 0) took.push(now() - from)
      else if (now() - began > limitMs) return null
      if (now() - began > limitMs || (took[0] ?? 0) > FAR_LONGER * bestMs) break
    }
    took.sort((a, b) => a - b)
    return took[took.length >> 1] ?? null
  } finally {
    trainer.dispose()
    tf.dispose([x, y])
  }
}
