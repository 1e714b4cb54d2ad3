// Listeners made up for the tests of models/listener: what they play is known, so what should be predicted is known too.
import type { History, HistoryPlay } from '../../../../models/history.ts'
import { trackVectors } from '../../../../models/research/fs-vae/vectors.ts'
import { rngOf } from '../../../../models/rng.ts'

/** 2023-01-02, a Monday, 00:00 UTC. */
export const MONDAY = Date.UTC(2023, 0, 2) / 1000
export const HOUR = 3600
export const DAY = 24 * HOUR

export const play = (track: number, start: number, more: Partial<HistoryPlay> = {}): HistoryPlay => ({
  track,
  artist: track,
  album: -1,
  start,
  end: start + 200,
  dwellMs: 200_000,
  session: 0,
  sat: 1,
  fp: false,
  byHand: null,
  ...more,
})

/** Sessions are told from silences of 20 minutes. */
export function historyOf(plays: readonly HistoryPlay[], tracks: number): History {
  let session = 0
  const inSessions = plays.map((each, index) => {
    const before = plays[index - 1]
    if (before && each.start - before.end > 1200) session++
    return { ...each, session }
  })
  return {
    plays: inSessions,
    tracks,
    artists: tracks,
    albums: 0,
    sessions: plays.length > 0 ? session + 1 : 0,
    artistOf: Int32Array.from({ length: tracks }, (_, track) => track),
    albumOf: new Int32Array(tracks).fill(-1),
  }
}

/** Ten plays a day at nine; the track of each by its number. */
export const daily = (count: number, trackOf: (index: number) => number, tracks: number): History =>
  historyOf(
    Array.from({ length: count }, (_, index) =>
      play(trackOf(index), MONDAY + Math.floor(index / 10) * DAY + 9 * HOUR + (index % 10) * 210),
    ),
    tracks,
  )

/** Random directions; the last `unknown` tracks have none. */
export function directions(count: number, size: number, unknown = 0) {
  const rng = rngOf(3)
  return trackVectors(
    Float32Array.from({ length: count * size }, (_, at) => (at >= (count - unknown) * size ? 0 : rng.normal())),
    size,
  )
}
