// A listener's library and plays as columns: what crosses to the training worker and the scorer in slices, and how it becomes a History.
import type { History, HistoryPlay } from './history.ts'
import { ModelError } from './model.ts'

/** One row a track, by its number 0..tracks-1. Tracks that are not owned (brought along from elsewhere) have the id 0. */
export interface TrackColumns {
  /** The library's own id of each; 0: not owned, known from an imported history only. */
  readonly ids: Int32Array
  /** Number of the first artist, 0-based. */
  readonly artist: Int32Array
  readonly artists: number
  /** Number of the album; -1 where there is none. */
  readonly album: Int32Array
  readonly albums: number
  /** Number of the first genre; -1 where there is none. */
  readonly genre: Int32Array
  readonly genres: number
  /** Number of the folder of its best file; -1 where there is none. */
  readonly folder: Int32Array
  readonly folders: number
  /** 0 where it is not known. */
  readonly year: Int32Array
  readonly durationMs: Float64Array
  /** Seconds since 1970. */
  readonly addedAt: Float64Array
  /** The library's ids of the numbers above: artistIds[artist], albumIds[album], genreIds[genre], folderIds[folder]; 0: not in the library. */
  readonly artistIds: Int32Array
  readonly albumIds: Int32Array
  readonly genreIds: Int32Array
  readonly folderIds: Int32Array
}

/** One row a play that is learned from, in order of starts; forgotten ones are not among them. */
export interface PlayColumns {
  readonly track: Int32Array
  /** Seconds since 1970. */
  readonly start: Float64Array
  readonly end: Float64Array
  readonly dwellMs: Float64Array
  /** 0-based, rising. */
  readonly session: Int32Array
  /** 1, 0, or -1: says nothing. */
  readonly sat: Int8Array
  readonly fp: Uint8Array
  /** 1, 0, or -1: not known. */
  readonly byHand: Int8Array
  readonly shuffle: Int8Array
}

export const playColumnNames = [
  'track',
  'start',
  'end',
  'dwellMs',
  'session',
  'sat',
  'fp',
  'byHand',
  'shuffle',
] as const satisfies readonly (keyof PlayColumns)[]

/** The columns as the models' History: every track of the library is in it, heard or not. Throws ModelError 'bad-input'. */
export function historyOf(tracks: TrackColumns, plays: PlayColumns): History {
  const count = plays.track.length
  for (const name of playColumnNames)
    if (plays[name].length !== count)
      throw new ModelError('bad-input', `“${name}” has ${plays[name].length} values for ${count} plays`)
  const said = (value: number | undefined): boolean | null => (value === -1 || value === undefined ? null : value === 1)
  const rows: HistoryPlay[] = []
  let sessions = 0
  for (let index = 0; index < count; index++) {
    const track = plays.track[index] ?? -1
    const artist = tracks.artist[track]
    const album = tracks.album[track]
    if (artist === undefined || album === undefined)
      throw new ModelError('bad-input', `play ${index}: there is no track ${track} of ${tracks.ids.length}`)
    const session = plays.session[index] ?? 0
    sessions = Math.max(sessions, session + 1)
    const sat = plays.sat[index]
    rows.push({
      track,
      artist,
      album,
      start: plays.start[index] ?? 0,
      end: plays.end[index] ?? 0,
      dwellMs: plays.dwellMs[index] ?? 0,
      session,
      sat: sat === 1 ? 1 : sat === 0 ? 0 : null,
      fp: plays.fp[index] === 1,
      byHand: said(plays.byHand[index]),
      shuffle: said(plays.shuffle[index]),
    })
  }
  return {
    plays: rows,
    tracks: tracks.ids.length,
    artists: tracks.artists,
    albums: tracks.albums,
    sessions,
    artistOf: tracks.artist,
    albumOf: tracks.album,
  }
}
