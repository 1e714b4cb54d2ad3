// Listeners made up for the next-track ranker: what they play next follows a rule that is known.
import type { History, HistoryPlay } from '../../../models/history.ts'
import { rngOf } from '../../../models/rng.ts'

export const TRACKS = 24
const SECONDS = 200

/** Of four artists with two albums of three tracks each. */
const artistOf = Int32Array.from({ length: TRACKS }, (_, track) => Math.floor(track / 6))
const albumOf = Int32Array.from({ length: TRACKS }, (_, track) => Math.floor(track / 3))

export const play = (track: number, session: number, start: number, more: Partial<HistoryPlay> = {}): HistoryPlay => ({
  track,
  artist: artistOf[track] ?? 0,
  album: albumOf[track] ?? 0,
  start,
  end: start + SECONDS,
  dwellMs: SECONDS * 1000,
  session,
  sat: 1,
  fp: false,
  byHand: null,
  ...more,
})

export const historyOf = (plays: readonly HistoryPlay[]): History => ({
  plays,
  tracks: TRACKS,
  artists: 4,
  albums: 8,
  sessions: (plays.at(-1)?.session ?? -1) + 1,
  artistOf,
  albumOf,
})

/** Evenings of six tracks: after track t comes t + 1 four times out of five, else any. */
export function evenings(count: number, seed = 5): History {
  const rng = rngOf(seed)
  const plays: HistoryPlay[] = []
  for (let session = 0; session < count; session++) {
    let track = rng.below(TRACKS)
    for (let place = 0; place < 6; place++) {
      plays.push(play(track, session, session * 86_400 + place * SECONDS))
      track = rng.next() < 0.8 ? (track + 1) % TRACKS : rng.below(TRACKS)
    }
  }
  return historyOf(plays)
}
