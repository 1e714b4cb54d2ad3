// The trained vectors as the scorer reads them: rows by the library's ids put in order of the columns it holds.
import { decodeArtifact, floatsOf, intsOf } from '../../../../models/artifact.ts'
import { ModelError } from '../../../../models/model.ts'
import { unitRows } from '../../../../models/tracks/vectors.ts'
import type { LibraryIndex } from './library-index.ts'
import type { Vectors } from './likeness.ts'

/** Rows of tracks that came since stay zeros. Throws ModelError 'bad-artifact'. */
export function vectorsFrom(bytes: Uint8Array, index: LibraryIndex): Vectors {
  const artifact = decodeArtifact(bytes)
  const ids = intsOf(artifact, 'ids', [-1])
  const size = artifact.arrays['vectors']?.shape[1]
  if (size === undefined) throw new ModelError('bad-artifact', 'the artefact of the vectors says not how long they are')
  const rows = floatsOf(artifact, 'vectors', [ids.length, size])
  const values = new Float32Array(index.tracks.ids.length * size)
  ids.forEach((id, row) => {
    const track = index.numberOf(id)
    if (track !== undefined) values.set(rows.subarray(row * size, (row + 1) * size), track * size)
  })
  return { size, values: unitRows(values, size) }
}
