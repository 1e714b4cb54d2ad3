// The tracks' vectors as the listener's models read them: unit length, zeros where a track has none.
import { ModelError } from '../../model.ts'
import { dot, unitRows } from '../../tracks/vectors.ts'

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
  const known = new Uint8Array(count)
  for (let track = 0; track < count; track++) {
    const length = Math.sqrt(dot(values, track * size, values, track * size, size))
    if (!Number.isFinite(length))
      throw new ModelError('bad-input', `the vector of track ${track} holds what is no number`)
    known[track] = length > 0 ? 1 : 0
  }
  return { count, size, values: unitRows(values, size), known }
}
