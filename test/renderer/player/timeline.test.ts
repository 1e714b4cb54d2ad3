// Where sound lies in time: the arithmetic of origins, ends and joins.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  consecutive,
  endFrame,
  fractionFor,
  joinOf,
  positionMs,
  ratio,
  split,
} from '../../../renderer/player/timeline.ts'

const rates = fc.constantFrom(8000, 22_050, 32_000, 44_100, 48_000, 88_200, 96_000, 192_000)

describe('the clock', () => {
  it('puts a whole and a fraction back together, to a millionth of a frame', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e9, max: 1e9, noNaN: true }), origin => {
        const { base, fraction } = split(origin)
        expect(Number.isInteger(base)).toBe(true)
        expect(fraction).toBeGreaterThanOrEqual(0)
        expect(fraction).toBeLessThan(1)
        expect(Math.abs(base + fraction - origin)).toBeLessThan(2e-6)
      }),
    )
  })

  it('lets any frame of a track begin on a whole frame of the output', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 }), rates, rates, (from, rate, output) => {
        const at = from * ratio(rate, output) + fractionFor(from, rate, output)
        expect(Math.abs(at - Math.round(at))).toBeLessThan(1e-5)
      }),
    )
  })

  it('ends a chain of tracks where their lengths say, however many there are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 1e7 }), { minLength: 1, maxLength: 50 }),
        rates,
        rates,
        (tracks, rate, output) => {
          const end = tracks.reduce((origin, frames) => endFrame(origin, frames, rate, output), 1000)
          const frames = tracks.reduce((sum, each) => sum + each, 0)
          expect(end - 1000).toBeCloseTo((frames / rate) * output, 3)
        },
      ),
    )
  })

  it('tells the position from the frame that is heard', () => {
    expect(positionMs(48_000, 0, 48_000)).toBe(1000)
    expect(positionMs(0, 24_000, 48_000)).toBe(-500)
  })
})

describe('joining two tracks', () => {
  const on = (albumId: number | null, track: number | null, disc: number | null = null, durationMs = 200_000) =>
    // An id of this file's own making.
    ({ albumId: albumId as never, track, disc, durationMs })
  const rules = { gapless: true, crossfadeS: 6 }

  it('knows what follows what on a record, over its discs too', () => {
    expect(consecutive(on(1, 3), on(1, 4))).toBe(true)
    expect(consecutive(on(1, 3), on(1, 5))).toBe(false)
    expect(consecutive(on(1, 3), on(2, 4))).toBe(false)
    expect(consecutive(on(null, 3), on(null, 4))).toBe(false)
    expect(consecutive(on(1, 12, 1), on(1, 1, 2))).toBe(true)
    expect(consecutive(on(1, 12, 1), on(1, 2, 2))).toBe(false)
  })

  it('never fades within a record that is heard through', () => {
    expect(joinOf(on(1, 3), on(1, 4), rules)).toEqual({ kind: 'exact', overlapS: 0 })
    expect(joinOf(on(1, 3), on(1, 7), rules)).toEqual({ kind: 'crossfade', overlapS: 6 })
    expect(joinOf(on(1, 3), on(1, 4), { ...rules, gapless: false })).toEqual({ kind: 'crossfade', overlapS: 6 })
  })

  it('gives a short track less of a fade', () => {
    expect(joinOf(on(1, 1), on(2, 1, null, 10_000), rules).overlapS).toBe(4)
  })

  it('joins at the very end without a crossfade, and not at all when gapless is off', () => {
    expect(joinOf(on(1, 1), on(2, 1), { gapless: true, crossfadeS: 0 }).kind).toBe('exact')
    expect(joinOf(on(1, 1), on(2, 1), { gapless: false, crossfadeS: 0 }).kind).toBe('apart')
  })
})
