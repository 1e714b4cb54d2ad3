// The light job for a library that nobody has listened to yet: every track placed by its sound and tags, with nothing learned.
import { encodeArtifact } from '../artifact.ts'
import type { Made } from '../evaluation/report.ts'
import { evidenceOf, firstDayVectors, type Shelf, VECTOR_SIZE } from '../tracks/library-vectors.ts'
import { trackVectorsToArtifact } from '../tracks/track-vectors.ts'
import type { Job } from './job.ts'

/** The name of vectors in which no listening is. */
export const FIRST_DAY = 'sound and tags'

export const firstDay: Job<Shelf, Made> = async (shelf, context) => {
  context.onStep('vectors')
  const values = firstDayVectors(shelf)
  await context.breathe?.()
  const evidence = evidenceOf(shelf, new Int32Array(shelf.tracks.ids.length), null)
  return { name: FIRST_DAY, bytes: vectorBytes(shelf, { size: VECTOR_SIZE, evidence }, values), won: true }
}

/** The artefact of the tracks that are in the library. */
export function vectorBytes(
  { tracks }: Shelf,
  { size, evidence }: { readonly size: number; readonly evidence: Uint8Array },
  values: Float32Array,
): Uint8Array {
  const owned = Array.from(tracks.ids.keys()).filter(row => tracks.ids[row] !== 0)
  const rows = new Float32Array(owned.length * size)
  owned.forEach((row, at) => {
    rows.set(values.subarray(row * size, (row + 1) * size), at * size)
  })
  return encodeArtifact(
    trackVectorsToArtifact({
      size,
      trackIds: Int32Array.from(owned, row => tracks.ids[row] ?? 0),
      values: rows,
      evidence: Uint8Array.from(owned, row => evidence[row] ?? 0),
    }),
  )
}
