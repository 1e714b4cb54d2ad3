// What plays so far say about each track, artist or album: running counts, one pass, so that nothing of the future can enter.

/** Outcomes are forgotten by half in this many days, in the lively of the two rates. */
const HALF_LIFE_S = 30 * 86_400
/** Share of the newest outcome in the average by count. */
const NEWEST = 0.3
/** As many plays as the prior weighs. */
const PRIOR = 3
const BASE_LEVEL_PLAYS = 50

/** Of one kind of thing, by its number. Times in seconds; outcomes 1 stayed, 0 skipped. */
export class Tallies {
  readonly plays: Float64Array
  readonly outcomes: Float64Array
  readonly stays: Float64Array
  /** 1, -1, or 0 where nothing is known. */
  readonly lastOutcome: Int8Array
  readonly lastPlay: Float64Array
  readonly lastStay: Float64Array
  readonly #average: Float64Array
  readonly #fadingOutcomes: Float64Array
  readonly #fadingStays: Float64Array
  readonly #fadedAt: Float64Array
  readonly #surprise: Float64Array
  readonly #fractions: Float64Array
  readonly #ends: (number[] | undefined)[] | null

  constructor(count: number, keepsEnds: boolean) {
    this.plays = new Float64Array(count)
    this.outcomes = new Float64Array(count)
    this.stays = new Float64Array(count)
    this.lastOutcome = new Int8Array(count)
    this.lastPlay = new Float64Array(count).fill(Number.NEGATIVE_INFINITY)
    this.lastStay = new Float64Array(count).fill(Number.NEGATIVE_INFINITY)
    this.#average = new Float64Array(count)
    this.#fadingOutcomes = new Float64Array(count)
    this.#fadingStays = new Float64Array(count)
    this.#fadedAt = new Float64Array(count)
    this.#surprise = new Float64Array(count)
    this.#fractions = new Float64Array(count)
    this.#ends = keepsEnds ? new Array(count) : null
  }

  /** `expected` is what the session alone made likely: the rest is the track's own doing. `fraction` 0..1 of it was heard. */
  add(index: number, outcome: 0 | 1 | null, end: number, expected: number, fraction: number): void {
    if (index < 0) return
    this.plays[index] = this.#of(this.plays, index) + 1
    this.lastPlay[index] = end
    this.#fractions[index] = this.#of(this.#fractions, index) + fraction
    if (this.#ends !== null) {
      const ends = this.#ends[index]
      if (ends === undefined) this.#ends[index] = [end]
      else {
        ends.push(end)
        if (ends.length > BASE_LEVEL_PLAYS) ends.shift()
      }
    }
    if (outcome === null) return
    const fade = this.#fade(index, end)
    this.#fadingOutcomes[index] = fade * this.#of(this.#fadingOutcomes, index) + 1
    this.#fadingStays[index] = fade * this.#of(this.#fadingStays, index) + outcome
    this.#fadedAt[index] = end
    const first = this.outcomes[index] === 0
    this.#average[index] = first
      ? outcome
      : this.#of(this.#average, index) + NEWEST * (outcome - this.#of(this.#average, index))
    this.#surprise[index] = this.#of(this.#surprise, index) + outcome - expected
    this.outcomes[index] = this.#of(this.outcomes, index) + 1
    this.stays[index] = this.#of(this.stays, index) + outcome
    this.lastOutcome[index] = outcome === 1 ? 1 : -1
    if (outcome === 1) this.lastStay[index] = end
  }

  /** Share of plays stayed with, shrunk to `mean`. */
  rate(index: number, mean: number): number {
    if (index < 0) return mean
    return (this.#of(this.stays, index) + PRIOR * mean) / (this.#of(this.outcomes, index) + PRIOR)
  }

  /** The same with old plays forgotten. */
  livelyRate(index: number, mean: number, now: number): number {
    if (index < 0) return mean
    const fade = this.#fade(index, now)
    return (
      (fade * this.#of(this.#fadingStays, index) + PRIOR * mean) /
      (fade * this.#of(this.#fadingOutcomes, index) + PRIOR)
    )
  }

  /** Exponential average of outcomes, by count; `mean` before the first. */
  average(index: number, mean: number): number {
    return index < 0 || this.outcomes[index] === 0 ? mean : this.#of(this.#average, index)
  }

  /** Mean of outcome - expected, shrunk to 0. */
  surprise(index: number): number {
    return index < 0 ? 0 : this.#of(this.#surprise, index) / (this.#of(this.outcomes, index) + PRIOR)
  }

  /** Mean share heard, shrunk to a half. */
  fraction(index: number): number {
    return index < 0 ? 0.5 : (this.#of(this.#fractions, index) + 0.5) / (this.#of(this.plays, index) + 1)
  }

  /** ACT-R's ln sum (now - t)^-0.5 over the last 50 plays, t in hours, at least a minute; -6 where there are none. */
  baseLevel(index: number, now: number): number {
    let sum = 0
    for (const end of this.#ends?.[index] ?? []) sum += 1 / Math.sqrt(Math.max(1 / 60, (now - end) / 3600))
    return sum === 0 ? -6 : Math.log(sum)
  }

  #fade(index: number, now: number): number {
    return 0.5 ** (Math.max(0, now - this.#of(this.#fadedAt, index)) / HALF_LIFE_S)
  }

  #of(values: Float64Array, index: number): number {
    return values[index] as number // every index was given by the history that fixed the count
  }
}
