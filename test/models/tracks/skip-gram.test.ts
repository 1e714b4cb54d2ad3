import { describe, expect, it } from 'vitest'
import { decodeArtifact, encodeArtifact } from '../../../models/artifact.ts'
import { rngOf } from '../../../models/rng.ts'
import {
  fitSkipGram,
  nearScores,
  type SkipGram,
  skipGramFromArtifact,
  skipGramToArtifact,
  skipGramVectors,
} from '../../../models/tracks/skip-gram.ts'
import { productsWith } from '../../../models/tracks/vectors.ts'
import { modelSuite } from '../suite.ts'

/** Evenings of five tracks, each evening within one of two circles of ten. */
function evenings(count = 120): Int32Array[] {
  const rng = rngOf(3)
  return Array.from({ length: count }, (_, evening) =>
    Int32Array.from({ length: 5 }, () => rng.below(10) + (evening % 2) * 10),
  )
}

const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length

const small = { tracks: 21, size: 8, epochs: 10, learningRate: 0.05, subsample: 0 }

describe('skip-gram', () => {
  it('puts tracks that are heard together nearer to each other than to those of other evenings', async () => {
    const vectors = skipGramVectors(await fitSkipGram(evenings(), small, { rng: rngOf(1) }))
    let [inside, across] = [0, 0]
    for (let track = 0; track < 20; track++) {
      const near = productsWith(vectors.subarray(track * 8, (track + 1) * 8), vectors)
      for (let other = 0; other < 20; other++) {
        if (other === track) continue
        if (Math.floor(other / 10) === Math.floor(track / 10)) inside += (near[other] ?? 0) / (20 * 9)
        else across += (near[other] ?? 0) / (20 * 10)
      }
    }
    expect(inside).toBeGreaterThan(0.8)
    expect(across).toBeLessThan(0.2)
  })

  it('says of each track which ones are heard near it', async () => {
    const scores = nearScores(await fitSkipGram(evenings(), small, { rng: rngOf(1) }), 3)
    expect(Math.min(...scores.subarray(0, 10))).toBeGreaterThan(Math.max(...scores.subarray(10)))
  })

  it('gives vectors of unit length, and zeros to a track that was never heard near another', async () => {
    const vectors = skipGramVectors(await fitSkipGram([...evenings(), Int32Array.of(20)], small, { rng: rngOf(1) }))
    const lengths = Array.from({ length: 21 }, (_, track) => Math.hypot(...vectors.subarray(track * 8, track * 8 + 8)))
    for (const length of lengths.slice(0, 20)) expect(length).toBeCloseTo(1, 5)
    expect(lengths[20]).toBe(0)
  })

  it('gives the same vectors from the same seed, and others from another', async () => {
    const [first, again, other] = await Promise.all(
      [1, 1, 2].map(seed => fitSkipGram(evenings(), small, { rng: rngOf(seed) })),
    )
    expect(again).toEqual(first)
    expect(other).not.toEqual(first)
  })

  it('goes on from earlier vectors: what no new play touches stays where it was, and a new track finds its place', async () => {
    const before = await fitSkipGram(evenings(), { ...small, tracks: 20 }, { rng: rngOf(1) })
    const after = await fitSkipGram(
      Array.from({ length: 60 }, () => Int32Array.of(0, 20, 1, 20, 2)),
      { ...small, from: before, power: 1 },
      { rng: rngOf(2) },
    )
    expect(after.inputs.subarray(5 * 8, 20 * 8)).toEqual(before.inputs.subarray(5 * 8, 20 * 8))
    const near = productsWith(skipGramVectors(after).subarray(20 * 8), skipGramVectors(after))
    expect(mean(near.subarray(0, 10))).toBeGreaterThan(mean(near.subarray(10, 20)) + 0.2)
  })

  it('learns from a bag in no order: the order in which an album is named changes nothing but the draw', async () => {
    const bags = [
      Int32Array.from({ length: 10 }, (_, track) => track),
      Int32Array.from({ length: 10 }, (_, at) => at + 10),
    ]
    const model = await fitSkipGram([], { ...small, bags, epochs: 100 }, { rng: rngOf(1) })
    const near = productsWith(skipGramVectors(model).subarray(0, 8), skipGramVectors(model))
    expect(Math.min(...near.subarray(1, 10))).toBeGreaterThan(Math.max(...near.subarray(10, 20)))
    expect(near[9]).toBeCloseTo(near[1] ?? 0, 1)
  })

  it('passes over rare tracks and thins frequent ones when it is asked to', async () => {
    const rare = await fitSkipGram(
      [...evenings(), Int32Array.of(20, 1)],
      { ...small, minCount: 2, subsample: 0.02 },
      { rng: rngOf(1) },
    )
    expect(rare.inputs.subarray(20 * 8).every(value => value === 0)).toBe(true)
  })

  it('comes back whole from its artefact, and refuses a damaged one', async () => {
    const model = await fitSkipGram(evenings(10), small, { rng: rngOf(1) })
    const bytes = encodeArtifact(skipGramToArtifact(model))
    expect(skipGramFromArtifact(decodeArtifact(bytes))).toEqual(model)
    const { outputs, ...arrays } = skipGramToArtifact(model).arrays
    expect(outputs).toBeDefined()
    expect(() => skipGramFromArtifact({ ...skipGramToArtifact(model), arrays })).toThrow(/outputs/)
  })

  it('fits one play, and says so when there is none', async () => {
    const one = await fitSkipGram([Int32Array.of(0)], { tracks: 1 }, { rng: rngOf(1) })
    expect(one.inputs.every(value => value === 0)).toBe(true)
    await expect(fitSkipGram([], small, { rng: rngOf(1) })).rejects.toMatchObject({ code: 'no-examples' })
    await expect(fitSkipGram([Int32Array.of(21)], small, { rng: rngOf(1) })).rejects.toMatchObject({
      code: 'bad-input',
    })
  })

  it('stops half-way when it is cancelled, and notices a loss that is no number', async () => {
    const signal = { aborted: false }
    const cancelled = fitSkipGram(evenings(2000), small, {
      rng: rngOf(1),
      signal,
      onProgress: ({ share }) => {
        signal.aborted = share > 0.3
      },
    })
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' })
    const wild = fitSkipGram(evenings(), { ...small, learningRate: 1e30 }, { rng: rngOf(1) })
    await expect(wild).rejects.toMatchObject({ code: 'diverged' })
  })
})

interface Evenings {
  readonly sequences: Int32Array[]
  readonly learningRate: number
}

modelSuite<SkipGram, Evenings>({
  name: 'skip-gram',
  tensors: false,
  examples: () => ({ sequences: evenings(20), learningRate: 0.05 }),
  fit: ({ sequences, learningRate }, context) => fitSkipGram(sequences, { ...small, learningRate }, context),
  predict: skipGramVectors,
  toArtifact: skipGramToArtifact,
  fromArtifact: skipGramFromArtifact,
  async knownAnswer() {
    // two tracks, always together: the second's place beside the first is certain, so its log-odds are high
    const pairs = Array.from({ length: 300 }, (_, at) => Int32Array.of(2 * (at % 2), 2 * (at % 2) + 1))
    const model = await fitSkipGram(pairs, { ...small, tracks: 4 }, { rng: rngOf(1) })
    const scores = nearScores(model, 0)
    expect(scores.indexOf(Math.max(...scores))).toBe(1)
  },
  poisoned: learningRate => ({ learningRate: { sequences: evenings(20), learningRate } }),
  onlyOne: () => ({ sequences: [Int32Array.of(0)], learningRate: 0.05 }),
  empty: () => ({ sequences: [], learningRate: 0.05 }),
})
