// The law of the resampler: a tone stays that tone, nothing is lost, and two pieces laid end to end are one piece.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Block, createResampler } from '../../../renderer/player/decode/resample.ts'

const tone = (hz: number, rate: number, frames: number, from = 0): Float32Array<ArrayBuffer> =>
  Float32Array.from({ length: frames }, (_, i) => Math.sin((2 * Math.PI * hz * (i + from)) / rate))

/** Feeds `input` in blocks of `size` and gathers the output onto one array that begins at output frame `start`. */
function run(
  input: Float32Array<ArrayBuffer>,
  fromRate: number,
  toRate: number,
  options: { size?: number; fraction?: number; from?: number } = {},
): { at: number; samples: number[] } {
  const { size = 1000, fraction = 0, from = 0 } = options
  const resampler = createResampler(fromRate, toRate, 1, from, fraction)
  const taken: Block[] = []
  const drain = () => {
    for (let block = resampler.take(777); block; block = resampler.take(777)) taken.push(block)
  }
  for (let at = resampler.firstInput; at < input.length; at += size) {
    resampler.push({ at, planes: [input.slice(at, at + size)] })
    drain()
  }
  resampler.end(input.length)
  drain()
  const samples = taken.flatMap(block => [...(block.planes[0] ?? [])])
  return { at: taken[0]?.at ?? 0, samples }
}

const dB = (ratio: number): number => 20 * Math.log10(ratio)

/** Power of what is not the tone itself, relative to the tone, in the middle of the output. */
function impurity(output: { at: number; samples: number[] }, hz: number, rate: number, fraction = 0): number {
  let wrong = 0
  let right = 0
  for (let i = 2000; i < output.samples.length - 2000; i++) {
    const wanted = Math.sin((2 * Math.PI * hz * (output.at + i - fraction)) / rate)
    wrong += ((output.samples[i] ?? 0) - wanted) ** 2
    right += wanted ** 2
  }
  return dB(Math.sqrt(wrong / right))
}

describe('resampling', () => {
  it.each([
    [44_100, 48_000, 440],
    [44_100, 48_000, 15_000],
    [48_000, 44_100, 997],
    [48_000, 44_100, 15_000],
    [96_000, 48_000, 997],
    [22_050, 48_000, 5_000],
    [8_000, 44_100, 1_000],
    [37_801, 48_000, 1_000],
  ])('keeps a tone from %i Hz to %i Hz clean (%i Hz)', (from, to, hz) => {
    expect(impurity(run(tone(hz, from, from), from, to), hz, to)).toBeLessThan(-80)
  })

  it('folds nothing back that lies above the new limit', () => {
    const { samples } = run(tone(30_000, 96_000, 96_000), 96_000, 48_000)
    const peak = samples.slice(2000, -2000).reduce((most, x) => Math.max(most, Math.abs(x)), 0)
    expect(dB(peak)).toBeLessThan(-80)
  })

  it('passes equal rates through bit by bit', () => {
    const input = tone(440, 44_100, 5000)
    const { at, samples } = run(input, 44_100, 44_100)
    expect(at).toBe(0)
    expect(samples).toEqual([...input])
  })

  it('gives the same samples however the input is cut into blocks', () => {
    const input = tone(440, 44_100, 9000)
    const whole = run(input, 44_100, 48_000, { size: 9000 })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), size => {
        expect(run(input, 44_100, 48_000, { size })).toEqual(whole)
      }),
      { numRuns: 12 },
    )
  })

  it('gives the same samples when it begins in the middle', () => {
    const input = tone(440, 44_100, 30_000)
    const whole = run(input, 44_100, 48_000)
    const from = 14_700
    const part = run(input, 44_100, 48_000, { from })
    expect(part.at).toBe(16_000)
    const offset = part.at - whole.at
    part.samples.forEach((sample, i) => {
      expect(Math.abs(sample - (whole.samples[offset + i] ?? 9))).toBeLessThan(1e-6)
    })
  })

  it('lets two tracks laid end to end add up to what the whole would have been', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2000, max: 8000 }), fc.constantFrom(44_100, 32_000, 96_000), (border, rate) => {
        const input = tone(1234.5, rate, 10_000)
        const whole = run(input, rate, 48_000)
        const first = run(input.slice(0, border), rate, 48_000)
        const origin = (border * 48_000) / rate
        const base = Math.floor(origin)
        const second = run(input.slice(border), rate, 48_000, { fraction: origin - base })
        const sum = whole.samples.map((_, i) => {
          const frame = whole.at + i
          return (first.samples[frame - first.at] ?? 0) + (second.samples[frame - base - second.at] ?? 0)
        })
        const worst = sum.reduce((most, x, i) => Math.max(most, Math.abs(x - (whole.samples[i] ?? 9))), 0)
        expect(dB(worst)).toBeLessThan(-80)
      }),
      { numRuns: 20 },
    )
  })
})
