import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeArtifact, encodeArtifact } from '../../../../models/artifact.ts'
import {
  fitWmf,
  foldingIn,
  type Ratings,
  ratingsOf,
  type Wmf,
  type WmfOptions,
  wmfFromArtifact,
  wmfLoss,
  wmfToArtifact,
} from '../../../../models/research/tracks/wmf.ts'
import { rngOf } from '../../../../models/rng.ts'

import { modelSuite } from '../../suite.ts'

const fitted = (sequences: readonly number[][], options: WmfOptions, seed = 1) =>
  fitWmf(ratingsOf(sequences), options, { rng: rngOf(seed) })

/** Equation 3 as it is written, over every pair. */
function lossAsWritten({ contexts, items, size, tracks, alpha, eps, lambda }: Wmf, sequences: readonly number[][]) {
  const row = (table: Float32Array, at: number) => [...table.subarray(at * size, (at + 1) * size)]
  const square = (values: Iterable<number>) => [...values].reduce((sum, value) => sum + value * value, 0)
  let loss = lambda * (square(contexts) + square(items))
  sequences.forEach((sequence, context) => {
    for (let track = 0; track < tracks; track++) {
      const rating = sequence.filter(each => each === track).length
      const score = row(contexts, context).reduce((sum, x, k) => sum + x * (row(items, track)[k] ?? 0), 0)
      loss += (1 + alpha * Math.log(1 + rating / eps)) * ((rating > 0 ? 1 : 0) - score) ** 2
    }
  })
  return loss
}

const someSequences = fc.array(fc.array(fc.nat(5), { maxLength: 9 }), { minLength: 1, maxLength: 6 })

describe('weighted matrix factorisation', () => {
  it('solves one context and one track of one number as one does on paper', async () => {
    // c = 1 + 2 log 4 of a rating of 3; from a fixed y each half-step is x = c y / (c y^2 + lambda), and it settles where both are equal
    const { contexts, items } = await fitted([[0, 0, 0]], {
      tracks: 1,
      size: 1,
      alpha: 2,
      eps: 1,
      lambda: 0.5,
      sweeps: 200,
    })
    const c = 1 + 2 * Math.log(4)
    expect(Math.abs(items[0] ?? 0)).toBeCloseTo(Math.sqrt((c - 0.5) / c), 5) // x = y: c y^2 + lambda = c
    expect(contexts[0]).toBeCloseTo(items[0] ?? 0, 4)
  })

  it('solves a context of two tracks by equation 4, worked out by hand', async () => {
    const items = Float32Array.of(1, 0, 0.5, 1, 0, 2) // three tracks of two numbers; the context holds the first twice, the second once
    const model: Wmf = { tracks: 3, size: 2, alpha: 1, eps: 1, lambda: 1, contexts: new Float32Array(0), items }
    const [c0, c1] = [1 + Math.log(3), 1 + Math.log(2)]
    // A = Y'Y + (C - I) terms + I, b = Y'C p
    const a = [c0 + c1 * 0.25 + 1, c1 * 0.5, c1 + 4 + 1] as const
    const b = [c0 + c1 * 0.5, c1] as const
    const determinant = a[0] * a[2] - a[1] * a[1]
    const [x, y] = foldingIn(model)([0, 1, 0])
    expect(x).toBeCloseTo((b[0] * a[2] - b[1] * a[1]) / determinant, 5)
    expect(y).toBeCloseTo((a[0] * b[1] - a[1] * b[0]) / determinant, 5)
  })

  it('gives a row the same vector by its own small system as by the whole one', async () => {
    // 3 ratings: by Woodbury where vectors have 4 numbers; the same problem in 3 numbers and a fourth of zeros takes the other way
    const three = Float32Array.from({ length: 5 * 3 }, () => 0)
    const rng = rngOf(2)
    for (let at = 0; at < three.length; at++) three[at] = rng.normal()
    const four = Float32Array.from({ length: 5 * 4 }, (_, at) =>
      at % 4 === 3 ? 0 : (three[Math.floor(at / 4) * 3 + (at % 4)] ?? 0),
    )
    const base = { tracks: 5, alpha: 3, eps: 1, lambda: 0.3, contexts: new Float32Array(0) }
    const whole = foldingIn({ ...base, size: 3, items: three })([0, 2, 4])
    const small = foldingIn({ ...base, size: 4, items: four })([0, 2, 4])
    for (const [at, value] of whole.entries()) expect(small[at]).toBeCloseTo(value, 4)
    expect(small[3]).toBe(0)
  })

  it('counts its loss over every pair, though it only visits the ratings', async () => {
    await fc.assert(
      fc.asyncProperty(someSequences, async sequences => {
        fc.pre(sequences.flat().length > 0)
        const model = await fitted(sequences, { tracks: 6, size: 3, sweeps: 1 })
        const written = lossAsWritten(model, sequences)
        expect(Math.abs(wmfLoss(model, ratingsOf(sequences)) - written)).toBeLessThan(1e-4 * written + 1e-6)
      }),
      { numRuns: 50 },
    )
  })

  it('never raises its loss by a half-step', async () => {
    await fc.assert(
      fc.asyncProperty(someSequences, fc.integer({ min: 1, max: 8 }), async (sequences, size) => {
        fc.pre(sequences.flat().length > 0)
        const ratings = ratingsOf(sequences)
        const losses: number[] = []
        // half a sweep more each time: from the same seed they are the stations of one way
        for (const sweeps of [0.5, 1, 1.5, 2, 2.5, 3])
          losses.push(wmfLoss(await fitted(sequences, { tracks: 6, size, sweeps }), ratings))
        for (const [at, loss] of losses.slice(1).entries())
          expect(loss).toBeLessThanOrEqual((losses[at] ?? 0) * (1 + 1e-5))
      }),
      { numRuns: 50 },
    )
  })

  it('scores the rest of an evening above tracks of other evenings', async () => {
    const evenings = [...Array(8).keys()].map(evening => [0, 1, 2, 3].map(at => at + 4 * (evening % 2)))
    const model = await fitted(evenings, { tracks: 9, size: 4 })
    const vector = foldingIn(model)([0, 1])
    const score = (track: number) => vector.reduce((sum, x, k) => sum + x * (model.items[track * 4 + k] ?? 0), 0)
    expect(Math.min(score(2), score(3))).toBeGreaterThan(Math.max(score(4), score(5), score(6), score(7)) + 0.5)
    expect(score(8)).toBe(0) // in no context: nothing is known of it
    expect([...foldingIn(model)([])]).toEqual([0, 0, 0, 0])
  })

  it('gives the same from the same seed, and comes back whole from its artefact', async () => {
    const sequences = [
      [0, 1],
      [1, 2, 2],
    ]
    const model = await fitted(sequences, { tracks: 3, size: 2 })
    expect(await fitted(sequences, { tracks: 3, size: 2 })).toEqual(model)
    expect(await fitted(sequences, { tracks: 3, size: 2 }, 2)).not.toEqual(model)
    expect(wmfFromArtifact(decodeArtifact(encodeArtifact(wmfToArtifact(model))))).toEqual(model)
    expect(() => wmfFromArtifact({ ...wmfToArtifact(model), settings: {} })).toThrow(/alpha/)
  })

  it('refuses what it cannot use, and stops when it is cancelled', async () => {
    await expect(fitted([], { tracks: 3 })).rejects.toMatchObject({ code: 'no-examples' })
    await expect(fitted([[]], { tracks: 3 })).rejects.toMatchObject({ code: 'no-examples' })
    await expect(fitted([[3]], { tracks: 3 })).rejects.toMatchObject({ code: 'bad-input' })
    await expect(fitted([[0]], { tracks: 3, lambda: 0 })).rejects.toMatchObject({ code: 'bad-input' })
    const broken = { ...ratingsOf([[0, 1]]), values: Float32Array.of(1, Number.NaN) }
    await expect(fitWmf(broken, { tracks: 3 }, { rng: rngOf(1) })).rejects.toMatchObject({ code: 'bad-input' })
    const signal = { aborted: false }
    const cancelled = fitWmf(
      ratingsOf([[0, 1]]),
      { tracks: 3 },
      {
        rng: rngOf(1),
        signal,
        onProgress: ({ share }) => {
          signal.aborted = share > 0.4
        },
      },
    )
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' })
  })
})

const rated = ratingsOf([[0, 1, 1], [1, 2], [3]])

modelSuite<Wmf, Ratings>({
  name: 'weighted matrix factorisation',
  tensors: false,
  examples: () => rated,
  fit: (ratings, context) => fitWmf(ratings, { tracks: 4, size: 3 }, context),
  predict: (model, { tracks }) => foldingIn(model)(tracks),
  toArtifact: wmfToArtifact,
  fromArtifact: wmfFromArtifact,
  async knownAnswer() {
    const { items, contexts } = await fitted([[0]], { tracks: 1, size: 1, alpha: 1, lambda: 0.1, sweeps: 100 })
    expect((items[0] ?? 0) * (contexts[0] ?? 0)).toBeCloseTo(1 - 0.1 / (1 + Math.log(2)), 4)
  },
  poisoned: value => ({ values: { ...rated, values: rated.values.with(1, value) } }),
  onlyOne: () => ratingsOf([[0]]),
  empty: () => ratingsOf([]),
})
