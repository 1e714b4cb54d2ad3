// Laws of a queue's layout: relevance where nothing else is asked, sliders that move what they name, the rules of a player, honest chances.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../main/core/demo/random.ts'
import { epsOf, weightsOf } from '../../../main/core/queue/balance.ts'
import { constraints, type LayoutOptions, layOut, type Slot } from '../../../main/core/queue/layout.ts'
import type { Proposal } from '../../../main/core/scoring/protocol.ts'
import { adventureWord, objectiveNames } from '../../../preload/contract/balance.ts'
import { proposalOf } from './candidates.ts'

const rules = { artistGap: 3, coolDownS: 12 * 3600 }
const LENGTH = 20

function laid(
  proposal: Proposal,
  options: Partial<LayoutOptions>,
  banned = new Uint8Array(proposal.ids.length),
): Slot[] {
  const artistGap = options.artistGap ?? rules.artistGap
  const allowed = constraints(proposal, banned, { ...rules, artistGap }, LENGTH, proposal.plays)
  return layOut(proposal, allowed, {
    eps: 0.4,
    weights: [0, 0, 0],
    length: LENGTH,
    oneIn: null,
    artistGap,
    random: seededRandom(1),
    ...options,
  })
}

const seeds = fc.integer({ min: 1, max: 10_000 })
const byRelevance = ({ sat }: Proposal) =>
  Array.from(sat.keys())
    .sort((a, b) => (sat[b] ?? 0) - (sat[a] ?? 0) || a - b)
    .slice(0, LENGTH)

describe('a queue’s layout', () => {
  it('is the order of relevance where Adventure is locked in or nobody is served', () => {
    fc.assert(
      fc.property(
        seeds,
        fc.array(fc.float({ min: 0, max: 2, noNaN: true }), { minLength: 3, maxLength: 3 }),
        (seed, weights) => {
          const proposal = proposalOf(seed)
          const order = byRelevance(proposal)
          const places = (slots: readonly Slot[]) => slots.map(slot => slot.candidate)
          expect(places(laid(proposal, { eps: 0, weights, artistGap: 0, oneIn: 20 }))).toEqual(order)
          expect(places(laid(proposal, { eps: 0.5, artistGap: 0 }))).toEqual(order)
        },
      ),
      { numRuns: 40 },
    )
  })

  it('serves an objective more, or no less, the further its slider is moved', () => {
    const sliders = [0, 0.25, 0.5, 0.75, 1]
    for (const [objective, name] of objectiveNames.entries()) {
      let rose = 0
      for (let seed = 1; seed <= 25; seed++) {
        const proposal = proposalOf(seed)
        const served = sliders.map(slider => {
          const weights = weightsOf({ discovery: 0, exposure: 0, boost: 0, [name]: slider })
          return laid(proposal, { eps: epsOf(0.6), weights }).filter(
            slot => proposal.objectives[objective]?.[slot.candidate] === 1,
          ).length
        })
        served.forEach((count, at) => {
          expect(count).toBeGreaterThanOrEqual(served[at - 1] ?? 0)
        })
        if ((served.at(-1) ?? 0) > (served[0] ?? 0)) rose++
      }
      expect(rose).toBe(25)
    }
  })

  it('never gives up more likelihood than Adventure allows', () => {
    fc.assert(
      fc.property(seeds, fc.double({ min: 0, max: 1, noNaN: true }), (seed, adventure) => {
        const proposal = proposalOf(seed)
        const eps = epsOf(adventure)
        const slots = laid(proposal, { eps, weights: [1, 1, 1], artistGap: 0, oneIn: 5, random: seededRandom(seed) })
        const used = new Set<number>()
        for (const { candidate } of slots) {
          const best = Math.max(...Array.from(proposal.sat).filter((_, other) => !used.has(other)))
          expect(best - (proposal.sat[candidate] ?? 0)).toBeLessThanOrEqual(eps + 1e-9)
          used.add(candidate)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('never brings what is banned or was heard in this session, nor one artist twice within the spread, drawn or not', () => {
    fc.assert(
      fc.property(seeds, seed => {
        const made = proposalOf(seed)
        const proposal = { ...made, inSession: made.inSession.map((_, at) => (at % 7 === 0 ? 1 : 0)) }
        const banned = made.inSession.map((_, at) => (at % 5 === 0 ? 1 : 0))
        const slots = laid(proposal, { eps: 1, weights: [1, 0.5, 2], oneIn: 3, random: seededRandom(seed) }, banned)
        expect(slots).toHaveLength(LENGTH)
        const artists = slots.map(slot => proposal.artist[slot.candidate])
        slots.forEach(({ candidate }, at) => {
          expect(candidate % 5 === 0 || candidate % 7 === 0).toBe(false)
          expect(artists.slice(Math.max(0, at - rules.artistGap), at)).not.toContain(artists[at])
        })
        expect(new Set(slots.map(slot => slot.candidate)).size).toBe(LENGTH)
      }),
      { numRuns: 60 },
    )
  })

  it('lets what was played within the cool-down rest while there is enough else', () => {
    const made = proposalOf(3)
    const restedS = made.restedS.map((_, at) => (at % 2 === 0 ? 3600 : 40 * 3600))
    const slots = laid({ ...made, restedS }, { eps: 1, weights: [1, 1, 1] })
    expect(slots.every(slot => slot.candidate % 2 === 1)).toBe(true)
    // Where there is not, what rested longest comes first.
    const few = laid({ ...made, restedS: restedS.map((_, at) => (at < 5 ? 40 * 3600 : at)) }, { artistGap: 0 })
    expect(few.map(slot => slot.candidate).filter(at => at < 5)).toHaveLength(5)
  })

  it('brings what waited longest at every twentieth play, whatever its score', () => {
    const made = proposalOf(4)
    const worst = byRelevance({ ...made, sat: made.sat.map(value => -value) })[0] ?? 0
    const waits = made.waits.map((_, at) => (at === worst ? 500 : 10))
    const slots = laid({ ...made, waits, plays: 1014 }, { eps: 0 })
    // The 1,020th play is the sixth of this queue.
    expect(slots[5]).toMatchObject({ candidate: worst, isDue: true })
  })

  it('is the same again with the same chance', () => {
    const proposal = proposalOf(6)
    const once = () => laid(proposal, { oneIn: 4, weights: [0.3, 0.3, 1], random: seededRandom(9) })
    expect(once()).toEqual(once())
  })

  it('draws one slot in twenty, and says of each track how likely it was to stand there', () => {
    const proposal = proposalOf(7, { count: 40, artists: 40 })
    const counts = new Map<number, number>()
    const said = new Map<number, number>()
    const random = seededRandom(5)
    const rounds = 20_000
    let drawn = 0
    for (let round = 0; round < rounds; round++) {
      const [first] = laid(proposal, { oneIn: 20, length: 1, random })
      if (first === undefined) throw new Error('nothing was laid out')
      counts.set(first.candidate, (counts.get(first.candidate) ?? 0) + 1)
      said.set(first.candidate, first.propensity)
      if (first.drawn) drawn++
    }
    expect(drawn / rounds).toBeCloseTo(1 / 20, 2)
    expect([...said.values()].reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 6)
    for (const [candidate, chance] of said) expect((counts.get(candidate) ?? 0) / rounds).toBeCloseTo(chance, 1.7)
  })

  it('draws nothing while locked in', () => {
    for (let seed = 1; seed < 30; seed++) {
      const slots = laid(proposalOf(seed), { eps: epsOf(0.1), oneIn: 20, random: () => 0 })
      expect(slots.every(slot => !slot.drawn && slot.propensity === 1)).toBe(true)
    }
  })
})

describe('Adventure', () => {
  it('gives up nothing while locked in, and more the further it goes', () => {
    for (let step = 0; step < 100; step++) {
      const adventure = step / 100
      expect(epsOf(adventure)).toBeLessThanOrEqual(epsOf(adventure + 0.01))
      if (adventureWord(adventure) === 'lockedIn') expect(epsOf(adventure)).toBe(0)
    }
    expect(epsOf(1)).toBe(1)
  })
})
