// A listener's plays as models read them: columns of numbers, in order of their starts, nothing of files or databases.
import { ModelError } from './model.ts'

export interface HistoryPlay {
  /** 0-based, in order of first appearance. */
  readonly track: number
  readonly artist: number
  /** -1 where it is not known. */
  readonly album: number
  /** Seconds since 1970 at which it began, and at which it ended. */
  readonly start: number
  readonly end: number
  readonly dwellMs: number
  /** 0-based; a session ends with 20 minutes of silence. */
  readonly session: number
  /** 1 stayed, 0 skipped, null says nothing (the rule is models/listening/outcome.ts). */
  readonly sat: 0 | 1 | null
  /** A start that was taken back at once: neither remembered nor predicted. */
  readonly fp: boolean
  /** Chosen by hand, or given by a queue, an album or a shuffle; null where the log does not say. */
  readonly byHand: boolean | null
  /** The player drew in random order; absent or null where the log does not say. */
  readonly shuffle?: boolean | null
}

export interface History {
  /** By `start`. */
  readonly plays: readonly HistoryPlay[]
  readonly tracks: number
  readonly artists: number
  readonly albums: number
  readonly sessions: number
  /** Of each track, [tracks]; its artist and its album (-1: none). */
  readonly artistOf: Int32Array
  readonly albumOf: Int32Array
}

/** Throws ModelError 'bad-input' that names the play by its place, and what of it cannot be counted; an album of -1 is none. */
export function checkPlay(
  play: HistoryPlay,
  place: number,
  { tracks, artists, albums }: Pick<History, 'tracks'> & Partial<Pick<History, 'artists' | 'albums'>>,
): void {
  for (const field of ['start', 'end', 'dwellMs'] as const) {
    if (!Number.isFinite(play[field]))
      throw new ModelError('bad-input', `play ${place}: “${field}” is ${play[field]}, not a number`)
  }
  const counts = { track: tracks, artist: artists, album: albums }
  for (const field of ['track', 'artist', 'album'] as const) {
    const [number, count] = [play[field], counts[field]]
    if (count === undefined) continue
    const least = field === 'album' ? -1 : 0
    if (!Number.isInteger(number) || number < least || number >= count)
      throw new ModelError('bad-input', `play ${place}: there is no ${field} ${number} of ${count}`)
  }
}
