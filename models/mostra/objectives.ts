// Whom a queue can serve beside the liking of the moment: discovery, exposure and boost, 0 or 1 for each track, known before it plays (Bugliarello et al. 2022).
import { ModelError } from '../model.ts'

const DAY_S = 86_400

export interface ObjectiveOptions {
  /** Days over which an artist's plays are counted. */
  readonly windowDays: number
  /** Artists up to this quantile of plays per owned track are under-heard. */
  readonly lowest: number
  /** Days for which what was added is new. */
  readonly newDays: number
}

export const OBJECTIVE_OPTIONS: ObjectiveOptions = { windowDays: 90, lowest: 0.25, newDays: 30 }

/** What a listener asks to hear more of: an artist, an album, a genre, a folder, a playlist, a decade, what was added lately. */
export interface Mark {
  /** True for the tracks it is about. */
  readonly has: (track: number) => boolean
  /** Seconds since 1970 at which it ends; null: never. */
  readonly until: number | null
}

/** The library and the plays of one listener up to a moment, as far as objectives need them; grows with every track and every play. */
export class ObjectiveState {
  readonly #options: ObjectiveOptions
  readonly #artistOf: Int32Array
  /** Seconds at which a track and an artist came into the library; NaN: not there. */
  readonly #trackAdded: Float64Array
  readonly #artistAdded: Float64Array
  readonly #owned: Int32Array
  readonly #heardTrack: Uint8Array
  readonly #heardArtist: Uint8Array
  /** Plays inside the window, oldest first from #oldest on. */
  readonly #plays: { readonly artist: number; readonly at: number }[] = []
  #oldest = 0
  readonly #lately: Int32Array
  #now = Number.NEGATIVE_INFINITY
  /** When the library began; null where only plays tell of it. */
  #first: number | null = null
  /** Plays per owned track at the quantile; null until it is asked for. */
  #threshold: number | null = null

  /** `artistOf`: the artist of every track, [tracks], -1 where there is none; `artists`: how many there are. */
  constructor(artistOf: Int32Array, artists: number, options: ObjectiveOptions = OBJECTIVE_OPTIONS) {
    this.#options = options
    this.#artistOf = artistOf
    this.#trackAdded = new Float64Array(artistOf.length).fill(Number.NaN)
    this.#artistAdded = new Float64Array(artists).fill(Number.NaN)
    this.#owned = new Int32Array(artists)
    this.#heardTrack = new Uint8Array(artistOf.length)
    this.#heardArtist = new Uint8Array(artists)
    this.#lately = new Int32Array(artists)
  }

  /** A track comes into the library. Throws ModelError 'bad-input' on a time that is no number. */
  own(track: number, at: number): void {
    this.#own(track, at)
    this.#first = Math.min(this.#first ?? at, at)
  }

  #own(track: number, at: number): void {
    const artist = this.#artist(track)
    if (Number.isNaN(at)) throw new ModelError('bad-input', `track ${track} came into the library or began at ${at}`)
    if (!Number.isNaN(this.#trackAdded[track])) return
    this.#trackAdded[track] = at
    this.#threshold = null
    if (artist === -1) return
    this.#owned[artist] = (this.#owned[artist] ?? 0) + 1
    const known = this.#artistAdded[artist] ?? Number.NaN
    this.#artistAdded[artist] = Number.isNaN(known) ? at : Math.min(known, at)
  }

  /** A play that began `at`; a track that was not in the library is there from then on. */
  hear(track: number, at: number): void {
    this.#own(track, at)
    this.#heardTrack[track] = 1
    const artist = this.#artist(track)
    if (artist === -1) return
    this.#heardArtist[artist] = 1
    this.#plays.push({ artist, at })
    this.#lately[artist] = (this.#lately[artist] ?? 0) + 1
    this.#threshold = null
  }

  /** Moves to a moment, in seconds since 1970: older plays leave the window. A clock that goes backwards changes nothing. */
  moveTo(now: number): void {
    if (!(now > this.#now)) return
    this.#now = now
    const since = now - this.#options.windowDays * DAY_S
    for (; this.#oldest < this.#plays.length; this.#oldest++) {
      const play = this.#plays[this.#oldest]
      if (play === undefined || play.at > since) break
      this.#lately[play.artist] = (this.#lately[play.artist] ?? 0) - 1
      this.#threshold = null
    }
  }

  /** New to the listener: neither the track nor any track of its artist was played before. */
  discovery(track: number): boolean {
    const artist = this.#artist(track)
    return this.#heardTrack[track] === 0 && (artist === -1 || this.#heardArtist[artist] === 0)
  }

  /** By an artist who came lately, or who is heard less than three quarters of the others for what is owned of them. */
  exposure(track: number): boolean {
    const artist = this.#artist(track)
    if (artist === -1) return false
    if (this.#isNew(this.#artistAdded[artist])) return true
    return this.#rate(artist) <= this.#quantile()
  }

  /** The part of exposure that goes by plays: heard less than three quarters of the others for what is owned of them. */
  underHeard(track: number): boolean {
    const artist = this.#artist(track)
    return artist !== -1 && this.#rate(artist) <= this.#quantile()
  }

  /** Plays of an artist inside the window. */
  playsLately(artist: number): number {
    return this.#lately[artist] ?? 0
  }

  /** Came into the library lately: the mark “added lately”. */
  addedLately(track: number): boolean {
    this.#artist(track)
    return this.#isNew(this.#trackAdded[track])
  }

  /** Marked by the listener, by a mark that has not ended. */
  boost(track: number, marks: readonly Mark[]): boolean {
    this.#artist(track)
    return marks.some(mark => (mark.until === null || mark.until > this.#now) && mark.has(track))
  }

  /** Discovery, exposure and boost of each track, three columns of [tracks.length]. */
  of(tracks: Int32Array, marks: readonly Mark[]): [discovery: Uint8Array, exposure: Uint8Array, boost: Uint8Array] {
    const column = (serves: (track: number) => boolean) => Uint8Array.from(tracks, track => (serves(track) ? 1 : 0))
    return [
      column(track => this.discovery(track)),
      column(track => this.exposure(track)),
      column(track => this.boost(track, marks)),
    ]
  }

  #artist(track: number): number {
    const artist = this.#artistOf[track]
    if (artist === undefined) throw new ModelError('bad-input', `track ${track} is not in the library`)
    return artist
  }

  /** What a library began with, in its first day, did not come lately: all of it would be new, and so none of it. */
  #isNew(added: number | undefined): boolean {
    if (added === undefined || this.#now - added >= this.#options.newDays * DAY_S) return false
    return this.#first === null || added - this.#first >= DAY_S
  }

  #rate(artist: number): number {
    return (this.#lately[artist] ?? 0) / Math.max(1, this.#owned[artist] ?? 0)
  }

  #quantile(): number {
    if (this.#threshold !== null) return this.#threshold
    const rates: number[] = []
    this.#owned.forEach((owned, artist) => {
      if (owned > 0) rates.push(this.#rate(artist))
    })
    const sorted = Float64Array.from(rates).sort()
    this.#threshold = sorted[Math.max(0, Math.ceil(this.#options.lowest * sorted.length) - 1)] ?? 0
    return this.#threshold
  }
}
