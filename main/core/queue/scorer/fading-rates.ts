// Shares of what was stayed with, in which each verdict counts half after so many more: a listener's taste moves.
// Indices below stay inside their arrays by construction: `as number` says so where the types cannot.

export class FadingRates {
  readonly #stays: Float64Array
  readonly #outcomes: Float64Array
  readonly #at: Float64Array
  readonly #half: number

  /** `half`: verdicts of whatever kind after which one counts half. */
  constructor(count: number, half: number) {
    this.#stays = new Float64Array(count)
    this.#outcomes = new Float64Array(count)
    this.#at = new Float64Array(count)
    this.#half = half
  }

  /** `clock`: how many verdicts there were in all, this one included. */
  add(index: number, sat: 0 | 1, clock: number): void {
    if (index < 0) return
    const fade = this.#fade(index, clock)
    this.#stays[index] = fade * (this.#stays[index] as number) + sat
    this.#outcomes[index] = fade * (this.#outcomes[index] as number) + 1
    this.#at[index] = clock
  }

  /** The share, as if `weight` verdicts more had gone as `prior` says. */
  rate(index: number, prior: number, weight: number, clock: number): number {
    if (index < 0) return prior
    const fade = this.#fade(index, clock)
    return (
      (fade * (this.#stays[index] as number) + weight * prior) / (fade * (this.#outcomes[index] as number) + weight)
    )
  }

  #fade(index: number, clock: number): number {
    return 0.5 ** ((clock - (this.#at[index] as number)) / this.#half)
  }
}
