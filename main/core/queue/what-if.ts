// How other positions of Adventure would have fared: each slot of which is known how it went, asked how likely another setting was to bring it.

import { estimateOther, type LoggedChoice } from '../../../models/evaluation/what-if.ts'
import { decode } from '../../../models/mostra/decoder.ts'
import { rngOf } from '../../../models/rng.ts'
import type { WhatIf } from '../../../preload/contract/learning.ts'
import type { DecisionTable, Witness } from '../store/tables/decisions.ts'
import { turn } from '../turn.ts'
import { epsOf } from './balance.ts'
import { BEAMS, nearEnough, ONE_IN, PHI } from './layout.ts'

/** One position for each word: locked in, focused, balanced, adventurous. */
const SETTINGS = [0, 0.3, 0.6, 0.9] as const
/** The newest slots that are asked, and how many are read at once. */
const [MOST, PAGE] = [800, 10]
/** Of what a setting would have brought, at least so much must have been possible in what was logged: the rest cannot be judged. */
const COVERED = 0.9
/** Fewer slots of equal weight say nothing. */
const LEAST_SLOTS = 5
/** Slots say nothing of one track but much of its kind: how near it was to being stayed with, and whom it serves. */
const TENTHS = 10
/** As far as the search looks ahead for the one slot in question. */
const AHEAD = 12

export async function whatIf(table: Pick<DecisionTable, 'witnesses'>): Promise<readonly WhatIf[]> {
  const choices = SETTINGS.map((): LoggedChoice[] => [])
  const covered = SETTINGS.map(() => 0)
  let before = Number.MAX_SAFE_INTEGER
  for (let seen = 0; seen < MOST; seen += PAGE) {
    const page = table.witnesses(before, PAGE)
    if (page.length === 0) break
    before = page.at(-1)?.key ?? 0
    for (const { witness } of page) {
      // Where nothing was left to chance, nothing is learned of another setting.
      if (witness.oneIn === null || !(witness.propensity > 0 && witness.propensity < 1)) continue
      const kinds = kindsOf(witness)
      const kind = kinds[witness.candidates.ids.indexOf(witness.trackId)]
      const ofKind = ({ chances }: Chances) =>
        chances.reduce((sum, each, place) => (kinds[place] === kind ? sum + each : sum), 0)
      const own = await asked(witness, witness.eps)
      const propensity = ofKind(own)
      // Asked for this slot alone, the search would not have brought it: it was what earlier slots had left over.
      if (kind === undefined || propensity === 0) continue
      for (const [at, adventure] of SETTINGS.entries()) {
        const other = await asked(witness, epsOf(adventure))
        choices[at]?.push({
          reward: witness.stayed,
          propensity,
          target: ofKind(other),
          stratum: Number(kinds[other.chosen] === kinds[own.chosen]),
        })
        // Kinds that could have come then.
        const possible = new Set(kinds.filter((_, place) => (own.chances[place] ?? 0) > 0))
        covered[at] = other.chances.reduce(
          (sum, each, place) => (possible.has(kinds[place] ?? -1) ? sum + each : sum),
          covered[at] ?? 0,
        )
      }
    }
  }
  const told: WhatIf[] = []
  for (const [at, adventure] of SETTINGS.entries()) {
    const own = choices[at] ?? []
    if ((covered[at] ?? 0) < COVERED * own.length) continue
    await turn()
    const estimate = estimateOther(own, rngOf(at + 1))
    if (estimate === null || estimate.effective < LEAST_SLOTS) continue
    const { effective, ...stays } = estimate
    told.push({ adventure, stays, slots: Math.round(effective) })
  }
  return told
}

export interface Chances {
  /** How likely a setting was to bring each candidate in this slot, [candidates]. */
  readonly chances: Float64Array
  /** The candidate that it brings when it does not draw; -1: none. */
  readonly chosen: number
}

/** After a turn of the event loop: some milliseconds of search each, and there are thousands. */
async function asked(witness: Witness, eps: number): Promise<Chances> {
  await turn()
  return chancesUnder(witness, eps)
}

export function chancesUnder(witness: Witness, eps: number): Chances {
  const { candidates, before, artistGap, weights } = witness
  const { ids, artist, sat, serves } = candidates
  const used = new Set<number>()
  const artistsThen = [...witness.artistsBefore]
  for (const id of before) {
    const place = ids.indexOf(id)
    if (place < 0) continue
    used.add(place)
    artistsThen.push(artist[place] ?? -1)
  }
  const lately = artistGap === 0 ? [] : artistsThen.slice(-artistGap)
  const fits = (candidate: number) => !lately.includes(artist[candidate] ?? -1)
  const { order } = decode({
    sat,
    objectives: weights.map((_, objective) => Uint8Array.from(serves, bits => (bits >>> objective) & 1)),
    weights,
    eps,
    length: AHEAD,
    beams: BEAMS,
    phi: PHI,
    allowed: Uint8Array.from(ids, (_, place) => (used.has(place) ? 0 : 1)),
    spread: { artist, gap: artistGap, before: Int32Array.from(artistsThen) },
  })
  const draws = eps > 0 ? 1 / ONE_IN : 0
  const near = nearEnough(sat, undefined, used, eps, fits)
  const chances = new Float64Array(ids.length)
  const [chosen] = order
  if (chosen !== undefined) chances[chosen] = near.length === 0 ? 1 : 1 - draws
  for (const candidate of near) chances[candidate] = (chances[candidate] ?? 0) + draws / near.length
  return { chances, chosen: chosen ?? -1 }
}

/** Candidates that are as likely to be stayed with, to a tenth, and serve the same are of one kind, [candidates]. */
function kindsOf({ candidates: { sat, serves } }: Witness): Int32Array {
  return Int32Array.from(sat, (each, place) => Math.floor(each * TENTHS) * 8 + ((serves[place] ?? 0) & 7))
}
