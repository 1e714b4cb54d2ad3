// How alike two tracks are: by their vectors where there are any, by what the audio analysis heard, and by their tags.
// Indices below stay inside their arrays by construction: `as number` says so where the types cannot.
import type { TrackColumns } from '../../../models/columns.ts'
import { dot, unitRows } from '../../../models/tracks/vectors.ts'
import type { SimilarityKind } from './protocol.ts'

export interface Vectors {
  readonly size: number
  /** [tracks, size]; unit rows, zeros where nothing is known. */
  readonly values: Float32Array
}

export interface PlacedVectors extends Vectors {
  /** What tells where a track lies; null: nothing. */
  knownBy(track: number): SimilarityKind | null
}

export interface Similarity {
  /** 0..1 */
  of(a: number, b: number): number
  /** What it goes by for these two: for a track that was never played, what places it. */
  by(a: number, b: number): SimilarityKind
}

/** Shares of tags in similarity: 1 together. */
const TAG = { artist: 0.35, album: 0.1, genre: 0.4, years: 0.15 } as const
/** Years apart at which the share of years is gone. */
const YEARS = 15

export function tagSimilarity({ artist, album, genre, year }: TrackColumns): (a: number, b: number) => number {
  return (a, b) => {
    let sum = 0
    if (artist[a] === artist[b]) sum += TAG.artist
    if (album[a] !== -1 && album[a] === album[b]) sum += TAG.album
    if (genre[a] !== -1 && genre[a] === genre[b]) sum += TAG.genre
    const [from, to] = [year[a] as number, year[b] as number]
    if (from > 0 && to > 0) sum += TAG.years * Math.max(0, 1 - Math.abs(from - to) / YEARS)
    return sum
  }
}

/** `placed`: vectors of the model in use; `sound`: what the audio analysis heard, as rows that can be compared. */
export function similarityOf(tracks: TrackColumns, placed: PlacedVectors | null, sound: Vectors | null): Similarity {
  const tags = tagSimilarity(tracks)
  const knows = (vectors: Vectors | null, track: number): vectors is Vectors => {
    if (vectors === null) return false
    for (let k = track * vectors.size; k < (track + 1) * vectors.size; k++) if (vectors.values[k] !== 0) return true
    return false
  }
  const cosine = ({ values, size }: Vectors, a: number, b: number) =>
    Math.max(0, dot(values, a * size, values, b * size, size))
  return {
    of(a, b) {
      if (placed !== null && knows(placed, a) && knows(placed, b)) return cosine(placed, a, b)
      if (knows(sound, a) && knows(sound, b)) return 0.5 * (cosine(sound, a, b) + tags(a, b))
      return tags(a, b)
    },
    by(a, b) {
      if (placed !== null && knows(placed, a) && knows(placed, b)) return placed.knownBy(a) ?? 'tags'
      return knows(sound, a) && knows(sound, b) ? 'sound' : 'tags'
    },
  }
}

/** What the audio analysis heard as unit rows: each number less its mean over the library and by its spread. Null where too few were heard. */
export function soundVectors(count: number, heard: ReadonlyMap<number, Float32Array>, least: number): Vectors | null {
  const size = heard.values().next().value?.length ?? 0
  if (heard.size < least || size === 0) return null
  const rows = [...heard].filter(([, row]) => row.length === size && row.every(Number.isFinite))
  const values = new Float32Array(count * size)
  for (let k = 0; k < size; k++) {
    let sum = 0
    let squares = 0
    for (const [, row] of rows) {
      sum += row[k] as number
      squares += (row[k] as number) ** 2
    }
    const mean = sum / rows.length
    const spread = Math.sqrt(Math.max(1e-12, squares / rows.length - mean * mean))
    for (const [track, row] of rows) values[track * size + k] = ((row[k] as number) - mean) / spread
  }
  return { size, values: unitRows(values, size) }
}
