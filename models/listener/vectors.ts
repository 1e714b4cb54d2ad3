// The tracks' vectors as the listener's models read them: unit length, zeros where a track has none.
import { ModelError } from '../model.ts'

export interface TrackVectors {
  readonly count: number
  readonly size: number
  /** [count, size], each row of length 1, or all zeros: a track that no model has placed. */
  readonly values: Float32Array
  /** 1 where the track has a vector, [count]. */
  readonly known: Uint8Array
}

/** Brings `values` [count, size] to unit length. Throws ModelError 'bad-input' that names the track of a number that is none. */
export function trackVectors(values: Float32Array, size: number): TrackVectors {
  if (size < 1 || values.length % size !== 0)
    throw new ModelError('bad-input', `${values.length} numbers are no table of vectors of ${size}`)
  const count = values.length / size
  const unit = new Float32Array(values.length)
  const known = new Uint8Array(count)
  for (let track = 0; track < count; track++) {
    const row = values.subarray(track * size, (track + 1) * size)
    const length = Math.hypot(...row)
    if (!Number.isFinite(length)) throw new ModelError('bad-input', `the vector of track ${track} holds no number`)
    if (length < 1e-12) continue
    known[track] = 1
    for (let k = 0; k < size; k++) unit[track * size + k] = (row[k] ?? 0) / length
  }
  return { count, size, values: unit, known }
}
