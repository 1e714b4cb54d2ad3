// The session so far, as SAT needs it: the outcomes just now, how long they go on, what was stayed with in it and what was skipped.
import type { HistoryPlay } from '../history.ts'

/** Half-lives, in plays, of the listener's own running mean of outcomes. */
export const DRIFT_PLAYS = [2, 5, 20, 100, 500] as const
/** As many of a session's plays as are remembered one by one. */
export const RECENT_PLAYS = 50
const RECENT_OUTCOMES = 3

export interface RecentPlay {
  readonly play: HistoryPlay
  /** 0..1 of the track was heard, as far as its length is known. */
  readonly fraction: number
}

export interface OutcomeSums {
  stays: number
  skips: number
}

export class SessionSoFar {
  /** Mean outcome of all time, from a half. */
  get mean(): number {
    return (this.#stays + 1) / (this.#outcomes + 2)
  }
  /** Newest last. */
  recent: RecentPlay[] = []
  /** Outcomes of the session, newest first: 1, 0. */
  outcomes: (0 | 1)[] = []
  plays = 0
  stays = 0
  labelled = 0
  /** Plays since the outcome changed. */
  burst = 0
  start = 0
  /** Plays since one was chosen by hand, and which that was. */
  sinceHand = 0
  byHand: HistoryPlay | null = null
  previous: HistoryPlay | null = null
  /** Of the session before. */
  lastRate = 0.5
  lastEnd = Number.NEGATIVE_INFINITY
  readonly drift = new Float64Array(DRIFT_PLAYS.length).fill(0.5)
  tracks = new Map<number, OutcomeSums>()
  artists = new Map<number, OutcomeSums>()
  albums = new Map<number, OutcomeSums>()
  #session = -1
  #outcomes = 0
  #stays = 0
  readonly #after = new Map<number, OutcomeSums>()

  /** What the last outcomes alone make likely: the share that stayed after the same ones. */
  expected(): number {
    const known = this.#after.get(this.#key())
    return ((known?.stays ?? 0) + 5 * this.mean) / ((known?.stays ?? 0) + (known?.skips ?? 0) + 5)
  }

  /** Begins anew when `session` is another than the last play's. To be called before anything is read for a play or added. */
  enter(session: number, start: number): void {
    if (session === this.#session) return
    if (this.labelled > 0) this.lastRate = (this.stays + 1) / (this.labelled + 2)
    this.#session = session
    this.recent = []
    this.outcomes = []
    this.plays = 0
    this.stays = 0
    this.labelled = 0
    this.burst = 0
    this.sinceHand = 0
    this.byHand = null
    this.previous = null
    this.start = start
    this.tracks = new Map()
    this.artists = new Map()
    this.albums = new Map()
  }

  add(play: HistoryPlay, fraction: number): void {
    this.plays++
    this.recent.push({ play, fraction })
    if (this.recent.length > RECENT_PLAYS) this.recent.shift()
    this.previous = play
    this.lastEnd = Math.max(this.lastEnd, play.end)
    this.sinceHand++
    if (play.byHand === true) {
      this.sinceHand = 0
      this.byHand = play
    }
    const { sat } = play
    if (sat === null) return
    const key = this.#key()
    count(this.#after, key, sat)
    count(this.tracks, play.track, sat)
    count(this.artists, play.artist, sat)
    count(this.albums, play.album, sat)
    this.burst = this.outcomes[0] === sat ? this.burst + 1 : 1
    this.outcomes.unshift(sat)
    if (this.outcomes.length > RECENT_PLAYS) this.outcomes.pop()
    this.labelled++
    this.stays += sat
    this.#outcomes++
    this.#stays += sat
    DRIFT_PLAYS.forEach((plays, index) => {
      const kept = 0.5 ** (1 / plays)
      this.drift[index] = kept * (this.drift[index] ?? 0) + (1 - kept) * sat
    })
  }

  /** Signed share of the last `count` outcomes: 1 all stayed, -1 all skipped, 0 none known. */
  balance(count: number): number {
    const known = Math.min(count, this.outcomes.length)
    let sum = 0
    for (let index = 0; index < known; index++) sum += this.outcomes[index] === 1 ? 1 : -1
    return sum / count
  }

  #key(): number {
    let key = 0
    for (let index = 0; index < RECENT_OUTCOMES; index++) {
      const outcome = this.outcomes[index]
      key = key * 3 + (outcome === undefined ? 0 : outcome + 1)
    }
    return key
  }
}

function count(sums: Map<number, OutcomeSums>, key: number, sat: 0 | 1): void {
  const known = sums.get(key) ?? { stays: 0, skips: 0 }
  if (sat === 1) known.stays++
  else known.skips++
  sums.set(key, known)
}
