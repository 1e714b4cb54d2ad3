// The track vectors in use, read from their artefact: the ids of the library and a row of numbers for each.
import { decodeArtifact, floatsOf, intsOf } from '../../../models/artifact.ts'

export interface TrackVectors {
  readonly ids: Int32Array
  /** [ids, size], no row of zeros. */
  readonly values: Float32Array
  readonly size: number
}

/** Of tracks of which nothing is known there is no vector: they are left out, as are those that are not owned (id 0). */
export function vectorsOf(bytes: Uint8Array): TrackVectors {
  const artifact = decodeArtifact(bytes)
  const all = intsOf(artifact, 'trackIds', [-1])
  const values = floatsOf(artifact, 'values', [all.length, -1])
  const size = all.length > 0 ? values.length / all.length : 0
  const rows: number[] = []
  for (let row = 0; row < all.length; row++) {
    let square = 0
    for (let k = row * size; k < (row + 1) * size; k++) square += (values[k] ?? 0) ** 2
    if ((all[row] ?? 0) > 0 && square > 0 && Number.isFinite(square)) rows.push(row)
  }
  const kept = new Float32Array(rows.length * size)
  for (const [at, row] of rows.entries()) kept.set(values.subarray(row * size, (row + 1) * size), at * size)
  return { ids: Int32Array.from(rows, row => all[row] ?? 0), values: kept, size }
}

export const placesIn = (ids: Int32Array): ReadonlyMap<number, number> =>
  new Map(Array.from(ids, (id, row) => [id, row]))
