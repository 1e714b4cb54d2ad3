// What is known of a candidate for the next play, from the plays before: counted as the plays go by, a play at a time, never ahead.
// Time since the last play ended is no column: where a log says when a play stopped and how long it was heard, a pause inside it looks like
// silence before it, and would tell how it went. It is not wholly gone: “hours since” and “base level” of the last track itself hold it.
// (Indices below are inside their arrays by construction: `as number` says so.)
import { checkPlay, type History, type HistoryPlay } from '../history.ts'
import { Counts } from './counts.ts'
import { greatest } from './greatest.ts'

/** Names of the columns of a candidate's row, in order. */
export const nextFeatureNames = [
  'follows', // log1p of how often it came right after the last track
  'follows share', // of all that came after it
  'follows lately', // the same with each occurrence of the last track weighing half of the one after it
  'follows two', // share after the last two tracks in this order
  'follows after one', // share of coming second after the track before the last
  'together', // log1p of co-occurrence in sessions with the last five tracks, weighted by nearness
  'together share',
  'base level', // ln sum (now - t)^-0.5 over its last 50 plays
  'plays', // log1p
  'hours since', // log1p; 20 years where never
  'in session', // plays in this session
  'plays since in session', // log1p; 0 where not in it
  'same album',
  'same artist',
  'album share', // of the last five plays that are of its album
  'artist share', // of the last five plays that are of its artist
  'false starts', // share of its starts that were taken back at once, shrunk
  'artist base level',
  'artist plays', // log1p
  'artist follows', // share of its artist among those that came after the last track's artist
  'album follows', // share of its album among those that came after the last track's album
  'hour', // share of its plays within two hours of this time of day, shrunk
  'sessions since', // log1p of sessions since it was last played
  'first met near', // log1p of the distance in order of first plays to the last track; both played
  'never played',
  'album unplayed', // log1p of the never played in its album, if it is one of them
  'next of album', // it was first played next after the last track was, of whatever album: the order in which they were met
  'session plays', // log1p: from here on the moment, the same for every candidate
  'last was first', // the last track was played for the first time
  'first share', // of the last 30 plays that were first plays
  'same album run', // plays in a row of the last track's album
  'same artist run',
  'follows total', // log1p of all that came after the last track
  'follows any', // share after the last start, false starts counted on both sides
  'follows any lately',
  'false starts in session', // how often it was started and taken back in this session
  'false starts since', // log1p of false starts since the last play that counted: of the moment
  'shuffle', // 1, 0, or -1 where not known
  'last stayed', // 1 stayed, 0 skipped, 0.5 says nothing: of the last start
  'after false starts', // share after the last start, where that was a false one
  'near lately', // 1 / sqrt(plays) to its nearest play before this session, by distance to where the last track was played then
] as const

export const NEXT_FEATURES = nextFeatureNames.length

const TOGETHER = 10 // plays back
const BASE_PLAYS = 50
const NEVER_HOURS = 24 * 365 * 20

export interface Moment {
  /** Tracks that may come next: 0..length-1 into `rows`. */
  readonly candidates: Int32Array
  /** [candidates.length, NEXT_FEATURES]. */
  readonly rows: Float32Array
}

/** Counts of a listener's plays. `dims` says how many tracks, artists and albums there are and whose is whose. */
export class NextFeatures {
  readonly #dims: Pick<History, 'tracks' | 'artists' | 'albums' | 'artistOf' | 'albumOf'>
  readonly #count: Float64Array
  readonly #starts: Float64Array
  readonly #falseStarts: Float64Array
  readonly #lastEnd: Float64Array
  readonly #lastSession: Int32Array
  readonly #ends: number[][]
  readonly #artistEnds: number[][]
  readonly #artistCount: Float64Array
  readonly #firstMet: Int32Array
  readonly #hours: Float32Array
  readonly #follows = new Counts()
  readonly #followsLately = new Counts()
  readonly #followsTwo = new Counts()
  readonly #followsAfterOne = new Counts()
  readonly #followsAny = new Counts()
  readonly #followsAnyLately = new Counts()
  readonly #together = new Counts()
  readonly #log: number[] = []
  readonly #places: number[][]
  readonly #artistFollows = new Counts()
  readonly #albumFollows = new Counts()
  readonly #albumTracks: number[][]
  readonly #artistTracks: number[][]
  readonly #albumUnplayed: Int32Array
  readonly #recent: number[] = []
  #popular: number[] = []
  #met = 0
  #added = 0
  #session = -1
  #inSession: HistoryPlay[] = []
  #heard: HistoryPlay[] = []
  #lastWasFirst = false
  readonly #firsts: number[] = []

  constructor(dims: Pick<History, 'tracks' | 'artists' | 'albums' | 'artistOf' | 'albumOf'>) {
    const { tracks, artists, albums, artistOf, albumOf } = dims
    this.#dims = dims
    this.#count = new Float64Array(tracks)
    this.#starts = new Float64Array(tracks)
    this.#falseStarts = new Float64Array(tracks)
    this.#lastEnd = new Float64Array(tracks).fill(Number.NEGATIVE_INFINITY)
    this.#lastSession = new Int32Array(tracks).fill(-1)
    this.#ends = Array.from({ length: tracks }, () => [])
    this.#artistEnds = Array.from({ length: artists }, () => [])
    this.#artistCount = new Float64Array(artists)
    this.#firstMet = new Int32Array(tracks).fill(-1)
    this.#hours = new Float32Array(tracks * 24)
    this.#places = Array.from({ length: tracks }, () => [])
    this.#albumTracks = Array.from({ length: albums }, () => [])
    this.#artistTracks = Array.from({ length: artists }, () => [])
    this.#albumUnplayed = new Int32Array(albums)
    for (let track = 0; track < tracks; track++) {
      this.#artistTracks[artistOf[track] as number]?.push(track)
      const album = albumOf[track] as number
      if (album < 0) continue
      this.#albumTracks[album]?.push(track)
      this.#albumUnplayed[album] = (this.#albumUnplayed[album] as number) + 1
    }
  }

  /** The play that just ended; by order of starts. Throws ModelError 'bad-input' on one that cannot be counted. */
  add(play: HistoryPlay): void {
    checkPlay(play, this.#log.length, this.#dims)
    const { track, artist } = play
    if (play.session !== this.#session) {
      this.#session = play.session
      this.#inSession = []
      this.#heard = []
    }
    const lastHeard = this.#heard.at(-1)
    if (lastHeard !== undefined) {
      this.#followsAny.add(lastHeard.track, track, 1)
      this.#followsAnyLately.halve(lastHeard.track)
      this.#followsAnyLately.add(lastHeard.track, track, 1)
    }
    this.#heard.push(play)
    const places = this.#places[track] as number[]
    places.push(this.#log.length)
    if (places.length > 8) places.shift()
    this.#log.push(track)
    this.#starts[track] = (this.#starts[track] as number) + 1
    if (play.fp) {
      this.#falseStarts[track] = (this.#falseStarts[track] as number) + 1
      return
    }
    const last = this.#inSession.at(-1)
    const before = this.#inSession.at(-2)
    if (last !== undefined) {
      this.#follows.add(last.track, track, 1)
      this.#followsLately.halve(last.track)
      this.#followsLately.add(last.track, track, 1)
      this.#artistFollows.add(last.artist, artist, 1)
      if (last.album >= 0 && play.album >= 0) this.#albumFollows.add(last.album, play.album, 1)
      if (before !== undefined) {
        this.#followsTwo.add(before.track * this.#dims.tracks + last.track, track, 1)
        this.#followsAfterOne.add(before.track, track, 1)
      }
      const from = Math.max(0, this.#inSession.length - TOGETHER)
      for (let place = from; place < this.#inSession.length; place++) {
        const other = (this.#inSession[place] as HistoryPlay).track
        if (other === track) continue
        const weight = 1 / Math.sqrt(this.#inSession.length - place)
        this.#together.add(other, track, weight)
        this.#together.add(track, other, weight)
      }
    }
    const isFirst = this.#count[track] === 0
    this.#lastWasFirst = isFirst
    this.#firsts.push(Number(isFirst))
    if (this.#firsts.length > 30) this.#firsts.shift()
    if (isFirst) {
      this.#firstMet[track] = this.#met++
      const album = this.#dims.albumOf[track] as number
      if (album >= 0) this.#albumUnplayed[album] = (this.#albumUnplayed[album] as number) - 1
    }
    this.#count[track] = (this.#count[track] as number) + 1
    this.#artistCount[artist] = (this.#artistCount[artist] as number) + 1
    this.#lastEnd[track] = play.end
    this.#lastSession[track] = play.session
    pushEnd(this.#ends[track] as number[], play.end)
    pushEnd(this.#artistEnds[artist] as number[], play.end)
    const hour = Math.floor((((play.start % 86_400) + 86_400) % 86_400) / 3600)
    const at = track * 24 + hour
    this.#hours[at] = (this.#hours[at] as number) + 1
    this.#inSession.push(play)
    this.#recent.push(track)
    if (this.#recent.length > 600) this.#recent.splice(0, 200)
    if (this.#added++ % 500 === 0) this.#popular = greatest(this.#count, 300, 0)
  }

  /** Plays of this session that count (no false starts), the oldest first. */
  get session(): readonly HistoryPlay[] {
    return this.#inSession
  }

  hasPlayed(track: number): boolean {
    return this.#count[track] !== 0
  }

  /** ln sum (now - t)^-0.5 over the last 50 plays (ACT-R, Anderson and Schooler 1991); -Infinity where never played. */
  baseLevel(track: number, now: number): number {
    return levelOf(this.#ends[track] as number[], now)
  }

  /** What may come next at `now` (seconds), and what is known of it. `also`: tracks that other sources propose. */
  at(now: number, also: Iterable<number> = []): Moment {
    const { artistOf, albumOf, tracks } = this.#dims
    const last = this.#inSession.at(-1)
    const before = this.#inSession.at(-2)
    const chosen = new Set<number>(also)
    const lastTracks = this.#inSession.slice(-5).map(play => play.track)
    for (const track of lastTracks) {
      for (const other of this.#follows.of(track).keys()) chosen.add(other)
    }
    const together = new Map<number, number>()
    for (const [place, track] of lastTracks.entries()) {
      const nearness = 1 / Math.sqrt(lastTracks.length - place)
      const total = Math.max(1, this.#together.total(track))
      for (const [other, weight] of this.#together.of(track)) {
        together.set(other, (together.get(other) ?? 0) + (nearness * weight) / Math.sqrt(total))
      }
    }
    const lastStart = this.#heard.at(-1)
    if (lastStart !== undefined) for (const other of this.#followsAny.of(lastStart.track).keys()) chosen.add(other)
    const near = this.#near(lastTracks.at(-1), lastStart?.track)
    for (const track of near.keys()) chosen.add(track)
    for (const track of strongest(together, 400)) chosen.add(track)
    for (const track of this.#recent.slice(-400)) chosen.add(track)
    for (const track of this.#popular) chosen.add(track)
    const albums = new Set(this.#inSession.slice(-5).map(play => play.album))
    const artists = new Set(this.#inSession.slice(-5).map(play => play.artist))
    for (const album of albums) for (const track of this.#albumTracks[album] ?? []) chosen.add(track)
    for (const artist of artists) for (const track of this.#artistTracks[artist] ?? []) chosen.add(track)
    for (const album of last ? strongest(this.#albumFollows.of(last.album), 5) : []) {
      for (const track of this.#albumTracks[album] ?? []) chosen.add(track)
    }
    const candidates = Int32Array.from(chosen).sort()
    const rows = new Float32Array(candidates.length * NEXT_FEATURES)

    const follows = last ? this.#follows.of(last.track) : none
    const followsTotal = last ? this.#follows.total(last.track) : 0
    const lately = last ? this.#followsLately.of(last.track) : none
    const latelyTotal = last ? this.#followsLately.total(last.track) : 0
    const pair = last && before ? before.track * tracks + last.track : -1
    const two = pair >= 0 ? this.#followsTwo.of(pair) : none
    const twoTotal = pair >= 0 ? this.#followsTwo.total(pair) : 0
    const afterOne = before ? this.#followsAfterOne.of(before.track) : none
    const afterOneTotal = before ? this.#followsAfterOne.total(before.track) : 0
    let togetherTotal = 0
    for (const weight of together.values()) togetherTotal += weight
    const artistFollows = last ? this.#artistFollows.of(last.artist) : none
    const artistFollowsTotal = last ? this.#artistFollows.total(last.artist) : 0
    const albumFollows = last ? this.#albumFollows.of(last.album) : none
    const albumFollowsTotal = last ? this.#albumFollows.total(last.album) : 0
    const five = this.#inSession.slice(-5)
    const hour = Math.floor((((now % 86_400) + 86_400) % 86_400) / 3600)
    const lastMet = last ? (this.#firstMet[last.track] as number) : -1
    let albumRun = 0
    let artistRun = 0
    for (let place = this.#inSession.length - 1; place >= 0 && last; place--) {
      const play = this.#inSession[place] as HistoryPlay
      if (play.artist !== last.artist) break
      artistRun++
      if (albumRun === artistRun - 1 && play.album === last.album) albumRun++
    }
    const any = lastStart ? this.#followsAny.of(lastStart.track) : none
    const anyTotal = lastStart ? this.#followsAny.total(lastStart.track) : 0
    const anyLately = lastStart ? this.#followsAnyLately.of(lastStart.track) : none
    const anyLatelyTotal = lastStart ? this.#followsAnyLately.total(lastStart.track) : 0
    const falseStarts = new Map<number, number>()
    for (const play of this.#heard) if (play.fp) falseStarts.set(play.track, (falseStarts.get(play.track) ?? 0) + 1)
    const sinceCounted = this.#heard.length - 1 - this.#heard.findLastIndex(play => !play.fp)
    const shuffle = lastStart?.shuffle === undefined || lastStart.shuffle === null ? -1 : Number(lastStart.shuffle)
    const lastStayed = lastStart?.sat ?? 0.5
    const firstShare = this.#firsts.reduce((sum, first) => sum + first, 0) / Math.max(1, this.#firsts.length)
    const session = this.#inSession.at(-1)?.session ?? this.#session
    const artistLevels = new Map<number, number>()

    for (let place = 0; place < candidates.length; place++) {
      const track = candidates[place] as number
      const artist = artistOf[track] as number
      const album = albumOf[track] as number
      const count = this.#count[track] as number
      const never = count === 0
      let inSession = 0
      let since = 0
      for (let back = this.#inSession.length - 1; back >= 0; back--) {
        if ((this.#inSession[back] as HistoryPlay).track !== track) continue
        inSession++
        if (since === 0) since = this.#inSession.length - back
      }
      let albumShare = 0
      let artistShare = 0
      for (const play of five) {
        if (play.album === album && album >= 0) albumShare++
        if (play.artist === artist) artistShare++
      }
      let artistLevel = artistLevels.get(artist)
      if (artistLevel === undefined) {
        artistLevel = Math.max(-15, levelOf(this.#artistEnds[artist] as number[], now))
        artistLevels.set(artist, artistLevel)
      }
      let around = 0
      for (let by = -2; by <= 2; by++) around += this.#hours[track * 24 + ((hour + by + 24) % 24)] as number
      const values = [
        Math.log1p(follows.get(track) ?? 0),
        (follows.get(track) ?? 0) / (followsTotal + 1),
        (lately.get(track) ?? 0) / (latelyTotal + 0.1),
        (two.get(track) ?? 0) / (twoTotal + 0.5),
        (afterOne.get(track) ?? 0) / (afterOneTotal + 1),
        Math.log1p(together.get(track) ?? 0),
        (together.get(track) ?? 0) / (togetherTotal + 1e-6),
        Math.max(-15, this.baseLevel(track, now)),
        Math.log1p(count),
        Math.log1p(never ? NEVER_HOURS : Math.max(0, now - (this.#lastEnd[track] as number)) / 3600),
        inSession,
        Math.log1p(since),
        Number(last !== undefined && album >= 0 && last.album === album),
        Number(last !== undefined && last.artist === artist),
        albumShare / Math.max(1, five.length),
        artistShare / Math.max(1, five.length),
        ((this.#falseStarts[track] as number) + 0.5) / ((this.#starts[track] as number) + 2),
        artistLevel,
        Math.log1p(this.#artistCount[artist] as number),
        (artistFollows.get(artist) ?? 0) / (artistFollowsTotal + 1),
        album < 0 ? 0 : (albumFollows.get(album) ?? 0) / (albumFollowsTotal + 1),
        (around + 0.5) / (count + 2.4),
        never ? 8 : Math.log1p(Math.max(0, session - (this.#lastSession[track] as number))),
        never || lastMet < 0 ? 8 : Math.log1p(Math.abs((this.#firstMet[track] as number) - lastMet)),
        Number(never),
        never && album >= 0 ? Math.log1p(this.#albumUnplayed[album] as number) : 0,
        !never && lastMet >= 0 ? Number((this.#firstMet[track] as number) === lastMet + 1) : 0,
        Math.log1p(this.#inSession.length),
        Number(this.#lastWasFirst),
        firstShare,
        albumRun,
        artistRun,
        Math.log1p(followsTotal),
        (any.get(track) ?? 0) / (anyTotal + 1),
        (anyLately.get(track) ?? 0) / (anyLatelyTotal + 0.1),
        falseStarts.get(track) ?? 0,
        Math.log1p(sinceCounted),
        shuffle,
        lastStayed,
        lastStart?.fp ? (any.get(track) ?? 0) / (anyTotal + 1) : 0,
        near.get(track) ?? 0,
      ]
      rows.set(values, place * NEXT_FEATURES)
    }
    return { candidates, rows }
  }

  /** What was started within twelve places after the earlier plays of these tracks, by nearness: the order of a list that goes on. */
  #near(...tracks: (number | undefined)[]): Map<number, number> {
    const found = new Map<number, number>()
    for (const track of new Set(tracks)) {
      const places = track === undefined ? [] : (this.#places[track] as number[])
      for (const place of places) {
        for (let ahead = 1; ahead <= 12 && place + ahead < this.#log.length - this.#heard.length; ahead++) {
          const other = this.#log[place + ahead] as number
          found.set(other, (found.get(other) ?? 0) + 1 / Math.sqrt(ahead))
        }
      }
    }
    return found
  }
}

const none: ReadonlyMap<number, number> = new Map()

function pushEnd(ends: number[], end: number): void {
  ends.push(end)
  if (ends.length > BASE_PLAYS) ends.shift()
}

function levelOf(ends: readonly number[], now: number): number {
  let sum = 0
  for (const end of ends) sum += 1 / Math.sqrt(Math.max(1, now - end))
  return Math.log(sum)
}

function strongest(weights: ReadonlyMap<number, number>, count: number): number[] {
  const keys = [...weights.keys()]
  if (keys.length <= count) return keys
  return keys.sort((a, b) => (weights.get(b) ?? 0) - (weights.get(a) ?? 0)).slice(0, count)
}
