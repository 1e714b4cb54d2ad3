// Where each track of a library lies: unit vectors with the evidence behind each, packed for keeping.
import { type Artifact, expectArtifact, intsOf } from '../artifact.ts'
import { ModelError } from '../model.ts'
import { unitRows } from './vectors.ts'

/** What the best evidence for a track's place is, by its number in `LibraryVectors.evidence`. */
export const evidenceNames = ['none', 'tags', 'sound', 'listening'] as const
export type EvidenceName = (typeof evidenceNames)[number]

export interface LibraryVectors {
  readonly size: number
  /** The library's ids, [n]. */
  readonly trackIds: Int32Array
  /** [n, size]: rows of length 1; zeros where nothing at all is known. */
  readonly values: Float32Array
  /** [n]: index into `evidenceNames`. */
  readonly evidence: Uint8Array
}

const KIND = 'track-vectors'
const VERSION = 1
const STEPS = 127

/**
 * A byte a number, four bytes in a word, each row by the largest of its numbers: a hundred thousand tracks take megabytes instead of tens.
 * Products of two rows move by less than a hundredth. `size` is a multiple of four.
 */
export function trackVectorsToArtifact({ size, trackIds, values, evidence }: LibraryVectors): Artifact {
  const count = trackIds.length
  if (size % 4 !== 0 || values.length !== count * size || evidence.length !== count)
    throw new ModelError(
      'bad-input',
      `${values.length} numbers in rows of ${size} do not give ${count} tracks a row each`,
    )
  const bad = values.findIndex(value => !Number.isFinite(value))
  if (bad >= 0)
    throw new ModelError('bad-input', `the vector of track ${trackIds[Math.floor(bad / size)]} holds no number`)
  const packed = new Int8Array(count * size)
  for (let at = 0; at < values.length; at += size) {
    let most = 0
    for (let k = at; k < at + size; k++) most = Math.max(most, Math.abs(values[k] as number)) // inside, as below
    if (most > 0) for (let k = at; k < at + size; k++) packed[k] = Math.round(((values[k] as number) / most) * STEPS)
  }
  return {
    kind: KIND,
    version: VERSION,
    settings: { size },
    arrays: {
      trackIds: { shape: [count], values: trackIds },
      packed: { shape: [count, size / 4], values: new Int32Array(packed.buffer) },
      evidence: { shape: [count], values: Int32Array.from(evidence) },
    },
  }
}

/** Throws ModelError 'bad-artifact'. */
export function trackVectorsFromArtifact(artifact: Artifact): LibraryVectors {
  expectArtifact(artifact, KIND, VERSION)
  const { size } = artifact.settings
  if (typeof size !== 'number' || !(size > 0) || size % 4 !== 0)
    throw new ModelError('bad-artifact', `the artefact of “${KIND}” says that its rows are ${size} long`)
  const trackIds = intsOf(artifact, 'trackIds', [-1])
  const words = intsOf(artifact, 'packed', [trackIds.length, size / 4])
  const evidence = Uint8Array.from(intsOf(artifact, 'evidence', [trackIds.length]))
  const packed = new Int8Array(words.buffer, words.byteOffset, words.byteLength)
  return { size, trackIds, values: unitRows(Float32Array.from(packed), size), evidence }
}

/** The rows for other numbers of tracks: `ids` [m] to [m, size], zeros where a track has none (0 is no track). */
export function vectorRowsFor(vectors: LibraryVectors, ids: Int32Array): Float32Array {
  const { size, trackIds, values } = vectors
  const rowOf = new Map<number, number>()
  trackIds.forEach((id, row) => {
    rowOf.set(id, row)
  })
  const out = new Float32Array(ids.length * size)
  ids.forEach((id, place) => {
    const row = id === 0 ? undefined : rowOf.get(id)
    if (row !== undefined) out.set(values.subarray(row * size, (row + 1) * size), place * size)
  })
  return out
}
