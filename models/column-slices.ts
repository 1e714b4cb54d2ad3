// Columns that came in slices, put together again: numbers of a later slice go on from those of the earlier ones.
import { type PlayColumns, playColumnNames, type TrackColumns } from './columns.ts'

/** No library at all. */
export const noTracks: TrackColumns = {
  ids: new Int32Array(),
  artist: new Int32Array(),
  artists: 0,
  album: new Int32Array(),
  albums: 0,
  genre: new Int32Array(),
  genres: 0,
  folder: new Int32Array(),
  folders: 0,
  year: new Int32Array(),
  durationMs: new Float64Array(),
  addedAt: new Float64Array(),
  artistIds: new Int32Array(),
  albumIds: new Int32Array(),
  genreIds: new Int32Array(),
  folderIds: new Int32Array(),
}

/**
 * One table of the slices of a library, in their order. In a slice the numbers are those of the whole, the counts what was met up to its end,
 * and the lists of ids hold what is new in it.
 */
export function joinTracks(slices: readonly TrackColumns[]): TrackColumns {
  const last = slices.at(-1) ?? noTracks
  return {
    ids: joinedInts(slices, 'ids'),
    artist: joinedInts(slices, 'artist'),
    artists: last.artists,
    album: joinedInts(slices, 'album'),
    albums: last.albums,
    genre: joinedInts(slices, 'genre'),
    genres: last.genres,
    folder: joinedInts(slices, 'folder'),
    folders: last.folders,
    year: joinedInts(slices, 'year'),
    durationMs: joinedFloats(slices.map(slice => slice.durationMs)),
    addedAt: joinedFloats(slices.map(slice => slice.addedAt)),
    artistIds: joinedInts(slices, 'artistIds'),
    albumIds: joinedInts(slices, 'albumIds'),
    genreIds: joinedInts(slices, 'genreIds'),
    folderIds: joinedInts(slices, 'folderIds'),
  }
}

/** One table of the slices of a log, in their order. */
export function joinPlays(slices: readonly PlayColumns[]): PlayColumns {
  const count = slices.reduce((sum, slice) => sum + slice.track.length, 0)
  const joined: PlayColumns = {
    track: new Int32Array(count),
    start: new Float64Array(count),
    end: new Float64Array(count),
    dwellMs: new Float64Array(count),
    session: new Int32Array(count),
    sat: new Int8Array(count),
    fp: new Uint8Array(count),
    byHand: new Int8Array(count),
    shuffle: new Int8Array(count),
  }
  let at = 0
  for (const slice of slices) {
    for (const name of playColumnNames) joined[name].set(slice[name], at)
    at += slice.track.length
  }
  return joined
}

type IntColumn = { [K in keyof TrackColumns]: TrackColumns[K] extends Int32Array ? K : never }[keyof TrackColumns]

function joinedInts(slices: readonly TrackColumns[], name: IntColumn): Int32Array {
  const joined = new Int32Array(slices.reduce((sum, slice) => sum + slice[name].length, 0))
  let at = 0
  for (const slice of slices) {
    joined.set(slice[name], at)
    at += slice[name].length
  }
  return joined
}

function joinedFloats(parts: readonly Float64Array[]): Float64Array {
  const joined = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}
