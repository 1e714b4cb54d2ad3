// The rules of a player over Mostra's queue: what never plays, what rests, how artists are spread, and that nothing starves.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CandidateState, constraintsOf, PLAYER_RULES } from '../../../models/mostra/constraints.ts'
import { decode } from '../../../models/mostra/decoder.ts'
import { rngOf } from '../../../models/rng.ts'

function stateOf(count: number, change: Partial<CandidateState> = {}): CandidateState {
  return {
    banned: new Uint8Array(count),
    inSession: new Uint8Array(count),
    restedS: new Float64Array(count).fill(Number.POSITIVE_INFINITY),
    passedOver: new Int32Array(count),
    artist: Int32Array.from({ length: count }, (_, index) => index),
    ...change,
  }
}

function queue(state: CandidateState, length: number, rules = PLAYER_RULES, before = new Int32Array(0), eps = 1) {
  const count = state.banned.length
  const sat = Float32Array.from({ length: count }, (_, index) => 1 - index / count)
  return [
    ...decode({ sat, objectives: [], weights: [], eps, length, ...constraintsOf(state, rules, length, before) }).order,
  ]
}

describe('a player', () => {
  it('never plays what is banned, nor what the session has had, not even in an empty library', () => {
    const state = stateOf(4, { banned: Uint8Array.of(1, 0, 0, 0), inSession: Uint8Array.of(0, 1, 0, 0) })
    expect(queue(state, 4)).toEqual([2, 3])
  })

  it('lets a track rest, and breaks the rest of those that rested longest when too few are left', () => {
    const state = stateOf(4, { restedS: Float64Array.of(60, 3600, 7200, Number.POSITIVE_INFINITY) })
    expect(queue(state, 1)).toEqual([3])
    expect(queue(state, 3)).toEqual([1, 2, 3])
  })

  it('plays no artist twice within the gap while others are there, the plays before the queue included', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 4 }), (seed, gap) => {
        const rng = rngOf(seed)
        const artist = Int32Array.from({ length: 40 }, (_, index) => (index < 8 ? index : rng.below(8)))
        const before = Int32Array.from({ length: 3 }, () => rng.below(8))
        const order = queue(stateOf(40, { artist }), 8, { ...PLAYER_RULES, artistGap: gap }, before)
        const heard = [...before, ...order.map(track => artist[track])]
        for (let position = 3; position < heard.length; position++)
          expect(heard.slice(Math.max(0, position - gap), position)).not.toContain(heard[position])
      }),
    )
  })

  it('plays one artist on when there is no other', () => {
    expect(queue(stateOf(3, { artist: new Int32Array(3) }), 3)).toEqual([0, 1, 2])
  })

  it('starves nothing: made again and again, queues bring every track, the least liked one too', () => {
    const passedOver = new Int32Array(60)
    const heard = new Set<number>()
    const rules = { ...PLAYER_RULES, dueAfter: 10, dueEvery: 5 }
    for (let round = 0; round < 100; round++) {
      const order = queue(stateOf(60, { passedOver }), 10, rules, new Int32Array(0), 0)
      for (let track = 0; track < 60; track++) passedOver[track] = (passedOver[track] ?? 0) + 1
      for (const track of order) {
        heard.add(track)
        passedOver[track] = 0
      }
    }
    expect(heard.size).toBe(60)
  })

  it('measures what a position gives up against what may stand there', () => {
    const state = stateOf(3, { banned: Uint8Array.of(1, 0, 0) })
    const sat = Float32Array.of(0.9, 0.5, 0.4)
    const { given } = decode({
      sat,
      objectives: [],
      weights: [],
      eps: 0,
      length: 2,
      ...constraintsOf(state, PLAYER_RULES, 2),
    })
    expect([...given]).toEqual([0, 0])
  })

  it('refuses columns of different lengths', () => {
    expect(() => constraintsOf({ ...stateOf(3), artist: new Int32Array(2) }, PLAYER_RULES, 2)).toThrow(
      'artist has 2 values for 3 candidates',
    )
  })
})
