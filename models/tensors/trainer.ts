// Adam over a network's weights and over rows looked up from larger tables, one step at a time (Kingma, Ba 2015).
import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { ModelError } from '../model.ts'
import { registerGradients } from './gradients.ts'
import type { Tensors, Weights } from './weights.ts'

interface NamedTensor {
  readonly name: string
  readonly tensor: Tensor
}

export interface TrainerOptions {
  readonly learningRate: number
  /** Gradients longer than this, all weights together, are shortened to it. */
  readonly clipNorm?: number
  /** Decoupled (AdamW, Loshchilov, Hutter 2019), per step times the learning rate; on kernels only. */
  readonly weightDecay?: number
}

export interface Step {
  readonly loss: number
  /** Gradients of the loss by the rows handed in, in their order of names. */
  readonly rows: { readonly [name: string]: Float32Array }
}

export interface Trainer {
  /**
   * One step. `loss` is a scalar of the weights, of `rows` (looked-up vectors that want gradients, e.g. from an EmbeddingTable)
   * and of constants it closes over; tensors made inside are disposed. Throws ModelError 'diverged' on a loss that is no number.
   */
  step(loss: (weights: Tensors, rows: Tensors) => Tensor, rows?: Weights): Promise<Step>
  /** The factor of the schedule: multiplies the learning rate from the next step on. */
  scale(factor: number): void
  /** The weights on the backend, for predictions between steps; disposed with the trainer. */
  readonly tensors: Tensors
  weights(): Promise<Weights>
  dispose(): void
}

/** Puts the weights on the backend in use. The caller disposes the trainer. */
export function trainerOf(weights: Weights, options: TrainerOptions): Trainer {
  registerGradients()
  const variables: Record<string, Variable> = Object.fromEntries(
    Object.entries(weights).map(([name, { shape, values }]) => [
      name,
      tf.tidy(() => tf.variable(tf.tensor(values, [...shape]), true)),
    ]),
  )
  const list = Object.values(variables)
  // Named, since tfjs takes its own from the backend: on WebGL another one, and another training.
  const optimizer = tf.train.adam(options.learningRate, 0.9, 0.999, 1e-7)
  let scaled = options.learningRate

  function decayed(): void {
    const decay = (options.weightDecay ?? 0) * scaled
    if (decay === 0) return
    for (const [name, variable] of Object.entries(variables)) {
      if (name.endsWith('kernel') || name.endsWith('recurrent'))
        tf.tidy(() => variable.assign(tf.mul(variable, 1 - decay)))
    }
  }

  return {
    tensors: variables,
    scale(factor) {
      scaled = options.learningRate * factor
      Reflect.set(optimizer, 'learningRate', scaled) // tfjs reads it at every step, yet types it as protected
    },
    async step(loss, rows = {}) {
      const extra = Object.entries(rows).map(
        ([name, { shape, values }]) => [name, tf.tidy(() => tf.variable(tf.tensor(values, [...shape]), true))] as const,
      )
      const rowTensors: Tensors = Object.fromEntries(extra)
      let made: { readonly value: Scalar; readonly grads: { readonly [name: string]: Tensor } } | null = null
      try {
        made = tf.variableGrads(
          () => tf.squeeze(loss(variables, rowTensors)) as Scalar,
          [...list, ...extra.map(([, variable]) => variable)],
        )
        const { value, grads } = made
        const lossValue = (await value.data())[0] ?? Number.NaN
        if (!Number.isFinite(lossValue))
          throw new ModelError('diverged', `the loss became ${lossValue}: lower the learning rate`)
        const rowGrads: Record<string, Float32Array> = {}
        for (const [name, variable] of extra) {
          const gradient = grads[variable.name]
          if (gradient) rowGrads[name] = Float32Array.from(await gradient.data())
        }
        const own = list.flatMap(({ name }) => {
          const tensor = grads[name]
          return tensor ? [{ name, tensor }] : []
        })
        tf.tidy(() => optimizer.applyGradients(clipped(own, options.clipNorm)))
        decayed()
        return { loss: lossValue, rows: rowGrads }
      } finally {
        tf.dispose(made === null ? [] : [made.value, ...Object.values(made.grads)])
        for (const [, variable] of extra) variable.dispose()
      }
    },
    async weights() {
      const out: Record<string, { shape: readonly number[]; values: Float32Array }> = {}
      for (const [name, variable] of Object.entries(variables)) {
        out[name] = { shape: variable.shape, values: Float32Array.from(await variable.data()) }
      }
      return out
    },
    dispose() {
      optimizer.dispose()
      for (const variable of list) variable.dispose()
    },
  }
}

function clipped(grads: NamedTensor[], clipNorm: number | undefined): NamedTensor[] {
  if (clipNorm === undefined) return grads
  // One after the other: addN of more than seven tensors wants more buffers than WebGPU promises, and silently gives zero there.
  const squares = grads.map(({ tensor }) => tf.sum(tf.square(tensor)))
  const norm = tf.sqrt(squares.reduce<Tensor>((sum, square) => tf.add(sum, square), tf.scalar(0)))
  const factor = tf.div(clipNorm, tf.maximum(norm, clipNorm))
  return grads.map(({ name, tensor }) => ({ name, tensor: tf.mul(tensor, factor) }))
}
