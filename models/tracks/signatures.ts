// A place for a track of which nothing was heard by the listener: from its tags and its sound alone, without anything to learn from.
//
// Random indexing (Kanerva, Kristoferson, Holst 2000; Achlioptas 2003): every tag has a direction drawn from its own name, and a track is the
// sum of its tags' directions, so that two tracks point the same way as far as they share tags. The sound's summary, each number in
// deviations over the library, is turned into the same space by drawn directions too. With as many dimensions as these, drawn directions
// are nearly at right angles, so that neither part disturbs the other.
import type { TrackColumns } from '../columns.ts'
import { rngOf } from '../rng.ts'

/** What the audio analysis heard of some tracks, by their places. */
export interface LibrarySound {
  readonly track: Int32Array
  readonly size: number
  /** [track.length, size] */
  readonly values: Float32Array
}

/** Choice: what two tracks share by each. A style word tells more of a track than its decade. */
const WEIGHTS = { genre: 1, artist: 0.8, album: 0.5, decade: 0.4 } as const
/** Farther than so many deviations tells no more. */
const FAR = 3

/** Sums of tags' directions [tracks, size]; zeros where there is no tag. Of the tags named alone, where some are. */
export function tagSignatures(
  tracks: TrackColumns,
  size: number,
  only: readonly (keyof typeof WEIGHTS)[] = ['genre', 'artist', 'album', 'decade'],
): Float32Array {
  const out = new Float32Array(tracks.ids.length * size)
  for (const [seed, name] of (['genre', 'artist', 'album', 'decade'] as const).entries()) {
    if (!only.includes(name)) continue
    const weight = WEIGHTS[name]
    const known = new Map<number, Float32Array>()
    const column = name === 'decade' ? decadesOf(tracks) : tracks[name]
    column.forEach((number, track) => {
      // A tag's own id outlives trainings; what has none (an artist that nobody named) is as new each time.
      const id = name === 'decade' ? number : (idsOf(tracks, name)[number] ?? 0)
      if (number < 0 || id <= 0) return
      let direction = known.get(id)
      if (direction === undefined) {
        direction = directionOf(seed * 0x1000193 + id, size)
        known.set(id, direction)
      }
      for (let k = 0; k < size; k++) out[track * size + k] = (out[track * size + k] ?? 0) + weight * (direction[k] ?? 0)
    })
  }
  return out
}

/** Of each track that was heard by the audio analysis its sound in the same space: [tracks, size], zeros elsewhere; of length 1 where it is typical. */
export function soundSignatures(sound: LibrarySound, tracks: number, size: number): Float32Array {
  const out = new Float32Array(tracks * size)
  const rows = standardisedSound(sound)
  const directions = Array.from({ length: sound.size }, (_, feature) => directionOf(-1 - feature, size))
  sound.track.forEach((track, row) => {
    for (let feature = 0; feature < sound.size; feature++) {
      const value = (rows[row * sound.size + feature] ?? 0) / Math.sqrt(sound.size)
      const direction = directions[feature]
      for (let k = 0; k < size; k++)
        out[track * size + k] = (out[track * size + k] ?? 0) + value * (direction?.[k] ?? 0)
    }
  })
  return out
}

/** Each number in deviations over the library, none farther than 3. [rows, size] */
function standardisedSound({ track, size, values }: LibrarySound): Float32Array {
  const count = Math.max(1, track.length)
  const [means, squares] = [new Float64Array(size), new Float64Array(size)]
  for (let at = 0; at < values.length; at++) means[at % size] = (means[at % size] ?? 0) + (values[at] ?? 0) / count
  for (let at = 0; at < values.length; at++)
    squares[at % size] = (squares[at % size] ?? 0) + ((values[at] ?? 0) - (means[at % size] ?? 0)) ** 2 / count
  const deviations = squares.map(square => Math.sqrt(square) || 1)
  return values.map((value, at) => {
    const apart = (value - (means[at % size] ?? 0)) / (deviations[at % size] ?? 1)
    return Math.max(-FAR, Math.min(FAR, apart))
  })
}

/** Number of the decade, from 1; -1 where the year is not known. */
export function decadesOf({ year }: TrackColumns): Int32Array {
  return year.map(each => (each > 0 ? Math.floor(each / 10) : -1))
}

function idsOf(tracks: TrackColumns, name: 'genre' | 'artist' | 'album'): Int32Array {
  return name === 'genre' ? tracks.genreIds : name === 'artist' ? tracks.artistIds : tracks.albumIds
}

function directionOf(seed: number, size: number): Float32Array {
  const rng = rngOf(seed)
  const drawn = Float32Array.from({ length: size }, () => rng.normal())
  const length = Math.hypot(...drawn)
  return drawn.map(value => value / length)
}
