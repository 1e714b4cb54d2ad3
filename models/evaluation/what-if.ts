// What another policy would have brought, from what one that draws now and then did bring (inverse propensity, self-normalised).
//
//   v = sum_s n_s / n  (sum_i w_i r_i / sum_i w_i, i in s),   w_i = pi(c_i | x_i) / p(c_i | x_i)
//
// Swaminathan, Joachims 2015, "The self-normalized estimator for counterfactual learning". p: how likely the logged policy was to bring what
// it brought, pi: how likely the other one would have been; c may be the kind of what was brought instead of the thing itself (Saito, Joachims
// 2022, "Off-policy evaluation for large action spaces via embeddings"). Occasions are told apart by strata s, known before anything is
// brought: where both policies want the same, hundreds speak; where they differ, only the draws do, few and heavy, and in one sum the hundreds
// would drown what they do not know. Interval: the Bayesian bootstrap (Rubin 1981), which is not blind to what was not drawn. Choice: each
// redraw of a stratum also holds one stay and one leave as heavy as what speaks in it, so that three that went alike promise no certainty.
import { ModelError } from '../model.ts'
import type { Rng } from '../rng.ts'

export interface LoggedChoice {
  /** How it went, 0..1. */
  readonly reward: number
  /** Above 0: how likely the logged policy was to bring it. */
  readonly propensity: number
  /** How likely the other policy would have been. */
  readonly target: number
  /** Which occasions it is counted with; 0 where not given. */
  readonly stratum?: number
}

export interface Estimate {
  readonly mean: number
  /** 95 %. */
  readonly low: number
  readonly high: number
  /** Choices of equal weight that say as much. */
  readonly effective: number
}

const DRAWS = 1000
const [LOW, HIGH] = [0.025, 0.975]
/** A stratum of which nothing is known is left out while it is no larger a share. */
const SMALL = 0.05

interface Stratum {
  readonly share: number
  readonly weights: Float64Array
  readonly rewards: Float64Array
  /** Sum of weights, and the weight of what speaks: sum w^2 / sum w. */
  readonly sum: number
  readonly heavy: number
}

/**
 * Null where nothing that was logged would have been brought, or nothing in a stratum that counts. Throws ModelError 'bad-input' that names
 * the choice.
 */
export function estimateOther(choices: readonly LoggedChoice[], rng: Rng, draws = DRAWS): Estimate | null {
  const all = strataOf(choices)
  const strata = all.filter(({ sum }) => sum > 0)
  const known = strata.reduce((sum, { share }) => sum + share, 0)
  if (strata.length === 0 || known < 1 - SMALL) return null
  let [mean, spread] = [0, 0]
  for (const { share, weights, rewards, sum, heavy } of strata) {
    mean += (share / known) * (gained(weights, rewards) / sum)
    spread += ((share / known) ** 2 * heavy) / sum
  }
  const values = Float64Array.from({ length: draws }, () =>
    strata.reduce((value, stratum) => value + (stratum.share / known) * redrawn(stratum, rng), 0),
  ).sort()
  const at = (share: number) => values[Math.min(draws - 1, Math.floor(share * draws))] ?? 0
  return { mean, low: Math.min(mean, at(LOW)), high: Math.max(mean, at(HIGH)), effective: 1 / spread }
}

function strataOf(choices: readonly LoggedChoice[]): Stratum[] {
  const places = new Map<number, { weight: number; reward: number }[]>()
  choices.forEach(({ reward, propensity, target, stratum = 0 }, place) => {
    const weight = target / propensity
    if (!(propensity > 0) || !(target >= 0) || !Number.isFinite(weight) || !Number.isFinite(reward))
      throw new ModelError('bad-input', `choice ${place}: reward ${reward}, propensity ${propensity}, target ${target}`)
    const own = places.get(stratum) ?? []
    places.set(stratum, own)
    own.push({ weight, reward })
  })
  return [...places.values()].map(own => {
    const weights = Float64Array.from(own, ({ weight }) => weight)
    const sum = weights.reduce((total, weight) => total + weight, 0)
    const squares = weights.reduce((total, weight) => total + weight * weight, 0)
    return {
      share: own.length / choices.length,
      weights,
      rewards: Float64Array.from(own, ({ reward }) => reward),
      sum,
      heavy: sum > 0 ? squares / sum : 0,
    }
  })
}

function gained(weights: Float64Array, rewards: Float64Array): number {
  let sum = 0
  for (let place = 0; place < weights.length; place++) sum += (weights[place] ?? 0) * (rewards[place] ?? 0)
  return sum
}

/** Mean of a redraw, each choice and one stay and one leave besides with a share drawn from Exp(1). */
function redrawn({ weights, rewards, heavy }: Stratum, rng: Rng): number {
  const share = () => -Math.log(1 - rng.next())
  const stay = heavy * share()
  let [sum, stayed] = [stay + heavy * share(), stay]
  for (let place = 0; place < weights.length; place++) {
    const weight = weights[place] ?? 0
    if (weight === 0) continue
    const drawn = weight * share()
    sum += drawn
    stayed += drawn * (rewards[place] ?? 0)
  }
  return stayed / sum
}
