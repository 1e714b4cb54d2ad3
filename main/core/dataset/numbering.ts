// Numbers from 0 for ids as they are met.

export class Numbering {
  readonly #numbers = new Map<number, number>()
  readonly #ids: number[] = []

  get size(): number {
    return this.#ids.length
  }

  of(id: number): number {
    const known = this.#numbers.get(id)
    if (known !== undefined) return known
    const number = this.#ids.push(id) - 1
    this.#numbers.set(id, number)
    return number
  }

  /** A number that nothing else has, for what has no id. */
  another(): number {
    return this.#ids.push(0) - 1
  }

  /** The ids of the numbers from `from` on; 0 where there is none. */
  ids(from: number): Int32Array {
    return Int32Array.from(this.#ids.slice(from))
  }
}
