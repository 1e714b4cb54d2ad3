// How another setting would have fared: told from what one setting brought, and held against a listener whose truth is known.
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../main/core/demo/random.ts'
import { epsOf } from '../../../main/core/queue/balance.ts'
import { constraints, layOut, ONE_IN } from '../../../main/core/queue/layout.ts'
import { chancesUnder, whatIf } from '../../../main/core/queue/what-if.ts'
import type { Witness } from '../../../main/core/store/tables/decisions.ts'
import { rngOf } from '../../../models/rng.ts'
import { proposalOf } from './candidates.ts'

const ADVENTURE = 0.6
const GAP = 2
const WEIGHTS = [1, 0.5, 0]

/** A listener who stays as foretold, but less with what serves discovery: so that Adventure costs them more than the model thinks. */
const staysWith = (sat: number, discovers: boolean) => (discovers ? 0.35 * sat : 0.25 + 0.75 * sat)

interface Offered {
  readonly witness: Witness
  /** How likely the listener was to stay with each candidate. */
  readonly chances: readonly number[]
}

/** The first slot of a queue at one setting, and how it went. */
function offer(seed: number, adventure: number): Offered {
  const proposal = proposalOf(seed, { count: 30, artists: 12, serve: 0.3 })
  const random = seededRandom(seed * 7 + 1)
  const eps = epsOf(adventure)
  const allowed = constraints(proposal, new Uint8Array(30), { artistGap: GAP, coolDownS: 0 }, 12, 0)
  const options = { eps, weights: WEIGHTS, length: 12, oneIn: ONE_IN, artistGap: GAP, random }
  const [slot] = layOut(proposal, allowed, options)
  if (slot === undefined) throw new Error('nothing was laid out')
  const chances = Array.from(proposal.sat, (sat, at) => staysWith(sat, proposal.objectives[0][at] === 1))
  const stayed = rngOf(seed + 5).next() < (chances[slot.candidate] ?? 0) ? 1 : 0
  return {
    chances,
    witness: {
      slot: 0,
      trackId: proposal.ids[slot.candidate] ?? 0,
      drawn: slot.drawn,
      propensity: slot.propensity,
      before: new Int32Array(),
      eps,
      weights: WEIGHTS,
      oneIn: ONE_IN,
      artistGap: GAP,
      artistsBefore: new Int32Array(),
      candidates: {
        ids: proposal.ids,
        artist: proposal.artist,
        sat: proposal.sat,
        serves: Uint32Array.from(proposal.sat, (_, at) =>
          proposal.objectives.reduce((bits, column, objective) => bits | ((column[at] ?? 0) << objective), 0),
        ),
      },
      stayed,
    },
  }
}

/** What a setting would bring on these occasions, by the listener's own chances. */
function truthOf(offers: readonly Offered[], adventure: number): number {
  let sum = 0
  for (const { witness, chances } of offers)
    chancesUnder(witness, epsOf(adventure)).chances.forEach((chance, at) => {
      sum += chance * (chances[at] ?? 0)
    })
  return sum / offers.length
}

const tableOf = (offers: readonly Offered[]) => ({
  witnesses: (before: number, limit: number) =>
    offers
      .map(({ witness }, at) => ({ key: at + 1, witness }))
      .filter(({ key }) => key < before)
      .reverse()
      .slice(0, limit),
})

describe('another setting', () => {
  it('would have brought each track with chances that add up to one', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { witness } = offer(seed, ADVENTURE)
      for (const adventure of [0, 0.3, 0.9])
        expect(chancesUnder(witness, epsOf(adventure)).chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(
          1,
          9,
        )
    }
  })

  it('is what it was where it is the same: the chance that was noted', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const { witness } = offer(seed, ADVENTURE)
      const { chances } = chancesUnder(witness, witness.eps)
      expect(chances[witness.candidates.ids.indexOf(witness.trackId)]).toBeCloseTo(witness.propensity, 9)
    }
  })

  it('is told with an interval that holds the truth for most listeners, where the mean of what was heard does not', async () => {
    const errors: number[] = []
    const naive: number[] = []
    let held = 0
    for (let listener = 0; listener < 10; listener++) {
      const offers = Array.from({ length: 500 }, (_, at) => offer(1 + listener * 10_000 + at, ADVENTURE))
      const found = (await whatIf(tableOf(offers))).find(({ adventure }) => adventure === 0.3)
      if (found === undefined) continue
      const truth = truthOf(offers, 0.3)
      if (found.stays.low <= truth && truth <= found.stays.high) held++
      errors.push(found.stays.mean - truth)
      naive.push(offers.reduce((sum, { witness }) => sum + witness.stayed, 0) / offers.length - truth)
      expect(found.slots).toBeGreaterThanOrEqual(5)
    }
    expect(errors.length).toBeGreaterThanOrEqual(7)
    expect(held).toBeGreaterThanOrEqual(errors.length - 1)
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
    expect(Math.abs(mean(errors))).toBeLessThan(0.75 * Math.abs(mean(naive)))
  })

  it('is not told of where it would have brought what could not come, or nothing was left to chance', async () => {
    const careful = Array.from({ length: 60 }, (_, at) => offer(at + 1, 0.25))
    expect((await whatIf(tableOf(careful))).map(({ adventure }) => adventure)).not.toContain(0.9)
    const certain = careful.map(({ witness, chances }) => ({ chances, witness: { ...witness, oneIn: null } }))
    expect(await whatIf(tableOf(certain))).toEqual([])
  })

  it('is told all the same where a slot was brought that its own setting, asked again, would hardly bring', async () => {
    const offers = Array.from({ length: 60 }, (_, at) => offer(at + 1, 0.6))
    const strange = offers.map((each, at) => {
      if (at !== 7) return each
      // The search brought what lay beyond eps, since all that was nearer had its place before.
      const sat = each.witness.candidates.sat.slice()
      sat[each.witness.candidates.ids.indexOf(each.witness.trackId)] = 0
      const witness = { ...each.witness, propensity: 0.95, candidates: { ...each.witness.candidates, sat } }
      return { ...each, witness }
    })
    expect((await whatIf(tableOf(strange))).map(({ adventure }) => adventure)).toContain(0.6)
  })

  it('is asked with turns between, so that nothing else has to wait for all of it', async () => {
    let [turns, over] = [0, false]
    const turn = () => {
      turns++
      if (!over) setImmediate(turn)
    }
    setImmediate(turn)
    await whatIf(tableOf(Array.from({ length: 30 }, (_, at) => offer(at + 1, 0.6))))
    over = true
    // Five searches a slot: its own setting and four others.
    expect(turns).toBeGreaterThanOrEqual(30 * 5)
  })
})
