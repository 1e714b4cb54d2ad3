// The library as the scorer looks things up in it: a track by its id, and the tracks of each artist.
// Indices below stay inside their arrays by construction: `as number` says so where the types cannot.
import type { TrackColumns } from '../../../models/columns.ts'

export interface LibraryIndex {
  readonly tracks: TrackColumns
  /** Number of the track with this id of the library; undefined where there is none. */
  numberOf(id: number): number | undefined
  /** Tracks of the library, by number. */
  readonly owned: Int32Array
  /** Those of one artist. */
  ofArtist(artist: number): Int32Array
}

export function libraryIndex(tracks: TrackColumns): LibraryIndex {
  const numbers = new Map<number, number>()
  const starts = new Int32Array(tracks.artists + 1)
  tracks.ids.forEach((id, track) => {
    if (id === 0) return
    numbers.set(id, track)
    const artist = tracks.artist[track] as number
    starts[artist + 1] = (starts[artist + 1] as number) + 1
  })
  for (let artist = 0; artist < tracks.artists; artist++)
    starts[artist + 1] = (starts[artist + 1] as number) + (starts[artist] as number)
  const filled = starts.slice()
  const byArtist = new Int32Array(numbers.size)
  const owned = Int32Array.from(numbers.values())
  for (const track of owned) {
    const artist = tracks.artist[track] as number
    const at = filled[artist] as number
    byArtist[at] = track
    filled[artist] = at + 1
  }
  return {
    tracks,
    numberOf: id => numbers.get(id),
    owned,
    ofArtist: artist => byArtist.subarray(starts[artist] ?? 0, starts[artist + 1] ?? 0),
  }
}
