// What a moment of a listening history knows: its own past, all of it, and nothing after.
import { describe, expect, it } from 'vitest'
import { firstPlays, listeningOf, SIDE_SIZE } from '../../../../models/research/fs-vae/listening.ts'
import { SLOW_SIZE } from '../../../../models/research/fs-vae/slow-features.ts'
import { askedWindows, HOP, STEPS, trainingWindows, windowStart } from '../../../../models/research/fs-vae/windows.ts'
import { rngOf } from '../../../../models/rng.ts'
import { daily, directions, historyOf, MONDAY, play } from './stories.ts'

const vectors = directions(6, 8, 1)
const history = daily(100, index => (index * 7) % 6, 6)

describe('a listening history', () => {
  it('says the same of its first half when the second is another one: no moment looks ahead', () => {
    const other = historyOf(
      history.plays.map((each, index) => (index < 50 ? each : { ...each, track: 5, sat: 0 as const, dwellMs: 1 })),
      6,
    )
    const [one, two] = [firstPlays(listeningOf(history, vectors), 50), firstPlays(listeningOf(other, vectors), 50)]
    expect(two.side).toEqual(one.side)
    expect(two.slow).toEqual(one.slow)
    expect(one.slow.length).toBe(50 * SLOW_SIZE)
    expect(one.side.length).toBe(50 * SIDE_SIZE)
  })

  it('predicts no false positive and no track without a vector', () => {
    const plays = [play(0, MONDAY), play(1, MONDAY + 300, { fp: true, sat: 0 }), play(5, MONDAY + 600)]
    expect([...listeningOf(historyOf(plays, 6), vectors).target]).toEqual([1, 0, 0])
  })

  it('names the play whose track or time cannot be', () => {
    const of = (more: object) => () =>
      listeningOf(historyOf([play(0, MONDAY), play(0, MONDAY + 300, more)], 6), vectors)
    expect(of({ track: 6 })).toThrow('play 1 is of track 6')
    expect(of({ dwellMs: Number.NaN })).toThrow('play 1 has dwellMs NaN')
  })

  it('is learned from at every target once an epoch, each window from an empty beginning', () => {
    const listening = listeningOf(history, vectors)
    const asked = new Int32Array(listening.count)
    for (const window of trainingWindows(listening, rngOf(4))) {
      expect(window.plays[0]).toBe(-1)
      window.asked.forEach((flag, step) => {
        const moment = window.moments[step] ?? -1
        if (flag !== 1) return
        asked[moment] = (asked[moment] ?? 0) + 1
        // The step's play is the one before the moment that it is asked about.
        if (step > 0) expect(window.plays[step]).toBe(moment - 1)
      })
    }
    expect([...asked]).toEqual([...listening.target])
  })

  it('is remembered for 15 to 29 plays, whichever other moments are asked for', () => {
    for (const moments of [[99], [3, 99, 0, 16], Array.from({ length: 100 }, (_, index) => index)]) {
      const { windows, places } = askedWindows(moments)
      moments.forEach((moment, index) => {
        const place = places[index] ?? 0
        const window = windows[Math.floor(place / STEPS)]
        expect(window?.moments[place % STEPS]).toBe(moment)
        const seen = window?.plays.subarray(1, (place % STEPS) + 1) ?? []
        expect(seen.length).toBe(moment - windowStart(moment))
        if (moment >= HOP) expect(seen.length).toBeGreaterThanOrEqual(HOP)
        if (seen.length > 0) expect(seen[seen.length - 1]).toBe(moment - 1)
      })
    }
  })
})
