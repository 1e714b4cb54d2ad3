// The vectors in use as the scorer reads them: rows by the library's ids put in order of the columns it holds, each with what it is known by.
import { decodeArtifact } from '../../../models/artifact.ts'
import { evidenceNames, trackVectorsFromArtifact, vectorRowsFor } from '../../../models/tracks/track-vectors.ts'
import type { LibraryIndex } from './library-index.ts'
import type { PlacedVectors } from './similarity.ts'

/** Rows of tracks that came since stay zeros. Throws ModelError 'bad-artifact'. */
export function vectorsFrom(bytes: Uint8Array, index: LibraryIndex): PlacedVectors {
  const vectors = trackVectorsFromArtifact(decodeArtifact(bytes))
  const by = new Map<number, number>()
  vectors.trackIds.forEach((id, row) => {
    by.set(id, vectors.evidence[row] ?? 0)
  })
  return {
    size: vectors.size,
    values: vectorRowsFor(vectors, index.tracks.ids),
    knownBy(track) {
      const name = evidenceNames[by.get(index.tracks.ids[track] ?? 0) ?? 0] ?? 'none'
      return name === 'none' ? null : name
    },
  }
}
