// Weights of a network as plain arrays, their seeded beginnings, and their way to a backend's tensors and back.
import type { Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import type { Artifact, ArtifactArray } from '../artifact.ts'
import { floatsOf } from '../artifact.ts'
import type { Rng } from '../rng.ts'

export interface Weight {
  readonly shape: readonly number[]
  readonly values: Float32Array
}
/** By name: 'encoder/dense1/kernel'. */
export type Weights = { readonly [name: string]: Weight }
/** The same on the backend that is in use. */
export type Tensors = { readonly [name: string]: Tensor }

/** Uniform within sqrt(6 / (in + out)) (Glorot, Bengio 2010): `[inputs, outputs]`. */
export function glorot(rng: Rng, inputs: number, outputs: number): Weight {
  const bound = Math.sqrt(6 / (inputs + outputs))
  return {
    shape: [inputs, outputs],
    values: Float32Array.from({ length: inputs * outputs }, () => (2 * rng.next() - 1) * bound),
  }
}

export function filled(shape: readonly number[], value: number): Weight {
  return { shape, values: new Float32Array(shape.reduce((product, length) => product * length, 1)).fill(value) }
}

/** The parts of one layer under its name: 'encoder/dense1' and 'kernel' to 'encoder/dense1/kernel'. */
export const named = (name: string, parts: Weights): Weights =>
  Object.fromEntries(Object.entries(parts).map(([part, weight]) => [`${name}/${part}`, weight]))

/** The weight of that name, or an error that says which one is missing. */
export function weightOf(tensors: Tensors, name: string): Tensor {
  const found = tensors[name]
  if (found === undefined) throw new Error(`the network has no weight “${name}”`)
  return found
}

/** Onto the backend in use; the caller disposes them with `tf.dispose`. */
export function toTensors(weights: Weights): Tensors {
  return Object.fromEntries(
    Object.entries(weights).map(([name, { shape, values }]) => [name, tf.tensor(values, [...shape], 'float32')]),
  )
}

/** Prefixed, so that several networks' weights lie in one artefact. */
export function arraysOf(weights: Weights): { [name: string]: ArtifactArray } {
  return { ...weights }
}

/** Reads back those of `like`, with their shapes; throws ModelError 'bad-artifact' when one is missing or of another shape. */
export function weightsFrom(artifact: Artifact, like: Weights): Weights {
  return Object.fromEntries(
    Object.entries(like).map(([name, { shape }]) => [name, { shape, values: floatsOf(artifact, name, shape) }]),
  )
}
