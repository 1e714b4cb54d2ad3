// Listeners whose taste is known, as logs: what a model must find, and one in whom there is nothing to find.
import { rngOf } from '../../../models/rng.ts'
import type { LibraryShape, LoggedPlay } from './logged.ts'

/** Many tracks by few artists: each track is heard too seldom to speak for itself. */
export const shelf: LibraryShape = {
  tracks: 400,
  artistOf: track => 1 + Math.floor((track - 1) / 20),
  albumOf: track => 1 + Math.floor((track - 1) / 10),
  genreOf: track => 1 + Math.floor((track - 1) / 100),
}

const start = Date.UTC(2026, 0, 5, 19)
const A_SESSION = 15

function logOf(plays: number, seed: number, chance: (track: number) => number, first = 0): LoggedPlay[] {
  const rng = rngOf(seed)
  let at = start + first * 400_000
  return Array.from({ length: plays }, (_, index) => {
    if (index % A_SESSION === 0) at += 7 * 3_600_000
    const track = 1 + rng.below(shelf.tracks)
    const stays = rng.next() < chance(track)
    const heardMs = stays ? 200_000 : 5000 + Math.round(60_000 * rng.next())
    const play: LoggedPlay = { track, at, heardMs, sat: stays ? 1 : 0, fp: !stays && heardMs < 30_000 }
    at += heardMs + 1000
    return play
  })
}

/** Stays with every other artist, and with few of the others. */
export const artistLover = (plays: number, seed = 1, first = 0) =>
  logOf(plays, seed, track => (shelf.artistOf(track) % 2 === 0 ? 0.9 : 0.1), first)

/** Stays or leaves by a coin. */
export const coin = (plays: number, seed = 1) => logOf(plays, seed, () => 0.5)
