// The track vectors in use, read from their artefact: the ids of the library and a row of numbers for each.
import { decodeArtifact } from '../../../models/artifact.ts'
import { trackVectorsFromArtifact } from '../../../models/tracks/track-vectors.ts'

export interface TrackVectors {
  readonly ids: Int32Array
  /** [ids, size], no row of zeros. */
  readonly values: Float32Array
  readonly size: number
}

/** Tracks of which nothing is known have no vector and are left out. */
export function vectorsOf(bytes: Uint8Array): TrackVectors {
  const { trackIds, values, size } = trackVectorsFromArtifact(decodeArtifact(bytes))
  const rows: number[] = []
  for (let row = 0; row < trackIds.length; row++)
    if (values.subarray(row * size, (row + 1) * size).some(value => value !== 0)) rows.push(row)
  const kept = new Float32Array(rows.length * size)
  for (const [at, row] of rows.entries()) kept.set(values.subarray(row * size, (row + 1) * size), at * size)
  return { ids: Int32Array.from(rows, row => trackIds[row] ?? 0), values: kept, size }
}

export const placesIn = (ids: Int32Array): ReadonlyMap<number, number> =>
  new Map(Array.from(ids, (id, row) => [id, row]))
