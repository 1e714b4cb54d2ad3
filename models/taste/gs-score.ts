// GS-score: how near to each other the tracks are that a listener hears; high for a specialist, low for a generalist.
//
// Waller, Anderson 2019, "Generalists and specialists"; on listening: Anderson, Maystre, Anderson, Mehrotra, Lalmas 2020 (WWW):
//   GS = sum_j w_j cos(v_j, mu) / sum_j w_j,   mu = sum_j w_j v_j / sum_j w_j,   |v_j| = 1
// With unit vectors sum_j w_j (v_j . mu) = sum_j w_j |mu|^2, so GS = |mu|: one running sum keeps it, and a play can be taken out again.
// Of independent directions |mu| is not 0 but about 1 / sqrt(plays): `unbiasedGs` takes that off where scores over few plays are compared.
import { ModelError } from '../model.ts'

export interface Taste {
  /** Sum of w_j v_j, [size]; double, so that taking out leaves no dust. */
  readonly sum: Float64Array
  /** Sum of w_j. */
  readonly weight: number
  /** Sum of w_j squared: how many tracks of equal weight that is, weight^2 / squares. */
  readonly squares: number
}

export function emptyTaste(size: number): Taste {
  return { sum: new Float64Array(size), weight: 0, squares: 0 }
}

/** With `weight` plays of a track more; `vector` [size] of any length above 0, as only its direction counts. Throws 'bad-input'. */
export function withTrack(taste: Taste, vector: ArrayLike<number>, weight = 1): Taste {
  return moved(taste, vector, weight, 1)
}

/** With `weight` plays of a track fewer: takes back what `withTrack` added. */
export function withoutTrack(taste: Taste, vector: ArrayLike<number>, weight = 1): Taste {
  return moved(taste, vector, weight, -1)
}

function moved(taste: Taste, vector: ArrayLike<number>, weight: number, sign: 1 | -1): Taste {
  const { length } = taste.sum
  let square = 0
  for (let k = 0; k < vector.length; k++) square += (vector[k] as number) ** 2 // inside the vector, as below
  if (
    vector.length !== length ||
    !(square > 0) ||
    !Number.isFinite(square) ||
    !(weight > 0) ||
    !Number.isFinite(weight)
  )
    throw new ModelError(
      'bad-input',
      `a track of ${vector.length} numbers, length ${Math.sqrt(square)} and weight ${weight}`,
    )
  const scale = (sign * weight) / Math.sqrt(square)
  return {
    sum: taste.sum.map((value, k) => value + scale * (vector[k] as number)),
    weight: taste.weight + sign * weight,
    squares: taste.squares + sign * weight * weight,
  }
}

/** |mu|, 0..1; null where nothing was heard. */
export function gsScore({ sum, weight }: Taste): number | null {
  if (!(weight > 1e-9)) return null // what rounding leaves of plays that were taken out
  return Math.min(1, Math.hypot(...sum) / weight)
}

/**
 * The same without what chance adds for few plays, so that a month of 20 compares with one of 2,000: the mean cosine over pairs of two
 * different plays is (|sum|^2 - sum w^2) / (weight^2 - sum w^2), and |mu| tends to its root. 0 where pairs point apart; null under two plays.
 */
export function unbiasedGs({ sum, weight, squares }: Taste): number | null {
  const pairs = weight * weight - squares
  if (!(pairs > 1e-9)) return null
  return Math.sqrt(Math.min(1, Math.max(0, (Math.hypot(...sum) ** 2 - squares) / pairs)))
}
