// Listeners whose logs are odd: every model that reads a history meets each of them.
import type { History, HistoryPlay } from '../../models/history.ts'

/** 2024-01-01, a Monday, 00:00 UTC. */
const MONDAY = Date.UTC(2024, 0, 1) / 1000
const DAY_S = 86_400
const LENGTH_S = 200
const SILENCE_S = 1200
const A_SESSION = 8
const TRACKS = 12

type Plain = Omit<HistoryPlay, 'session'>

/** Play `index` of a listener of two evenings a week, who stays with two tracks of three. */
function ordinary(index: number): Plain {
  const track = (index * 5) % TRACKS
  const start = MONDAY + Math.floor(index / A_SESSION) * 3 * DAY_S + (index % A_SESSION) * (LENGTH_S + 5)
  const stays = index % 3 !== 0
  const dwellMs = stays ? LENGTH_S * 1000 : 12_000
  return {
    track,
    artist: track % 4,
    album: track % 5 === 0 ? -1 : track % 3,
    start,
    end: start + dwellMs / 1000,
    dwellMs,
    sat: stays ? 1 : 0,
    fp: !stays && index % 2 === 0,
    byHand: index % A_SESSION === 0,
  }
}

const plays = (count: number, change: (play: Plain, index: number) => Partial<Plain> = () => ({})): Plain[] =>
  Array.from({ length: count }, (_, index) => ({ ...ordinary(index), ...change(ordinary(index), index) }))

/** Sessions are told from silences of 20 minutes; artists and albums of the tracks that were not played go round as well. */
function historyOf(some: readonly Plain[], tracks: number = TRACKS): History {
  let session = 0
  let before: Plain | undefined
  const inSessions = some.map(play => {
    if (before !== undefined && play.start - before.end > SILENCE_S) session++
    before = play
    return { ...play, session }
  })
  const [artists, albums] = [Math.min(tracks, Math.max(4, tracks / 10)), Math.min(tracks, Math.max(3, tracks / 10))]
  const artistOf = Int32Array.from({ length: tracks }, (_, track) => track % artists)
  const albumOf = Int32Array.from({ length: tracks }, (_, track) => (track % 5 === 0 ? -1 : track % albums))
  for (const { track, artist, album } of some) {
    artistOf[track] = artist
    albumOf[track] = album
  }
  return {
    plays: inSessions,
    tracks,
    artists,
    albums,
    sessions: some.length === 0 ? 0 : session + 1,
    artistOf,
    albumOf,
  }
}

const ofTrack = (track: number): Partial<Plain> => ({ track, artist: 0, album: 0 })
/** At place 20, in the middle of a session. */
const atTwenty = (change: Partial<Plain>) => (_: Plain, index: number) => (index === 20 ? change : {})

export const oddListeners = {
  'an ordinary listener': historyOf(plays(48)),
  'no plays': historyOf([], 0),
  'no plays of a catalogue': historyOf([]),
  'one play': historyOf(
    plays(1, () => ofTrack(0)),
    1,
  ),
  'two plays of one session': historyOf(plays(2, () => ({ sat: 1, fp: false }))),
  'one track, again and again': historyOf(
    plays(48, () => ofTrack(0)),
    1,
  ),
  'all skips': historyOf(plays(48, () => ({ sat: 0, fp: false, dwellMs: 40_000 }))),
  'all false starts': historyOf(plays(48, () => ({ sat: 0, fp: true, dwellMs: 2000 }))),
  'no skips': historyOf(plays(48, () => ({ sat: 1, fp: false, dwellMs: 200_000 }))),
  'nothing says how it went': historyOf(plays(48, () => ({ sat: null, fp: false, byHand: null }))),
  'one endless session': historyOf(
    plays(48, (_, index) => ({ start: MONDAY + index * 210, end: MONDAY + index * 210 + 200 })),
  ),
  'every play a session of its own': historyOf(
    plays(48, (_, index) => ({ start: MONDAY + index * DAY_S, end: MONDAY + index * DAY_S + 200 })),
  ),
  'a clock that goes backwards': historyOf(
    plays(48, (play, index) => (index < 20 ? {} : { start: play.start - 30 * DAY_S, end: play.end - 30 * DAY_S })),
  ),
  'a play that ends before it begins': historyOf(
    plays(48, (play, index) => (index === 20 ? { end: play.start - 5000 } : {})),
  ),
  'before 1970': historyOf(plays(48, play => ({ start: play.start - 2e9, end: play.end - 2e9 }))),
  'every play twice': historyOf(plays(48, (_, index) => ordinary(Math.floor(index / 2)))),
  'plays over each other': historyOf(plays(48, play => ({ end: play.start + 3 * LENGTH_S }))),
  'a track of 0 s': historyOf(
    plays(48, (play, index) => (index === 20 ? { dwellMs: 0, end: play.start, sat: 1, fp: false } : {})),
  ),
  'a track of 10 h': historyOf(
    plays(48, (play, index) =>
      index === 20 ? { dwellMs: 36_000_000, end: play.start + 36_000, sat: 1, fp: false } : {},
    ),
  ),
  'a start that is no number': historyOf(plays(48, atTwenty({ start: Number.NaN }))),
  'an end that is no number': historyOf(plays(48, atTwenty({ end: Number.NaN }))),
  'a dwell that is no number': historyOf(plays(48, atTwenty({ dwellMs: Number.NaN }))),
  'a track outside the catalogue': historyOf(plays(48, atTwenty({ track: 99 })), TRACKS),
  'a catalogue of 200,000': historyOf(
    plays(200, (_, index) => {
      const track = ((index * 7) % 40) * 4999 // of 40 tracks that lie all over it
      return { track, artist: track % 20_000, album: track % 5 === 0 ? -1 : track % 20_000 }
    }),
    200_000,
  ),
} satisfies Record<string, History>

export type OddListener = keyof typeof oddListeners
