// One seeded stream of numbers, so that every made library is the same library.

export interface Random {
  /** 0 <= x < 1 */
  next(): number
  /** A whole number, 0 <= n < limit. */
  below(limit: number): number
  /** One of the list; `skew` > 1 favours its beginning, as words and listeners do. */
  pick<T>(list: readonly T[], skew?: number): T
}

/** mulberry32: 32 bits of state, good enough for made names. */
export function seeded(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const pick = <T>(list: readonly T[], skew = 1): T => {
    const chosen = list[Math.floor(next() ** skew * list.length)]
    if (chosen === undefined) throw new RangeError('cannot pick from an empty list')
    return chosen
  }
  return { next, below: limit => Math.floor(next() * limit), pick }
}
