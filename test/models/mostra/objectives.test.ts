// Discovery, exposure and boost: what is known of a track before it plays.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Mark, ObjectiveState } from '../../../models/mostra/objectives.ts'
import { rngOf } from '../../../models/rng.ts'

const DAY_S = 86_400

describe('discovery', () => {
  it('ends for every track of an artist with the first play of one', () => {
    const state = new ObjectiveState(Int32Array.of(0, 0, 1), 2)
    expect([0, 1, 2].map(track => state.discovery(track))).toEqual([true, true, true])
    state.hear(0, 0)
    expect([0, 1, 2].map(track => state.discovery(track))).toEqual([false, false, true])
  })

  it('is about the track alone where no artist is named', () => {
    const state = new ObjectiveState(Int32Array.of(-1, -1), 0)
    state.hear(0, 0)
    expect([state.discovery(0), state.discovery(1)]).toEqual([false, true])
  })
})

describe('exposure', () => {
  /** Four artists with two tracks each, owned for a year; artist a played a times on day 360. */
  function year(): ObjectiveState {
    const state = new ObjectiveState(Int32Array.of(0, 0, 1, 1, 2, 2, 3, 3), 4)
    for (let track = 0; track < 8; track++) state.own(track, 0)
    for (let artist = 0; artist < 4; artist++)
      for (let play = 0; play < artist; play++) state.hear(2 * artist, 360 * DAY_S)
    state.moveTo(365 * DAY_S)
    return state
  }

  it('is for the lowest quarter of artists in plays for what is owned of them', () => {
    expect([0, 2, 4, 6].map(track => year().exposure(track))).toEqual([true, false, false, false])
  })

  it('counts plays for ninety days: then all are heard as little as each other', () => {
    const state = year()
    state.moveTo(455 * DAY_S)
    expect([0, 2, 4, 6].map(track => state.exposure(track))).toEqual([true, true, true, true])
  })

  it('is for an artist who came in the last thirty days, however much he is heard', () => {
    const state = new ObjectiveState(Int32Array.of(0, 1), 2)
    state.own(0, 0)
    state.moveTo(364 * DAY_S)
    for (let play = 0; play < 9; play++) state.hear(1, 364 * DAY_S)
    state.moveTo(365 * DAY_S)
    expect(state.exposure(1)).toBe(true)
    state.moveTo(395 * DAY_S)
    expect(state.exposure(1)).toBe(false)
  })
})

describe('boost', () => {
  it('is what the listener marked, until the mark ends', () => {
    const state = new ObjectiveState(Int32Array.of(0, 1), 2)
    const mark: Mark = { has: track => track === 1, until: 10 }
    state.moveTo(5)
    expect([state.boost(0, [mark]), state.boost(1, [mark])]).toEqual([false, true])
    state.moveTo(10)
    expect(state.boost(1, [mark])).toBe(false)
    expect(state.boost(1, [{ ...mark, until: null }])).toBe(true)
  })

  it('can be of what came lately', () => {
    const state = new ObjectiveState(Int32Array.of(0, 0), 1)
    state.own(0, 0)
    state.own(1, 20 * DAY_S)
    state.moveTo(40 * DAY_S)
    expect([state.addedLately(0), state.addedLately(1)]).toEqual([false, true])
  })
})

describe('the state of objectives', () => {
  it('is the same play by play as reckoned anew at the moment', () => {
    fc.assert(
      fc.property(fc.integer(), seed => {
        const rng = rngOf(seed)
        const artistOf = Int32Array.from({ length: 30 }, () => rng.below(8))
        const plays = Array.from({ length: 120 }, (_, index) => ({ track: rng.below(30), at: index * 3 * DAY_S }))
        const now = 121 * 3 * DAY_S
        const tracks = Int32Array.from({ length: 30 }, (_, track) => track)
        const walked = new ObjectiveState(artistOf, 8)
        for (const { track, at } of plays) {
          walked.moveTo(at)
          walked.of(tracks, [])
          walked.hear(track, at)
        }
        walked.moveTo(now)
        const anew = new ObjectiveState(artistOf, 8)
        for (const { track, at } of plays) anew.hear(track, at)
        anew.moveTo(now)
        expect(walked.of(tracks, [])).toEqual(anew.of(tracks, []))
      }),
    )
  })

  it('survives a clock that goes backwards', () => {
    const state = new ObjectiveState(Int32Array.of(0), 1)
    state.hear(0, 100)
    state.moveTo(200)
    state.moveTo(50)
    expect(state.exposure(0)).toBe(true)
  })

  it('refuses a track that the library does not have', () => {
    const state = new ObjectiveState(Int32Array.of(0), 1)
    expect(() => state.discovery(1)).toThrow('track 1 is not in the library')
    expect(() => state.hear(-1, 0)).toThrow('track -1 is not in the library')
  })
})

describe('a library that was just taken in', () => {
  it('makes none of its artists under-heard for being new: only those that come after its first day', () => {
    const state = new ObjectiveState(Int32Array.of(0, 1, 2), 3)
    state.own(0, 1_000_000)
    state.own(1, 1_000_000 + 3600)
    state.hear(0, 1_000_100)
    state.hear(1, 1_004_000)
    state.moveTo(1_000_000 + 5 * 86_400)
    state.own(2, 1_000_000 + 4 * 86_400)
    state.hear(2, 1_000_000 + 4 * 86_400 + 60)
    state.hear(2, 1_000_000 + 4 * 86_400 + 600)
    expect(state.addedLately(0)).toBe(false)
    expect(state.addedLately(1)).toBe(false)
    expect(state.addedLately(2)).toBe(true)
    expect(state.exposure(2)).toBe(true)
  })

  it('is not made older by what was heard elsewhere before', () => {
    const state = new ObjectiveState(Int32Array.of(0, 1), 2)
    state.own(0, 100 * 86_400)
    state.hear(1, 1000)
    state.hear(0, 2000)
    state.moveTo(101 * 86_400)
    expect(state.addedLately(0)).toBe(false)
  })
})
