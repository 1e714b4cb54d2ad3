// The part of a large library that a listener's next track may come from, so that a hundred thousand tracks cost what the heard ones cost.
import type { History } from '../history.ts'

export interface Part {
  /** Tracks have other numbers in it; artists, albums and plays are the same. */
  readonly history: History
  /** Number in the whole of each of its tracks. */
  readonly rows: Int32Array
}

/** Smaller libraries are taken whole. */
const LARGE = 12_000
/** Tracks never heard, of artists never heard, one in so many. */
const STRANGERS = 20

/** All tracks of every artist and album that was heard, and a few strangers. */
export function partLibrary(whole: History): Part {
  if (whole.tracks <= LARGE)
    return { history: whole, rows: Int32Array.from({ length: whole.tracks }, (_, track) => track) }
  const [artists, albums] = [new Uint8Array(whole.artists), new Uint8Array(whole.albums)]
  for (const { artist, album } of whole.plays) {
    artists[artist] = 1
    if (album >= 0) albums[album] = 1
  }
  const rows: number[] = []
  for (let track = 0; track < whole.tracks; track++) {
    const [artist, album] = [whole.artistOf[track] ?? 0, whole.albumOf[track] ?? -1]
    if (artists[artist] === 1 || albums[album] === 1 || track % STRANGERS === 0) rows.push(track)
  }
  const numbers = new Int32Array(whole.tracks).fill(-1)
  rows.forEach((row, number) => {
    numbers[row] = number
  })
  return {
    rows: Int32Array.from(rows),
    history: {
      ...whole,
      tracks: rows.length,
      artistOf: Int32Array.from(rows, row => whole.artistOf[row] ?? 0),
      albumOf: Int32Array.from(rows, row => whole.albumOf[row] ?? -1),
      // A track that was heard is by an artist that was heard.
      plays: whole.plays.map(play => ({ ...play, track: numbers[play.track] ?? 0 })),
    },
  }
}

/** Its rows of a table [tracks, size] of the whole. */
export function rowsOf({ rows }: Part, values: Float32Array, size: number): Float32Array {
  if (rows.length * size === values.length) return values
  const out = new Float32Array(rows.length * size)
  rows.forEach((row, place) => {
    out.set(values.subarray(row * size, (row + 1) * size), place * size)
  })
  return out
}
