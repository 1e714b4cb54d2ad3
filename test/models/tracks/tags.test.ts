import { describe, expect, it } from 'vitest'
import { decodeArtifact, encodeArtifact } from '../../../models/artifact.ts'
import { rngOf } from '../../../models/rng.ts'
import { blendByEvidence } from '../../../models/tracks/blend.ts'
import {
  bagsOf,
  fitTags,
  type Tags,
  tagsFromArtifact,
  tagsToArtifact,
  tagVectors,
} from '../../../models/tracks/tags.ts'
import { productsWith, unitRows } from '../../../models/tracks/vectors.ts'
import { modelSuite } from '../suite.ts'

const context = { rng: rngOf(1) }
const artists = Int32Array.of(0, 0, 0, 1, 1, 1, -1)
const genres = Int32Array.of(0, 0, 1, 1, 0, 1, 1)
const bags = bagsOf([artists, genres])
const size = 2

/** The vector of each track is what its artist adds and its genre adds; of track 2 nothing is known, nor of 6. */
const artistAdds = [
  [1, 0],
  [0, 1],
] as const
const genreAdds = [
  [0.5, 0.5],
  [-0.5, 0],
] as const
const vectors = Float32Array.from({ length: 14 }, (_, at) => {
  const [track, k] = [Math.floor(at / 2), at % 2]
  return (artistAdds[artists[track] ?? -1]?.[k] ?? 0) + (genreAdds[genres[track] ?? -1]?.[k] ?? 0)
})
const known = [1, 1, 0, 1, 1, 1, 0]

describe('tags', () => {
  it('puts a track that was never played where its artist and its genre are heard', async () => {
    const model = await fitTags(bags, vectors, known, { size, lambda: 1e-6, sweeps: 500 }, context)
    const placed = tagVectors(model, bags)
    for (let at = 0; at < 12; at++) expect(placed[at]).toBeCloseTo(vectors[at] ?? 0, 3) // track 2 among them
  })

  it('solves the ridge as one does on paper: one tag on two tracks', async () => {
    const one = bagsOf([Int32Array.of(0, 0)])
    const model = await fitTags(one, Float32Array.of(1, 4), [1, 2], { size: 1, lambda: 3 }, context)
    expect(model.effects[0]).toBeCloseTo((1 * 1 + 2 * 4) / (1 + 2 + 3), 6)
  })

  it('is sure of a tag that many bear, and says little of a tag that one does', async () => {
    const columns = bagsOf([Int32Array.of(0, 1, 1, 1, 1, 1, 1, 1, 1)])
    const model = await fitTags(columns, new Float32Array(9).fill(1), Array(9).fill(1), { size: 1 }, context)
    expect(model.effects[0]).toBeCloseTo(1 / 3, 6)
    expect(model.effects[1]).toBeCloseTo(8 / 10, 6)
  })

  it('knows nothing without plays, and nothing of a tag that it never met', async () => {
    const model = await fitTags(bags, vectors, Array(7).fill(0), { size }, context)
    expect(model.effects.every(value => value === 0)).toBe(true)
    const fitted = await fitTags(bags, vectors, known, { size }, context)
    expect([...tagVectors(fitted, bagsOf([Int32Array.of(99)]))]).toEqual([0, 0])
    expect(bagsOf([]).count).toBe(0)
  })

  it('comes back whole from its artefact, and refuses what it cannot use', async () => {
    const model = await fitTags(bags, vectors, known, { size }, context)
    expect(tagsFromArtifact(decodeArtifact(encodeArtifact(tagsToArtifact(model))))).toEqual(model)
    await expect(fitTags(bags, vectors.subarray(2), known, { size }, context)).rejects.toMatchObject({
      code: 'bad-input',
    })
    await expect(
      fitTags(bags, vectors, known, { size }, { ...context, signal: { aborted: true } }),
    ).rejects.toMatchObject({ code: 'cancelled' })
    expect(() => bagsOf([Int32Array.of(1), Int32Array.of(1, 2)])).toThrow(/column/)
  })
})

describe('one vector a track', () => {
  const listening = Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0)
  const sound = Float32Array.of(0, 1, 0, 1, 0, 0, 0, 0)
  const tags = Float32Array.of(0, 0, 0, 0, 0, 0.5, 0, 0)
  const of = (plays: number[]) => blendByEvidence({ size: 2, listening, plays, sound, tags })
  const towards = (vector: Float32Array, track: number) => vector.subarray(track * 2, track * 2 + 2)

  it('places a track that was never played by its sound or its tags, and one of which nothing is known nowhere', () => {
    const vectors = of([0, 0, 0, 0])
    expect([...towards(vectors, 1)]).toEqual([0, 1])
    expect([...towards(vectors, 2)]).toEqual([0, 1])
    expect([...towards(vectors, 3)]).toEqual([0, 0])
  })

  it('moves a track with every play towards where it is heard', () => {
    const near = [0, 1, 3, 10, 1000].map(plays => productsWith(Float32Array.of(1, 0), of([plays, 0, 0, 0]))[0] ?? -1)
    expect(near).toEqual(near.toSorted((a, b) => a - b))
    expect(near[0]).toBe(0)
    expect(near[4]).toBeCloseTo(1, 4)
  })

  it('has unit length wherever anything is known, and does without sound and tags', () => {
    for (const track of [0, 1, 2]) expect(Math.hypot(...towards(of([1, 1, 1, 1]), track))).toBeCloseTo(1, 6)
    const alone = blendByEvidence({ size: 2, listening, plays: [1, 1, 1, 1] })
    expect(alone).toEqual(unitRows(listening, 2))
    expect(blendByEvidence({ size: 2, listening: new Float32Array(0), plays: [] }).length).toBe(0)
  })

  it('refuses a vector with NaN in it, by name and track', () => {
    const broken = Float32Array.from(sound, (value, at) => (at === 3 ? Number.NaN : value))
    expect(() => blendByEvidence({ size: 2, listening, plays: [1, 1, 1, 1], sound: broken })).toThrow(
      '“sound” of track 1',
    )
    expect(() => blendByEvidence({ size: 2, listening, plays: [1], sound })).toThrow(/listening/)
  })
})

interface Tagged {
  readonly columns: readonly Int32Array[]
  readonly vectors: Float32Array
  readonly weights: Float32Array
}

const tagged: Tagged = { columns: [artists, genres], vectors, weights: Float32Array.from(known) }

modelSuite<Tags, Tagged>({
  name: 'tags',
  tensors: false,
  examples: () => tagged,
  fit: (examples, given) => fitTags(bagsOf(examples.columns), examples.vectors, examples.weights, { size }, given),
  predict: (model, { columns }) => tagVectors(model, bagsOf(columns)),
  toArtifact: tagsToArtifact,
  fromArtifact: tagsFromArtifact,
  async knownAnswer() {
    const model = await fitTags(bagsOf([Int32Array.of(0)]), Float32Array.of(3, 6), [1], { size, lambda: 2 }, context)
    expect([...model.effects]).toEqual([1, 2])
  },
  poisoned: value => ({
    vectors: { ...tagged, vectors: vectors.with(3, value) },
    weights: { ...tagged, weights: tagged.weights.with(1, value) },
  }),
  onlyOne: () => ({ columns: [Int32Array.of(0)], vectors: Float32Array.of(1, 0), weights: Float32Array.of(1) }),
  empty: () => ({ columns: [], vectors: new Float32Array(0), weights: new Float32Array(0) }),
})
