// Counts of what came with what, with their sum by row: a matrix of which most is empty.

export class Counts {
  readonly #rows = new Map<number, Map<number, number>>()
  readonly #totals = new Map<number, number>()

  add(row: number, column: number, weight: number): void {
    let known = this.#rows.get(row)
    if (known === undefined) {
      known = new Map()
      this.#rows.set(row, known)
    }
    known.set(column, (known.get(column) ?? 0) + weight)
    this.#totals.set(row, (this.#totals.get(row) ?? 0) + weight)
  }

  /** Every weight of the row to a half. */
  halve(row: number): void {
    const known = this.#rows.get(row)
    if (known === undefined) return
    for (const [column, weight] of known) known.set(column, weight / 2)
    this.#totals.set(row, (this.#totals.get(row) ?? 0) / 2)
  }

  of(row: number): ReadonlyMap<number, number> {
    return this.#rows.get(row) ?? empty
  }

  total(row: number): number {
    return this.#totals.get(row) ?? 0
  }
}

const empty: ReadonlyMap<number, number> = new Map()
