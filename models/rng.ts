// Randomness that is passed in: every draw in models/ comes from a seeded generator, so the same seed gives the same result.

export interface Rng {
  /** Uniform in [0, 1). */
  next(): number
  /** Uniform integer in 0..count-1. */
  below(count: number): number
  /** Standard normal. */
  normal(): number
  /** A generator of its own, that draws what this one never draws again: one per purpose, so that adding a draw moves no other. */
  fork(): Rng
}

/** Xoshiro128** (Blackman, Vigna 2018), seeded through SplitMix32. `seed` any integer. */
export function rngOf(seed: number): Rng {
  let mixed = seed | 0
  const splitMix = () => {
    mixed = (mixed + 0x9e3779b9) | 0
    let z = mixed
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    return z ^ (z >>> 15)
  }
  let [a, b, c, d] = [splitMix(), splitMix(), splitMix(), splitMix()]
  const word = () => {
    const turned = Math.imul(b, 5)
    const result = Math.imul((turned << 7) | (turned >>> 25), 9)
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = (d << 11) | (d >>> 21)
    return result >>> 0
  }
  const next = () => word() / 2 ** 32
  let spare: number | null = null
  return {
    next,
    below: count => Math.floor(next() * count),
    normal() {
      if (spare !== null) {
        const kept = spare
        spare = null
        return kept
      }
      const radius = Math.sqrt(-2 * Math.log(1 - next()))
      const angle = 2 * Math.PI * next()
      spare = radius * Math.sin(angle)
      return radius * Math.cos(angle)
    },
    fork: () => rngOf(word()),
  }
}

/** Draws nothing: for where only the shapes of a network's beginning are wanted. */
export const undrawn: Rng = { next: () => 0, below: () => 0, normal: () => 0, fork: () => undrawn }

/** A new array in random order (Fisher and Yates). */
export function shuffled<T>(items: readonly T[], rng: Rng): T[] {
  const out = items.slice()
  for (let index = out.length - 1; index > 0; index--) {
    const other = rng.below(index + 1)
    const kept = out[index] as T // both indices are inside the array
    out[index] = out[other] as T
    out[other] = kept
  }
  return out
}
