// Laws of Mostra's decoder: what the filter promises, what the search finds, and what it does with input that cannot be used.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ModelError } from '../../../models/model.ts'
import type { DecodeInput } from '../../../models/mostra/decode-input.ts'
import { sqrtAfter } from '../../../models/mostra/decode-phi.ts'
import { decode } from '../../../models/mostra/decoder.ts'
import { rngOf, shuffled } from '../../../models/rng.ts'

/** Candidates with different SATs, two or three objectives, weights and an epsilon. */
const inputs = fc
  .record({
    seed: fc.integer(),
    count: fc.integer({ min: 1, max: 40 }),
    objectives: fc.integer({ min: 1, max: 3 }),
    eps: fc.constantFrom(0, 0.02, 0.1, 0.3, 1, Number.POSITIVE_INFINITY),
    weight: fc.constantFrom(0, 0.05, 0.3, 2),
    beams: fc.integer({ min: 1, max: 6 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ seed, count, objectives, eps, weight, beams, share }): DecodeInput => {
    const rng = rngOf(seed)
    return {
      sat: different(count, rng.next),
      objectives: Array.from({ length: objectives }, () => flags(count, 0.3, rng.next)),
      weights: Array.from({ length: objectives }, () => weight * rng.next()),
      eps,
      length: Math.ceil(share * count),
      beams,
    }
  })

function flags(count: number, share: number, next: () => number): Uint8Array {
  return Uint8Array.from({ length: count }, () => (next() < share ? 1 : 0))
}

function different(count: number, next: () => number): Float32Array {
  const seen = new Set<number>()
  while (seen.size < count) seen.add(Math.fround(next()))
  return Float32Array.from(seen)
}

function relevance(sat: Float32Array): number[] {
  return Array.from(sat, (_, index) => index).sort((a, b) => at(sat, b) - at(sat, a))
}

function at(values: ArrayLike<number>, index: number): number {
  const value = values[index]
  if (value === undefined) throw new Error(`nothing at ${index}`)
  return value
}

/** The formula above `decode`, word for word and slowly. */
function literally({ sat, objectives, weights, eps, length, beams: width = 4, phi = Math.sqrt }: DecodeInput) {
  let beams: { tracks: number[]; score: number }[] = [{ tracks: [], score: 0 }]
  for (let k = 1; k <= length; k++) {
    const grown: typeof beams = []
    for (const beam of beams) {
      const left = relevance(sat).filter(track => !beam.tracks.includes(track))
      const most = Math.max(...left.map(track => at(sat, track)))
      for (const track of left) {
        if (most - at(sat, track) > eps) continue
        let gain = 0
        objectives.forEach((served, objective) => {
          if (at(served, track) === 0) return
          const count = beam.tracks.filter(other => at(served, other) === 1).length
          gain += at(weights, objective) * (phi(count + 1) - phi(count))
        })
        grown.push({
          tracks: [...beam.tracks, track],
          score: beam.score + (at(sat, track) + gain) * (1 / Math.log2(k + 1)),
        })
      }
    }
    grown.sort((a, b) => (Math.abs(a.score - b.score) <= 1e-12 ? 0 : b.score - a.score))
    const sets = new Set<string>()
    beams = grown
      .filter(beam => {
        const set = beam.tracks.toSorted((a, b) => a - b).join()
        return sets.has(set) ? false : sets.add(set)
      })
      .slice(0, width)
  }
  return beams[0] ?? { tracks: [], score: 0 }
}

describe('the decoder', () => {
  it('finds what the method says, word for word', () => {
    fc.assert(
      fc.property(inputs, input => {
        const { order, score } = decode(input)
        const literal = literally(input)
        expect([...order]).toEqual(literal.tracks)
        expect(score).toBeCloseTo(literal.score, 9)
      }),
      { numRuns: 300 },
    )
  })

  it('keeps the order by relevance where objectives weigh nothing', () => {
    fc.assert(
      fc.property(inputs, input => {
        const { order } = decode({ ...input, weights: input.weights.map(() => 0) })
        expect([...order]).toEqual(relevance(input.sat).slice(0, input.length))
      }),
    )
  })

  it('keeps the order by relevance where nothing may be given up', () => {
    fc.assert(
      fc.property(inputs, input => {
        const { order, given } = decode({ ...input, eps: 0 })
        expect([...order]).toEqual(relevance(input.sat).slice(0, input.length))
        expect([...given].every(value => value === 0)).toBe(true)
      }),
    )
  })

  it('puts at every position a track within epsilon of the best that is left', () => {
    fc.assert(
      fc.property(inputs, input => {
        const { order, given } = decode(input)
        const sorted = relevance(input.sat).map(track => at(input.sat, track))
        order.forEach((track, position) => {
          const left = relevance(input.sat).filter(other => !order.subarray(0, position).includes(other))
          const best = at(input.sat, at(left, 0))
          expect(best - at(input.sat, track)).toBeLessThanOrEqual(input.eps)
          expect(at(given, position)).toBe(best - at(input.sat, track))
          expect(at(input.sat, track)).toBeGreaterThanOrEqual(at(sorted, position) - input.eps)
        })
      }),
    )
  })

  it('lets the gain of an objective never rise along a queue', () => {
    fc.assert(
      fc.property(inputs, fc.nat(2), (input, which) => {
        const objective = which % input.objectives.length
        const weights = input.weights.map((weight, other) => (other === objective ? weight : 0))
        const { gains, serves } = decode({ ...input, weights })
        const own = [...gains].filter((_, position) => (at(serves, position) >>> objective) & 1)
        expect(own).toEqual(own.toSorted((a, b) => b - a))
        expect(
          [...gains].filter((_, position) => !((at(serves, position) >>> objective) & 1)).every(gain => gain === 0),
        ).toBe(true)
      }),
    )
  })

  it('does not care in which order candidates come', () => {
    fc.assert(
      fc.property(inputs, fc.integer(), (input, seed) => {
        const turned = shuffled(
          Array.from(input.sat, (_, index) => index),
          rngOf(seed),
        )
        const permuted = decode({
          ...input,
          sat: Float32Array.from(turned, index => at(input.sat, index)),
          objectives: input.objectives.map(served => Uint8Array.from(turned, index => at(served, index))),
        })
        expect(Array.from(permuted.order, index => at(turned, index))).toEqual([...decode(input).order])
      }),
    )
  })

  it('is the greedy with one beam: a longer queue begins as the shorter one', () => {
    fc.assert(
      fc.property(inputs, input => {
        const one = decode({ ...input, beams: 1 })
        const taken: number[] = []
        for (let k = 0; k < input.length; k++) taken.push(at(decode({ ...input, beams: 1, length: k + 1 }).order, k))
        expect([...one.order]).toEqual(taken)
      }),
      { numRuns: 30 },
    )
  })

  it('finds with four beams what the greedy walks past', () => {
    // Found by search over small cases; what matters is that there is one.
    const input = hardForGreedy()
    expect(decode(input).score).toBeGreaterThan(decode({ ...input, beams: 1 }).score + 1e-6)
  })

  it('queues each candidate once, and all of them when more are asked for', () => {
    fc.assert(
      fc.property(inputs, input => {
        const { order } = decode({ ...input, length: input.sat.length + 7 })
        expect([...order].toSorted((a, b) => a - b)).toEqual(Array.from(input.sat, (_, index) => index))
      }),
    )
  })

  it('spreads its picks over objectives where the identity takes one of them only', () => {
    const sat = new Float32Array(8).fill(0.5)
    const input = {
      sat,
      objectives: [Uint8Array.of(1, 1, 1, 1, 0, 0, 0, 0), Uint8Array.of(0, 0, 0, 0, 1, 1, 1, 1)],
      weights: [1, 0.9],
      eps: 0.1,
      length: 4,
    }
    expect([...decode({ ...input, phi: count => count }).serves]).toEqual([1, 1, 1, 1])
    expect([...decode(input).serves]).toEqual([1, 2, 1, 2])
  })

  it('spreads less the longer the head start of its root, each gain still below the one before', () => {
    const gains = (start: number) =>
      Array.from({ length: 10 }, (_, count) => sqrtAfter(start)(count + 1) - sqrtAfter(start)(count))
    expect(sqrtAfter(0)(9)).toBe(3)
    for (const start of [0, 1, 4, 100]) {
      expect(sqrtAfter(start)(0)).toBe(0)
      expect(gains(start)[0]).toBeCloseTo(1, 12)
      gains(start).forEach((gain, count) => {
        expect(gain).toBeLessThan(gains(start)[count - 1] ?? Number.POSITIVE_INFINITY)
        expect(gain).toBeLessThanOrEqual((gains(start + 1)[count] ?? 0) + 1e-12)
      })
    }
  })

  it('queues fifty of a catalogue of 200,000', () => {
    const { next } = rngOf(1)
    const sat = Float32Array.from({ length: 200_000 }, next)
    const { order } = decode({ sat, objectives: [flags(200_000, 0.1, next)], weights: [0.2], eps: 0.05, length: 50 })
    expect(new Set(order).size).toBe(50)
    expect(Math.min(...Array.from(order, track => at(sat, track)))).toBeGreaterThan(0.94)
  })

  it('answers an empty queue for no candidates, no length, or all of them banned', () => {
    const none = { sat: new Float32Array(0), objectives: [], weights: [], eps: 0.1, length: 5 }
    expect(decode(none)).toEqual({
      order: new Int32Array(0),
      serves: new Uint32Array(0),
      gains: new Float64Array(0),
      given: new Float64Array(0),
      score: 0,
    })
    expect(decode({ ...none, sat: Float32Array.of(0.5), length: 0 }).order).toHaveLength(0)
    expect(decode({ ...none, sat: Float32Array.of(0.5), allowed: Uint8Array.of(0) }).order).toHaveLength(0)
  })

  const good: DecodeInput = {
    sat: Float32Array.of(0.1, 0.2),
    objectives: [Uint8Array.of(0, 1)],
    weights: [1],
    eps: 0.1,
    length: 2,
  }
  it.each([
    ['a SAT that is no number', { sat: Float32Array.of(0.1, Number.NaN) }, 'sat[1] is NaN'],
    ['a SAT without end', { sat: Float32Array.of(Number.POSITIVE_INFINITY, 0.1) }, 'sat[0] is Infinity'],
    ['objectives of another length', { objectives: [Uint8Array.of(1)] }, 'objectives[0] has 1 values for 2 candidates'],
    ['more weights than objectives', { weights: [1, 1] }, 'there are 2 weights for 1 objectives'],
    ['a negative weight', { weights: [-1] }, 'weights[0] is -1'],
    ['a weight that is no number', { weights: [Number.NaN] }, 'weights[0] is NaN'],
    ['a negative epsilon', { eps: -0.1 }, 'eps is -0.1'],
    ['an epsilon that is no number', { eps: Number.NaN }, 'eps is NaN'],
    ['a length below zero', { length: -1 }, 'length is -1'],
    ['a length of one and a half', { length: 1.5 }, 'length is 1.5'],
    ['no beam', { beams: 0 }, 'beams is 0'],
    ['bans of another length', { allowed: Uint8Array.of(1) }, 'allowed has 1 values for 2 candidates'],
    [
      'artists of another length',
      { spread: { artist: Int32Array.of(1), gap: 1 } },
      'spread.artist has 1 values for 2 candidates',
    ],
    ['a gap below zero', { spread: { artist: Int32Array.of(1, 2), gap: -1 } }, 'spread.gap is -1'],
    [
      'dues of another length',
      { due: { waits: Int32Array.of(1), every: 2 } },
      'due.waits has 1 values for 2 candidates',
    ],
    ['dues at every no position', { due: { waits: Int32Array.of(1, 0), every: 0 } }, 'due.every is 0'],
  ])('refuses %s and says where', (_, wrong, message) => {
    expect(() => decode({ ...good, ...wrong })).toThrow(new ModelError('bad-input', message))
  })
})

/** The first seeded case in which four beams find a better queue than one. */
function hardForGreedy(): DecodeInput {
  for (let seed = 0; seed < 1000; seed++) {
    const { next } = rngOf(seed)
    const input = {
      sat: different(12, next),
      objectives: [flags(12, 0.4, next), flags(12, 0.4, next)],
      weights: [1, 1],
      eps: 0.3,
      length: 6,
    }
    if (decode(input).score > decode({ ...input, beams: 1 }).score + 1e-6) return input
  }
  throw new Error('no such case')
}
