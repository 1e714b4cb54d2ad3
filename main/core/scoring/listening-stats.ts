// What was heard so far, as counts that grow play by play: the ground of candidates, of first scores and of every reason.
// Indices below stay inside their arrays by construction: `as number` says so where the types cannot.
import type { TrackColumns } from '../../../models/columns.ts'
import type { HistoryPlay } from '../../../models/history.ts'
import { Baseline } from '../../../models/listening/bias-baseline.ts'
import { SESSION_SILENCE_MS } from '../../../models/listening/sessions.ts'
import { Counts } from '../../../models/next-track/counts.ts'

/** Plays that say how they went, the newest last, that tell what is stayed with and left just now. */
const RECENT_VERDICTS = 60
const STAYED = 400

/** Of tracks, artists, albums or genres: plays, those that say how they went, those stayed with. */
export class Tally {
  readonly plays: Int32Array
  readonly outcomes: Int32Array
  readonly stays: Int32Array

  constructor(count: number) {
    this.plays = new Int32Array(count)
    this.outcomes = new Int32Array(count)
    this.stays = new Int32Array(count)
  }

  add(index: number, sat: 0 | 1 | null): void {
    if (index < 0) return
    this.plays[index] = (this.plays[index] as number) + 1
    if (sat === null) return
    this.outcomes[index] = (this.outcomes[index] as number) + 1
    this.stays[index] = (this.stays[index] as number) + sat
  }
}

export class ListeningStats {
  readonly tracks: TrackColumns
  readonly ofTrack: Tally
  readonly ofArtist: Tally
  readonly baseline: Baseline
  /** Seconds since 1970 at which a track was last played; -Infinity: never. */
  readonly lastPlayed: Float64Array
  /** How many plays there were when a track was last played, or came. */
  readonly playsThen: Int32Array
  /** 1 stayed, -1 left, 0 nothing is known. */
  readonly lastVerdict: Int8Array
  /** Tracks that were played, in order of their first play. */
  readonly played: number[] = []
  /** Verdicts, the newest last, and what the baseline had not foretold of each. */
  readonly recent: { readonly play: HistoryPlay; readonly residual: number }[] = []
  readonly follows = new Counts()
  plays = 0
  stays = 0
  outcomes = 0
  /** Of the session: every start, and those that count. */
  session = -1
  readonly started: HistoryPlay[] = []
  readonly counted: HistoryPlay[] = []
  lastEnd = Number.NEGATIVE_INFINITY
  readonly #sessionsOf = new Map<number, number[]>()
  /** Tracks whose last verdict is that they were stayed with, the newest last. */
  readonly #stayed = new Map<number, true>()
  /** Tracks by when they came, and how far those are counted as there. */
  readonly #coming: Int32Array
  #came = 0

  constructor(tracks: TrackColumns) {
    const count = tracks.ids.length
    this.tracks = tracks
    this.ofTrack = new Tally(count)
    this.ofArtist = new Tally(tracks.artists)
    this.baseline = new Baseline(tracks)
    this.lastPlayed = new Float64Array(count).fill(Number.NEGATIVE_INFINITY)
    this.playsThen = new Int32Array(count).fill(-1)
    this.lastVerdict = new Int8Array(count)
    this.#coming = Int32Array.from(tracks.ids.keys()).sort(
      (a, b) => (tracks.addedAt[a] as number) - (tracks.addedAt[b] as number) || a - b,
    )
  }

  /** The play that ended, in order of starts. */
  add(play: HistoryPlay): void {
    const { track, artist, sat, start } = play
    this.moveTo(start)
    if (play.session !== this.session) {
      this.session = play.session
      this.started.length = 0
      this.counted.length = 0
    }
    this.plays++
    this.ofTrack.add(track, sat)
    this.ofArtist.add(artist, sat)
    if (this.ofTrack.plays[track] === 1) this.played.push(track)
    this.lastPlayed[track] = start
    this.playsThen[track] = this.plays
    this.lastEnd = Math.max(this.lastEnd, play.end)
    this.started.push(play)
    if (sat !== null) {
      this.outcomes++
      this.stays += sat
      const residual = this.baseline.add(track, start, sat)
      this.lastVerdict[track] = sat === 1 ? 1 : -1
      this.recent.push({ play, residual })
      if (this.recent.length > RECENT_VERDICTS) this.recent.shift()
      this.#stayed.delete(track)
      if (sat === 1) this.#stayed.set(track, true)
      for (const oldest of this.#stayed.keys()) {
        if (this.#stayed.size <= STAYED) break
        this.#stayed.delete(oldest)
      }
    }
    if (play.fp) return
    const last = this.counted.at(-1)
    if (last !== undefined) this.follows.add(last.track, track, 1)
    this.counted.push(play)
    const sessions = this.#sessionsOf.get(track)
    if (sessions === undefined) this.#sessionsOf.set(track, [play.session])
    else if (sessions.at(-1) !== play.session) sessions.push(play.session)
  }

  /** Tracks that came by then begin to wait. */
  moveTo(nowS: number): void {
    for (; this.#came < this.#coming.length; this.#came++) {
      const track = this.#coming[this.#came] as number
      if ((this.tracks.addedAt[track] as number) > nowS) return
      if (this.playsThen[track] === -1) this.playsThen[track] = this.plays
    }
  }

  /** Plays, and so queues, since it was last played or came. */
  waits(track: number): number {
    const then = this.playsThen[track] as number
    return then === -1 ? 0 : this.plays - then
  }

  /** True while what plays at `nowS` belongs to the session of the last play. */
  goesOn(nowS: number): boolean {
    return nowS - this.lastEnd <= SESSION_SILENCE_MS / 1000
  }

  /** Tracks that were stayed with the last time, the newest last. */
  stayed(): number[] {
    return [...this.#stayed.keys()]
  }

  /** Sessions in which both counted. */
  together(a: number, b: number): number {
    const [ofA, ofB] = [this.#sessionsOf.get(a) ?? [], this.#sessionsOf.get(b) ?? []]
    let at = 0
    let other = 0
    let both = 0
    while (at < ofA.length && other < ofB.length) {
      const difference = (ofA[at] as number) - (ofB[other] as number)
      if (difference === 0) both++
      if (difference <= 0) at++
      if (difference >= 0) other++
    }
    return both
  }
}
