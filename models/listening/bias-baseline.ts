// How likely a track is to be stayed with, from sums alone: what mood, hour, genre, artist, record and the track itself add to the mean.
// Indices below stay inside their arrays by construction: `as number` says so where the types cannot.
import type { TrackColumns } from '../columns.ts'

export type BaselineTracks = Pick<TrackColumns, 'artist' | 'artists' | 'album' | 'albums' | 'genre' | 'genres'>

/** Verdicts of whatever kind after which one counts half; so many verdicts more are held to have gone as the terms before foretold. */
interface Term {
  readonly half: number
  readonly weight: number
}

/** A mood passes within a few plays; what a listener thinks of a track stays. Chosen on the logs and a simulated listener (docs/results.md). */
const TERMS = {
  hour: { half: 300, weight: 7 },
  mood: { half: 8, weight: 2 },
  genre: { half: 100, weight: 3 },
  genreAtHour: { half: 150, weight: 3 },
  artist: { half: 500, weight: 4 },
  album: { half: 500, weight: 4 },
  track: { half: 1000, weight: 3 },
} as const satisfies Record<string, Term>

/** A day in so many parts; what lies between two middles counts for both in part. */
const PARTS = 8
const DAY_S = 86_400
/** Of all verdicts the mean begins at a half, as if there had been so many. */
const BEGINNING = 4

/**
 * Baseline predictor (Koren 2009, "Collaborative filtering with temporal dynamics", section 3: mean and biases that move with time), by shrunken
 * means of residuals instead of a descent, so that one play is one step:
 *
 *     p(t, now) = mean + sum_l b_l(t, now)        b_l = sum_i f_i r_il / (sum_i f_i + weight_l)
 *     r_il = sat_i - mean_i - sum_{m < l} b_m(t_i, start_i)      f_i = 2^-(verdicts since / half_l), times its share of the part of the day
 *
 * mean_i and b_m as they stand once play i is counted in them: each term explains what those before it still leave over. So an evening of
 * skips lies with the evening, not with the artists that were on.
 */
export class Baseline {
  readonly #levels: readonly Level[]
  #stays = 0
  #verdicts = 0

  constructor({ artist, artists, album, albums, genre, genres }: BaselineTracks) {
    const everything = () => 0
    const genreOf = (track: number) => genre[track] as number
    this.#levels = [
      new Level(1, TERMS.hour, everything, PARTS),
      new Level(1, TERMS.mood, everything),
      new Level(genres, TERMS.genre, genreOf),
      new Level(genres, TERMS.genreAtHour, genreOf, PARTS),
      new Level(artists, TERMS.artist, track => artist[track] as number),
      new Level(albums, TERMS.album, track => album[track] as number),
      new Level(artist.length, TERMS.track, track => track),
    ]
  }

  /** What is foretold of a track, [0..tracks), at a moment in seconds since 1970. About a probability: it may lie a little outside 0..1. */
  of(track: number, nowS: number): number {
    const part = partOfDay(nowS)
    return this.#levels.reduce((sum, level) => sum + level.of(track, part, this.#verdicts), this.#mean())
  }

  /** A play that says how it went, in order of starts. Answers what was not foretold, sat less what `of` gave. */
  add(track: number, startS: number, sat: 0 | 1): number {
    const part = partOfDay(startS)
    const missed = sat - this.of(track, startS)
    this.#stays += sat
    this.#verdicts++
    let left = sat - this.#mean()
    for (const level of this.#levels) {
      level.add(track, part, left, this.#verdicts)
      left -= level.of(track, part, this.#verdicts)
    }
    return missed
  }

  #mean(): number {
    return (this.#stays + BEGINNING / 2) / (this.#verdicts + BEGINNING)
  }
}

/** Means of residuals of one kind of thing, that fade and lean towards 0; -1 is none of them. */
class Level {
  readonly #sums: Float64Array
  readonly #counts: Float64Array
  readonly #at: Float64Array
  readonly #half: number
  readonly #weight: number
  readonly #parts: number
  readonly #indexOf: (track: number) => number

  constructor(count: number, { half, weight }: Term, indexOf: (track: number) => number, parts = 1) {
    this.#sums = new Float64Array(count * parts)
    this.#counts = new Float64Array(count * parts)
    this.#at = new Float64Array(count * parts)
    this.#half = half
    this.#weight = weight
    this.#parts = parts
    this.#indexOf = indexOf
  }

  of(track: number, part: number, clock: number): number {
    const index = this.#indexOf(track)
    if (index < 0) return 0
    if (this.#parts === 1) return this.#mean(index, clock)
    const [first, second, share] = between(part, this.#parts)
    const row = index * this.#parts
    return (1 - share) * this.#mean(row + first, clock) + share * this.#mean(row + second, clock)
  }

  add(track: number, part: number, residual: number, clock: number): void {
    const index = this.#indexOf(track)
    if (index < 0) return
    if (this.#parts === 1) {
      this.#count(index, residual, 1, clock)
      return
    }
    const [first, second, share] = between(part, this.#parts)
    const row = index * this.#parts
    this.#count(row + first, residual, 1 - share, clock)
    this.#count(row + second, residual, share, clock)
  }

  #mean(at: number, clock: number): number {
    const fade = this.#fade(at, clock)
    return (fade * (this.#sums[at] as number)) / (fade * (this.#counts[at] as number) + this.#weight)
  }

  #count(at: number, residual: number, share: number, clock: number): void {
    const fade = this.#fade(at, clock)
    this.#sums[at] = fade * (this.#sums[at] as number) + share * residual
    this.#counts[at] = fade * (this.#counts[at] as number) + share
    this.#at[at] = clock
  }

  #fade(at: number, clock: number): number {
    return 0.5 ** ((clock - (this.#at[at] as number)) / this.#half)
  }
}

/** 0..1 of a day, from midnight UTC: whoever lives elsewhere has the same day, turned. */
const partOfDay = (seconds: number): number => (((seconds % DAY_S) + DAY_S) % DAY_S) / DAY_S

/** The two parts whose middles it lies between, and how near it is to the second. */
function between(part: number, parts: number): readonly [first: number, second: number, share: number] {
  const place = part * parts - 0.5
  const first = Math.floor(place)
  return [(first + parts) % parts, (first + 1) % parts, place - first]
}
