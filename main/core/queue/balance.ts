// From sliders to the search: what each position of the balance means in the unit of SAT, and where a listener's taste puts the first one.
import {
  adventureWords,
  type Balance,
  type Mix,
  type MixItem,
  type Objective,
  objectiveNames,
} from '../../../preload/contract/balance.ts'

/** From here on Adventure gives up certainty; below it is locked in. */
const LOCKED_IN = adventureWords.find(({ word }) => word === 'focused')?.from ?? 0
/** Weight of an objective at the end of its slider, in the unit of SAT: the ratios that were best on the logs (docs/results.md). */
const FULL: Readonly<Record<Objective, number>> = { discovery: 1, exposure: 1.5, boost: 2 }

/**
 * The most SAT that a position may give up: 0 while locked in, then in a line to 1 (anything): .41 in the middle, which was best on the logs.
 */
export const epsOf = (adventure: number): number => Math.max(0, (adventure - LOCKED_IN) / (1 - LOCKED_IN))

export const weightsOf = (balance: Pick<Balance, Objective>): readonly number[] =>
  objectiveNames.map(objective => balance[objective] * FULL[objective])

/** A specialist (GS near 1) begins focused, a generalist (near 0) adventurous: .95 - .8 GS, kept within .2 and .85. */
export const adventureOfTaste = (gs: number): number =>
  Math.round(Math.min(0.85, Math.max(0.2, 0.95 - 0.8 * gs)) * 100) / 100

export function mixOf(items: readonly MixItem[]): Mix {
  const counts = { discovery: 0, exposure: 0, boost: 0 }
  for (const { objectives } of items) for (const objective of objectives) counts[objective]++
  const sum = items.reduce((total, { sat }) => total + sat, 0)
  return { items, counts, meanSat: items.length === 0 ? null : sum / items.length }
}

/** Names of the objectives whose bits are set. */
export const objectivesOf = (serves: number): Objective[] =>
  objectiveNames.filter((_, objective) => (serves >>> objective) & 1)
