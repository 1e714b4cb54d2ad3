// A listener of a few weeks, seeded: some artists are loved and some are not, moods last, and the odd play says nothing.
import type { History, HistoryPlay } from '../../../models/history.ts'
import { rngOf } from '../../../models/rng.ts'

const ARTISTS = 6
const TRACKS = 30

/** `sessions` of 3 to 12 plays; artists with an even number are stayed with, more so while the mood is good. */
export function weeksOf(sessions: number, seed = 5): History {
  const rng = rngOf(seed)
  const plays: HistoryPlay[] = []
  let now = 1_700_000_000
  for (let session = 0; session < sessions; session++) {
    now += 3 * 3600
    let mood = rng.next() < 0.5 ? 1 : -1
    const length = 3 + rng.below(10)
    for (let place = 0; place < length; place++) {
      if (rng.next() < 0.15) mood = -mood
      const track = rng.below(TRACKS)
      const artist = track % ARTISTS
      const stays = rng.next() < 1 / (1 + Math.exp(-(1.5 * mood + (artist % 2 === 0 ? 1.5 : -1.5))))
      const dwellMs = stays ? 180_000 + 1000 * track : 2000 + rng.below(60_000)
      const start = now + rng.below(5)
      const end = start + dwellMs / 1000
      now = end
      plays.push({
        track,
        artist,
        album: track % 9 === 0 ? -1 : track % 10,
        start,
        end,
        dwellMs,
        session,
        sat: rng.next() < 0.05 ? null : stays ? 1 : 0,
        fp: !stays && dwellMs < 30_000,
        byHand: rng.next() < 0.1,
      })
    }
  }
  return historyOf(plays, sessions)
}

export function historyOf(plays: readonly HistoryPlay[], sessions: number): History {
  return {
    plays,
    tracks: TRACKS,
    artists: ARTISTS,
    albums: 10,
    sessions,
    artistOf: Int32Array.from({ length: TRACKS }, (_, track) => track % ARTISTS),
    albumOf: Int32Array.from({ length: TRACKS }, (_, track) => (track % 9 === 0 ? -1 : track % 10)),
  }
}

/** The same history with one play changed. */
export const withPlay = (history: History, index: number, change: Partial<HistoryPlay>): History => ({
  ...history,
  plays: history.plays.map((play, at) => (at === index ? { ...play, ...change } : play)),
})

/** What another outcome of this play would have looked like. */
export const otherwise = (play: HistoryPlay): Partial<HistoryPlay> => ({
  sat: play.sat === 1 ? 0 : 1,
  dwellMs: play.sat === 1 ? 3000 : 200_000,
  end: play.start + (play.sat === 1 ? 3 : 200),
})
