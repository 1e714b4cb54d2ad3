// Laws of ridge regression: the closed form, what shrinkage does, and the shared suite.
import { describe, expect, it } from 'vitest'
import { rngOf } from '../../../models/rng.ts'
import {
  fitRidge,
  predictRidge,
  type Ridge,
  type RidgeExample,
  ridgeFromArtifact,
  ridgeToArtifact,
} from '../../../models/tracks/ridge.ts'
import { modelSuite } from '../suite.ts'

const context = () => ({ rng: rngOf(1) })

/** Vectors [2 a - b + 1, b] of features [a, b]. */
function plane(count: number): RidgeExample[] {
  const rng = rngOf(8)
  return Array.from({ length: count }, () => {
    const [a, b] = [3 * rng.normal() + 5, rng.normal()]
    return { features: Float32Array.of(a, b), vector: Float32Array.of(2 * a - b + 1, b) }
  })
}

const withValue = (field: 'features' | 'vector', value: number): RidgeExample[] =>
  plane(9).map((example, index) => (index === 4 ? { ...example, [field]: Float32Array.of(1, value) } : example))

modelSuite<Ridge, RidgeExample[]>({
  name: 'ridge regression',
  tensors: false,
  examples: () => plane(9),
  fit: (examples, more) => fitRidge(examples, { lambda: 0.1 }, more),
  predict: (model, examples) =>
    Float32Array.from(examples.flatMap(({ features }) => [...predictRidge(model, features)])),
  toArtifact: ridgeToArtifact,
  fromArtifact: ridgeFromArtifact,
  async knownAnswer() {
    const model = await fitRidge(plane(40), { lambda: 0 }, context())
    const [first, second] = predictRidge(model, Float32Array.of(7, -2))
    expect(first).toBeCloseTo(17, 3)
    expect(second).toBeCloseTo(-2, 3)
  },
  poisoned: value => ({ features: withValue('features', value), vector: withValue('vector', value) }),
  onlyOne: () => plane(1),
  empty: () => [],
})

describe('ridge regression', () => {
  it('with one feature shrinks the slope by 1 / (1 + lambda)', async () => {
    const examples = [-1, 0, 1, 2].map(x => ({ features: Float32Array.of(x), vector: Float32Array.of(3 * x + 1) }))
    for (const lambda of [0, 0.5, 4]) {
      const model = await fitRidge(examples, { lambda }, context())
      const [at2 = 0] = predictRidge(model, Float32Array.of(2.5))
      expect(at2).toBeCloseTo(2.5 + 6 / (1 + lambda), 4) // the mean of y, and a slope of 3 over 2 units from the mean of x
    }
  })

  it('goes towards the mean vector as shrinkage grows', async () => {
    const model = await fitRidge(plane(30), { lambda: 1e7 }, context())
    const answer = predictRidge(model, Float32Array.of(50, 50))
    answer.forEach((value, index) => {
      expect(value).toBeCloseTo(model.bias[index] ?? 0, 3)
    })
  })

  it('does not mind the units of a feature, nor one that never changes', async () => {
    const stretched = (example: RidgeExample): RidgeExample => ({
      ...example,
      features: Float32Array.of(1000 * (example.features[0] ?? 0), example.features[1] ?? 0, 7),
    })
    const examples = plane(20)
    const plain = await fitRidge(examples, { lambda: 0.3 }, context())
    const other = await fitRidge(examples.map(stretched), { lambda: 0.3 }, context())
    for (const example of examples) {
      const expected = predictRidge(plain, example.features)
      predictRidge(other, stretched(example).features).forEach((value, index) => {
        expect(value).toBeCloseTo(expected[index] ?? 0, 3)
      })
    }
  })

  it('can be solved with more features than tracks', async () => {
    const rng = rngOf(2)
    const examples = Array.from({ length: 4 }, () => ({
      features: Float32Array.from({ length: 12 }, () => rng.normal()),
      vector: Float32Array.of(rng.normal()),
    }))
    const model = await fitRidge(examples, { lambda: 1e-6 }, context())
    for (const { features, vector } of examples) expect(predictRidge(model, features)[0]).toBeCloseTo(vector[0] ?? 0, 2)
  })
})
