// What a session model says: the vector of a session so far, and the scores of the whole catalogue after it.
import type { Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { checkTrack, prefixBatch } from '../../session/sequences.ts'
import { atSteps } from '../../tensors/layers.ts'
import { toTensors } from '../../tensors/weights.ts'
import { type SessionModel, sessionVectors, stepsOf } from './session-model.ts'

/** Prefixes that go through the network at once. */
const TOGETHER = 256

/**
 * e_seq of each beginning of a session (its tracks in order, true positives only): [prefixes, size], row by row. Of an empty one
 * zeros. Throws ModelError 'bad-input' on a track outside the catalogue.
 */
export async function sessionStates(
  model: SessionModel,
  prefixes: readonly (readonly number[])[],
): Promise<Float32Array> {
  prefixes.forEach((prefix, at) => {
    for (const track of prefix) checkTrack(track, model.tracks, at)
  })
  const { size } = model.options
  const out = new Float32Array(prefixes.length * size)
  if (prefixes.length === 0) return out
  const weights = toTensors(model.weights)
  try {
    for (let from = 0; from < prefixes.length; from += TOGETHER) {
      const some = prefixes.slice(from, from + TOGETHER)
      const states = tf.tidy(() => statesOf(model, weights, some))
      const values = await states.data()
      states.dispose()
      some.forEach((prefix, row) => {
        if (prefix.length > 0)
          out.set(Float32Array.from(values.slice(row * size, (row + 1) * size)), (from + row) * size)
      })
    }
  } finally {
    tf.dispose(weights)
  }
  return out
}

function statesOf(
  model: SessionModel,
  weights: ReturnType<typeof toTensors>,
  prefixes: readonly (readonly number[])[],
): Tensor {
  const { size } = model.options
  const played = prefixBatch(prefixes, stepsOf(model.options))
  const x = new Float32Array(played.tracks.length * size)
  played.tracks.forEach((track, place) => {
    if (track >= 0) x.set(model.vectors.subarray(track * size, (track + 1) * size), place * size)
  })
  const vectors = tf.tensor(x, [played.batch, played.steps, size])
  const states = sessionVectors(weights, model.options, vectors, played, null)
  const last = prefixes.map(({ length }) => Math.max(0, Math.min(length, played.steps) - 1))
  return atSteps(states, tf.tensor(Int32Array.from(last), [last.length], 'int32'))
}

/** e_seq . e_i for every track, divided by the temperature where there is one: [tracks]. Of an empty session all 0. */
export async function sessionScores(model: SessionModel, prefix: readonly number[]): Promise<Float32Array> {
  return scoresOf(model, await sessionStates(model, [prefix]))
}

/** The same for one state [size] of `sessionStates`. */
export function scoresOf(model: SessionModel, state: Float32Array): Float32Array {
  const { vectors, tracks } = model
  const { size, temperature } = model.options
  const scores = new Float32Array(tracks)
  const scale = 1 / (temperature ?? 1)
  for (let track = 0; track < tracks; track++) {
    let sum = 0
    const from = track * size
    // Both arrays are filled as far as the loops go.
    for (let at = 0; at < size; at++) sum += (vectors[from + at] as number) * (state[at] as number)
    scores[track] = sum * scale
  }
  return scores
}
