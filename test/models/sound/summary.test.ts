// Laws of the summary of a sound: what moves, beats, is loud or bright says so, and nothing makes it anything but finite numbers.
import { describe, expect, it } from 'vitest'
import { rngOf } from '../../../models/rng.ts'
import { logMel, SOUND_HZ } from '../../../models/sound/log-mel.ts'
import { MFCC_COUNT, mfccSummary } from '../../../models/sound/mfcc.ts'
import { SUMMARY_SIZE, soundSummary } from '../../../models/sound/summary.ts'
import { song } from './made-sound.ts'

const seconds = 8
const made = (sample: (t: number, n: number) => number) =>
  logMel(Float32Array.from({ length: seconds * SOUND_HZ }, (_, n) => sample(n / SOUND_HZ, n)))
const tone = (hertz: number) => made(t => 0.3 * Math.sin(2 * Math.PI * hertz * t))
const clicks = (perMinute: number) => {
  const rng = rngOf(7)
  return made(t => 0.001 * rng.normal() + (t % (60 / perMinute) < 0.02 ? 0.5 * rng.normal() : 0))
}
const noise = () => {
  const rng = rngOf(8)
  return made(() => 0.1 * rng.normal())
}

function movement(name: string, ...excerpts: Parameters<typeof soundSummary>[0]): number {
  const names = [
    'flux',
    'fluxDeviation',
    'onsetsPerSecond',
    'pulse',
    'quiet',
    'range',
    'brightness',
    'brightnessDeviation',
  ]
  return soundSummary(excerpts)[2 * MFCC_COUNT + names.indexOf(name)] ?? Number.NaN
}

describe('the summary of a sound', () => {
  it('begins with the means and deviations of MFCC over all excerpts', () => {
    const excerpts = [tone(300), clicks(90)]
    expect(soundSummary(excerpts).slice(0, 2 * MFCC_COUNT)).toEqual(mfccSummary(excerpts, true))
  })

  it('has one length and finite numbers, whatever it is made of', () => {
    for (const excerpts of [[], [logMel(new Float32Array(0))], [logMel(new Float32Array(SOUND_HZ))], [tone(200)]]) {
      const summary = soundSummary(excerpts)
      expect(summary).toHaveLength(SUMMARY_SIZE)
      expect(summary.every(Number.isFinite)).toBe(true)
    }
    expect(soundSummary([logMel(new Float32Array(SOUND_HZ))]).every(value => value === 0)).toBe(true)
  })

  it('hears a beat as a pulse, whatever its tempo, and none in noise', () => {
    for (const tempo of [70, 120, 170]) expect(movement('pulse', clicks(tempo))).toBeGreaterThan(0.5)
    expect(movement('pulse', noise())).toBeLessThan(0.2)
  })

  it('counts onsets', () => {
    expect(movement('onsetsPerSecond', clicks(120))).toBeCloseTo(2, 0)
    expect(movement('onsetsPerSecond', tone(440))).toBeLessThan(0.5)
  })

  it('hears a high tone brighter than a low one', () => {
    expect(movement('brightness', tone(6000))).toBeGreaterThan(movement('brightness', tone(200)) + 0.3)
  })

  it('hears clicks in silence as mostly quiet and wide in range', () => {
    expect(movement('range', clicks(60))).toBeGreaterThan(movement('range', noise()) + 1)
    expect(movement('flux', clicks(60))).toBeGreaterThan(0)
  })

  it('is the same for the same music in excerpts of other lengths, nearly', () => {
    const samples = song(3, 24)
    const whole = soundSummary([logMel(samples)])
    const parts = soundSummary([logMel(samples.subarray(0, 12 * SOUND_HZ)), logMel(samples.subarray(12 * SOUND_HZ))])
    for (const [index, value] of whole.entries()) expect(Math.abs(value - (parts[index] ?? 0))).toBeLessThan(0.2)
  })
})
