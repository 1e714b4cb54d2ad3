// Four simple rules for what comes next, as the reference protocol states them: popularity, ACT-R's base level, what followed, and the album.
// (Indices below are inside their arrays by construction: `as number` says so.)
import { checkPlay, type History, type HistoryPlay } from '../history.ts'

export const nextTrackYardsticks = [
  'personal popularity',
  'base level',
  'follows + base level',
  'follows + album + artist',
] as const
export type NextTrackYardstick = (typeof nextTrackYardsticks)[number]

const BASE_PLAYS = 50

/** A listener's plays so far; false positives are heard, but neither remembered nor followed. */
export class NextTrackRules {
  readonly #tracks: number
  readonly #ofArtist: ReadonlyMap<number, ReadonlySet<number>>
  readonly #ofAlbum: ReadonlyMap<number, ReadonlySet<number>>
  readonly #ends: number[][]
  readonly #count: Float64Array
  readonly #follows = new Map<number, Map<number, number>>()
  readonly #heard = new Set<number>()
  #session = -1
  #added = 0
  #last: HistoryPlay | null = null

  /** Of the history only which tracks belong to an album and an artist is read here: the library's tags. A track may be on two albums. */
  constructor({ tracks, plays }: Pick<History, 'tracks' | 'plays'>) {
    this.#tracks = tracks
    this.#ofArtist = groupsOf(plays, play => play.artist)
    this.#ofAlbum = groupsOf(plays, play => play.album)
    this.#ends = Array.from({ length: tracks }, () => [])
    this.#count = new Float64Array(tracks)
  }

  /** The play that just ended, by order of starts. Throws ModelError 'bad-input' on one that cannot be counted. */
  add(play: HistoryPlay): void {
    checkPlay(play, this.#added++, { tracks: this.#tracks })
    this.#enter(play.session)
    this.#heard.add(play.track)
    if (play.fp) return
    const ends = this.#ends[play.track] as number[]
    ends.push(play.end)
    if (ends.length > BASE_PLAYS) ends.shift()
    this.#count[play.track] = (this.#count[play.track] as number) + 1
    if (this.#last?.session === play.session) {
      const next = this.#follows.get(this.#last.track) ?? new Map<number, number>()
      this.#follows.set(this.#last.track, next)
      next.set(play.track, (next.get(play.track) ?? 0) + 1)
    }
    this.#last = play
  }

  /** Scores of every track at `now` (seconds), in a session that has a play already: each [tracks]. */
  at(now: number, session: number): Record<NextTrackYardstick, Float64Array> {
    this.#enter(session)
    const tracks = this.#tracks
    const base = Float64Array.from(this.#ends, ends => {
      let sum = 0
      for (const end of ends) sum += 1 / Math.sqrt(Math.max(1, now - end))
      return sum
    })
    const after = this.#last === null ? undefined : this.#follows.get(this.#last.track)
    const follows = new Float64Array(tracks)
    const album = new Float64Array(tracks)
    const sameArtist = this.#last === null ? none : (this.#ofArtist.get(this.#last.artist) ?? none)
    const sameAlbum = this.#last === null ? none : (this.#ofAlbum.get(this.#last.album) ?? none)
    for (let track = 0; track < tracks; track++) {
      const level = base[track] as number
      const followed = after?.get(track) ?? 0
      follows[track] = followed + Math.min(0.99, level)
      const [onAlbum, byArtist] = [sameAlbum.has(track) ? 0.5 : 0, sameArtist.has(track) ? 0.2 : 0]
      album[track] = this.#heard.has(track) ? -1 : 2 * followed + onAlbum + byArtist + Math.min(0.4, level)
    }
    return {
      'personal popularity': this.#count.slice(),
      'base level': base,
      'follows + base level': follows,
      'follows + album + artist': album,
    }
  }

  #enter(session: number): void {
    if (session === this.#session) return
    this.#session = session
    this.#heard.clear()
  }
}

const none: ReadonlySet<number> = new Set()

function groupsOf(plays: readonly HistoryPlay[], of: (play: HistoryPlay) => number): Map<number, Set<number>> {
  const groups = new Map<number, Set<number>>()
  for (const play of plays) {
    const known = groups.get(of(play))
    if (known) known.add(play.track)
    else groups.set(of(play), new Set([play.track]))
  }
  return groups
}
