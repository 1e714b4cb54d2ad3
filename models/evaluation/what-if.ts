// What another policy would have brought, from what one that draws now and then did bring (inverse propensity, self-normalised).
//
//   v = sum_i w_i r_i / sum_i w_i,   w_i = pi(a_i | x_i) / p(a_i | x_i)
//
// Swaminathan, Joachims 2015, "The self-normalized estimator for counterfactual learning". p: how likely the logged policy was to choose what
// it chose, pi: how likely the other one would have been. The interval is a bootstrap over the logged choices. Choice: each redraw also holds
// one stay and one leave of mean weight, as of Agresti and Coull, so that three choices that went alike do not promise certainty.
import { ModelError } from '../model.ts'
import type { Rng } from '../rng.ts'

export interface LoggedChoice {
  /** How it went, 0..1. */
  readonly reward: number
  /** Above 0: how likely the logged policy was to choose it. */
  readonly propensity: number
  /** How likely the other policy would have been. */
  readonly target: number
}

export interface Estimate {
  readonly mean: number
  /** 95 %. */
  readonly low: number
  readonly high: number
  /** Choices of equal weight that say as much: (sum w)^2 / sum w^2. */
  readonly effective: number
}

const DRAWS = 1000
const [LOW, HIGH] = [0.025, 0.975]

/** Null where nothing that was logged would have been chosen. Throws ModelError 'bad-input' that names the choice. */
export function estimateOther(choices: readonly LoggedChoice[], rng: Rng, draws = DRAWS): Estimate | null {
  const weights = Float64Array.from(choices, ({ reward, propensity, target }, place) => {
    const weight = target / propensity
    if (!(propensity > 0) || !(target >= 0) || !Number.isFinite(weight) || !Number.isFinite(reward))
      throw new ModelError('bad-input', `choice ${place}: reward ${reward}, propensity ${propensity}, target ${target}`)
    return weight
  })
  const rewards = Float64Array.from(choices, ({ reward }) => reward)
  let [sum, squares, gained] = [0, 0, 0]
  weights.forEach((weight, place) => {
    sum += weight
    squares += weight * weight
    gained += weight * (rewards[place] as number) // one for each weight
  })
  if (sum === 0) return null
  const extra = sum / weights.length
  const values = new Float64Array(draws)
  for (let draw = 0; draw < draws; draw++) {
    let [drawnSum, drawnGained] = [2 * extra, extra]
    for (let count = 0; count < weights.length; count++) {
      const place = rng.below(weights.length)
      drawnSum += weights[place] as number // inside both
      drawnGained += (weights[place] as number) * (rewards[place] as number)
    }
    values[draw] = drawnGained / drawnSum
  }
  values.sort()
  const at = (share: number) => values[Math.min(draws - 1, Math.floor(share * draws))] ?? 0
  const mean = gained / sum
  return { mean, low: Math.min(mean, at(LOW)), high: Math.max(mean, at(HIGH)), effective: (sum * sum) / squares }
}
