// Joint features of a listener, a moment and a track (Mostra's representation, Bugliarello et al. 2022), kept in one pass over the plays.
// What is used is known when a play ends and the next is to be chosen: all plays before with their outcomes, and the clock. How the
// play itself began, and any pause before it, is not used: a queue does not know it yet.
import { checkPlay, type History, type HistoryPlay } from '../history.ts'
import { DRIFT_PLAYS, type OutcomeSums, SessionSoFar } from './sat-session.ts'
import { Tallies } from './sat-tallies.ts'

export interface Candidate {
  readonly track: number
  readonly artist: number
  /** -1 where it is not known. */
  readonly album: number
}

export interface Moment {
  /** The session that the play would belong to. */
  readonly session: number
  /** Seconds since 1970; inside a session the end of the play before is used instead. */
  readonly now: number
}

export interface RunningFeatures {
  readonly names: readonly string[]
  /** Of one candidate: names.length numbers into `out` from `at`. */
  of(candidate: Candidate, moment: Moment, out: Float32Array, at: number): void
  /** A play that has ended. To be given in order of starts. Throws ModelError 'bad-input' on one that cannot be counted. */
  add(play: HistoryPlay): void
  /** 0..1 of the track was heard, by its length so far. */
  fraction(play: HistoryPlay): number
}

export type HistorySizes = Pick<History, 'tracks' | 'artists' | 'albums'>

/** Sums of how the plays of the session went, which a network that sees those plays can make by itself; the last outcome is none of them. */
export const isSessionSummary = (name: string): boolean =>
  /^(balance (2|3|5|10)|drift (2|5|20)|expected|burst|session rate|(last|second) (fraction|dwell)|.* here)$/.test(name)

const BALANCES = [1, 2, 3, 5, 10] as const
const DAY_S = 86_400
const HOURS = 24
/** A length is guessed for tracks that never ended by themselves. */
const TYPICAL_MS = 210_000

export function runningFeatures(sizes: HistorySizes): RunningFeatures {
  const tracks = new Tallies(sizes.tracks, true)
  const artists = new Tallies(sizes.artists, true)
  const albums = new Tallies(sizes.albums, false)
  const hours = new Tallies(HOURS, false)
  const lengthMs = new Float64Array(sizes.tracks)
  const after = new Map<number, Map<number, OutcomeSums>>()
  const followed = new Int32Array(sizes.tracks).fill(-1)
  const artistHours = new Map<number, Float32Array>()
  const session = new SessionSoFar()
  let added = 0

  const fraction = (play: HistoryPlay) => {
    const length = lengthMs[play.track] || TYPICAL_MS
    return play.sat === 1 ? 1 : Math.min(1, play.dwellMs / length)
  }

  function write(candidate: Candidate, moment: Moment, put: (name: string, value: number) => void): void {
    session.enter(moment.session, moment.now)
    const { track, artist, album } = candidate
    const { mean, previous } = session
    const now = session.plays > 0 ? session.lastEnd : Math.max(moment.now, session.lastEnd)
    const hour = hourOf(now)

    const plays = tracks.plays[track] ?? 0
    put('track plays', Math.log1p(plays))
    put('track outcomes', Math.log1p(tracks.outcomes[track] ?? 0))
    put('track rate', logit(tracks.rate(track, mean)))
    put('track lively rate', logit(tracks.livelyRate(track, session.drift[4] ?? mean, now)))
    put('track average', tracks.average(track, mean))
    put('track surprise', tracks.surprise(track))
    put('track last outcome', tracks.lastOutcome[track] ?? 0)
    put('track fraction', tracks.fraction(track))
    put('track hours since', since(now, tracks.lastPlay[track] ?? 0))
    put('track hours since stay', since(now, tracks.lastStay[track] ?? 0))
    put('track base level', tracks.baseLevel(track, now))
    put('track is new', plays === 0 ? 1 : 0)
    put('track length', Math.log((lengthMs[track] || TYPICAL_MS) / TYPICAL_MS))
    put('track length known', (lengthMs[track] ?? 0) > 0 ? 1 : 0)

    const artistPlays = artists.plays[artist] ?? 0
    put('artist plays', Math.log1p(artistPlays))
    put('artist rate', logit(artists.rate(artist, mean)))
    put('artist lively rate', logit(artists.livelyRate(artist, session.drift[4] ?? mean, now)))
    put('artist average', artists.average(artist, mean))
    put('artist surprise', artists.surprise(artist))
    put('artist last outcome', artists.lastOutcome[artist] ?? 0)
    put('artist hours since', since(now, artists.lastPlay[artist] ?? 0))
    put('artist base level', artists.baseLevel(artist, now))
    put('artist is new', artistPlays === 0 ? 1 : 0)
    put('artist hour match', hourMatch(artistHours.get(artist), hour))

    put('album plays', album < 0 ? 0 : Math.log1p(albums.plays[album] ?? 0))
    put('album rate', logit(albums.rate(album, mean)))
    put('album lively rate', logit(albums.livelyRate(album, session.drift[4] ?? mean, now)))
    put('album surprise', albums.surprise(album))

    for (const count of BALANCES) put(`balance ${count}`, session.balance(count))
    DRIFT_PLAYS.forEach((count, index) => {
      put(`drift ${count}`, session.drift[index] ?? 0.5)
    })
    put('expected', logit(session.expected()))
    put('burst', Math.log1p(session.burst) * (session.outcomes[0] === 0 ? -1 : 1))
    put('session rate', logit((session.stays + 3 * mean) / (session.labelled + 3)))
    put('session plays', Math.log1p(session.plays))
    put('session minutes', Math.log1p(Math.max(0, now - session.start) / 60))
    put('session begins', session.plays === 0 ? 1 : 0)
    put('session before', session.lastRate)
    put('session hours since', session.plays > 0 ? 0 : since(now, session.lastEnd))
    const [newest, second] = [session.recent.at(-1), session.recent.at(-2)]
    put('last fraction', newest?.fraction ?? 0.5)
    put('last dwell', Math.log1p((newest?.play.dwellMs ?? 30_000) / 1000))
    put('second fraction', second?.fraction ?? 0.5)
    put('second dwell', Math.log1p((second?.play.dwellMs ?? 30_000) / 1000))
    put('last said nothing', previous?.sat === null ? 1 : 0)
    put('last was by hand', previous?.byHand === true ? 1 : 0)
    put('plays since by hand', session.byHand === null ? -1 : Math.log1p(session.sinceHand))
    put('artist of by hand', session.byHand?.artist === artist ? 1 : 0)
    put('album of by hand', album >= 0 && session.byHand?.album === album ? 1 : 0)

    put('artist of last', previous?.artist === artist ? 1 : 0)
    put('album of last', album >= 0 && previous?.album === album ? 1 : 0)
    put('track of last', previous?.track === track ? 1 : 0)
    const [ofTrack, ofArtist, ofAlbum] = [
      session.tracks.get(track),
      session.artists.get(artist),
      session.albums.get(album),
    ]
    put('track stays here', Math.log1p(ofTrack?.stays ?? 0))
    put('track skips here', Math.log1p(ofTrack?.skips ?? 0))
    put('artist stays here', Math.log1p(ofArtist?.stays ?? 0))
    put('artist skips here', Math.log1p(ofArtist?.skips ?? 0))
    put('artist balance here', balanceOf(ofArtist))
    put('album balance here', album < 0 ? 0 : balanceOf(ofAlbum))

    const next = previous === null ? undefined : after.get(previous.track)
    const pair = next?.get(track)
    put('follows', Math.log1p((pair?.stays ?? 0) + (pair?.skips ?? 0)))
    put('follows rate', logit(((pair?.stays ?? 0) + mean) / ((pair?.stays ?? 0) + (pair?.skips ?? 0) + 1)))
    put('followed last time', previous !== null && followed[previous.track] === track ? 1 : 0)

    put('hour sine', Math.sin((hour / HOURS) * 2 * Math.PI))
    put('hour cosine', Math.cos((hour / HOURS) * 2 * Math.PI))
    put('hour rate', logit(hours.livelyRate(Math.floor(hour), mean, now)))
    const weekday = Math.floor(now / DAY_S + 4) % 7
    put('weekend', weekday === 0 || weekday === 6 ? 1 : 0)
  }

  const names: string[] = []
  write({ track: -1, artist: -1, album: -1 }, { session: -1, now: 0 }, name => names.push(name))

  return {
    names,
    fraction,
    of(candidate, moment, out, at) {
      let place = at
      write(candidate, moment, (_name, value) => {
        out[place++] = value
      })
    },
    add(play) {
      checkPlay(play, added++, sizes)
      session.enter(play.session, play.start)
      const { track, artist, album, sat, end, previous } = { ...play, previous: session.previous }
      const heard = fraction(play)
      const expected = session.expected()
      tracks.add(track, sat, end, expected, heard)
      artists.add(artist, sat, end, expected, heard)
      albums.add(album, sat, end, expected, heard)
      hours.add(Math.floor(hourOf(end)), sat, end, expected, heard)
      const own = artistHours.get(artist) ?? new Float32Array(HOURS + 1)
      own[Math.floor(hourOf(end))] = (own[Math.floor(hourOf(end))] ?? 0) + 1
      own[HOURS] = (own[HOURS] ?? 0) + 1
      artistHours.set(artist, own)
      if (previous !== null) {
        followed[previous.track] = track
        const next = after.get(previous.track) ?? new Map<number, OutcomeSums>()
        const pair = next.get(track) ?? { stays: 0, skips: 0 }
        if (sat === 1) pair.stays++
        else pair.skips++
        next.set(track, pair)
        after.set(previous.track, next)
      }
      session.add(play, heard)
      if (sat === 1) lengthMs[track] = Math.max(lengthMs[track] ?? 0, play.dwellMs)
    },
  }
}

const logit = (share: number) => Math.log((share + 0.01) / (1.01 - share))

/** ln(1 + hours); ten years where it never was. */
const since = (now: number, then: number) => Math.log1p(Math.min(87_600, Math.max(0, now - then) / 3600))

const hourOf = (seconds: number) => (((seconds / 3600) % HOURS) + HOURS) % HOURS

const balanceOf = (sums: OutcomeSums | undefined) =>
  sums === undefined ? 0 : (sums.stays - sums.skips) / (sums.stays + sums.skips + 1)

/** Share of plays within an hour of this one, times as many as if they were spread evenly, as a logarithm. */
function hourMatch(counts: Float32Array | undefined, hour: number): number {
  if (counts === undefined) return 0
  let near = 0
  for (let each = -1; each <= 1; each++) near += counts[(Math.floor(hour) + each + HOURS) % HOURS] ?? 0
  return Math.log(((near + 1) * HOURS) / (3 * ((counts[HOURS] ?? 0) + 8)))
}
