// How loud: laws of the volume curve, of ReplayGain and of the crossfade.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Loudness } from '../../../preload/contract/library.ts'
import { dbToGain, equalPower, fadeCurve, gainToDb, levelGain, volumeGain } from '../../../renderer/player/gain.ts'

const loudness = (change: Partial<Loudness>): Loudness => ({
  trackGainDb: null,
  trackPeak: null,
  albumGainDb: null,
  albumPeak: null,
  ...change,
})
const track = { replayGain: 'track', preampDb: 0, clippingGuard: true } as const
const album = { ...track, replayGain: 'album' } as const
const inDb = (...args: Parameters<typeof levelGain>): number => gainToDb(levelGain(...args))

describe('volume', () => {
  it('is silent at nothing, whole at full, and grows all the way', () => {
    expect(volumeGain(0)).toBe(0)
    expect(volumeGain(1)).toBe(1)
    expect(gainToDb(volumeGain(0.5))).toBeCloseTo(-18.06, 1)
    fc.assert(fc.property(fc.double({ min: 0, max: 0.99, noNaN: true }), x => volumeGain(x + 0.01) > volumeGain(x)))
  })
})

describe('ReplayGain', () => {
  it('takes the gain of the track or of the album, and the other where one is missing', () => {
    const both = loudness({ trackGainDb: -3, albumGainDb: -7 })
    expect(inDb(both, track)).toBeCloseTo(-3)
    expect(inDb(both, album)).toBeCloseTo(-7)
    expect(inDb(loudness({ trackGainDb: -3 }), album)).toBeCloseTo(-3)
    expect(inDb(loudness({ albumGainDb: -7 }), track)).toBeCloseTo(-7)
  })

  it('adds the pre-amp, also where no gain is known', () => {
    expect(inDb(loudness({ trackGainDb: -8 }), { ...track, preampDb: 5 })).toBeCloseTo(-3)
    expect(inDb(null, { ...track, preampDb: -4 })).toBeCloseTo(-4)
  })

  it('is out of the way when off', () => {
    expect(levelGain(loudness({ trackGainDb: -9 }), { ...track, replayGain: 'off', preampDb: 6 })).toBe(1)
  })

  it('amplifies nothing whose peak is not known while the guard is on', () => {
    expect(inDb(loudness({ trackGainDb: 6 }), track)).toBeCloseTo(0)
    expect(inDb(loudness({ trackGainDb: 6 }), { ...track, clippingGuard: false })).toBeCloseTo(6)
  })

  it('never lifts a known peak over full scale while the guard is on', () => {
    const peak = fc.double({ min: 0.01, max: 2, noNaN: true })
    const gainDb = fc.double({ min: -30, max: 30, noNaN: true })
    fc.assert(
      fc.property(peak, gainDb, gainDb, (trackPeak, trackGainDb, preampDb) => {
        const gain = levelGain(loudness({ trackGainDb, trackPeak }), { ...track, preampDb })
        expect(gain * trackPeak).toBeLessThanOrEqual(1 + 1e-9)
        expect(gain).toBeLessThanOrEqual(dbToGain(trackGainDb + preampDb) + 1e-9)
      }),
    )
  })
})

describe('a crossfade', () => {
  it('keeps the power of two unlike sounds', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), x => {
        const gains = equalPower(x)
        expect(gains.out ** 2 + gains.in ** 2).toBeCloseTo(1, 12)
      }),
    )
  })

  it('goes from whole to nothing and from nothing to whole', () => {
    expect([...fadeCurve('out')].at(-1)).toBeCloseTo(0)
    expect([...fadeCurve('in')].at(0)).toBe(0)
    expect([...fadeCurve('in')].at(-1)).toBe(1)
  })
})
