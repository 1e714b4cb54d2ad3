// Logistic regression through the shared suite, and where Newton's method must arrive.
import { describe, expect, it } from 'vitest'
import { ModelError } from '../../../models/model.ts'
import { rngOf } from '../../../models/rng.ts'
import {
  fitLogisticRegression,
  type LogisticExamples,
  type LogisticRegression,
  logisticFromArtifact,
  logisticLogits,
  logisticToArtifact,
} from '../../../models/yardsticks/logistic-regression.ts'
import { modelSuite } from '../suite.ts'

const WIDTH = 3
const TRUE = [1.5, -2, 0.5]

function drawn(count: number): LogisticExamples {
  const rng = rngOf(4)
  const values = Float32Array.from({ length: count * WIDTH }, () => rng.normal())
  const labels = Array.from({ length: count }, (_, row) => {
    const logit = TRUE.reduce((sum, each, k) => sum + each * (values[row * WIDTH + k] ?? 0), 0.7)
    return rng.next() < 1 / (1 + Math.exp(-logit)) ? 1 : 0
  })
  return { values, width: WIDTH, labels }
}

modelSuite<LogisticRegression, LogisticExamples>({
  name: 'logistic regression',
  tensors: false,
  examples: () => drawn(60),
  fit: (examples, context) => fitLogisticRegression(examples, {}, context),
  predict: (model, examples) => logisticLogits(model, examples.values),
  toArtifact: logisticToArtifact,
  fromArtifact: logisticFromArtifact,
  async knownAnswer() {
    const model = await fitLogisticRegression(drawn(20_000), { l2: 0 }, { rng: rngOf(1) })
    expect(model.intercept).toBeCloseTo(0.7, 1)
    TRUE.forEach((coefficient, k) => {
      expect(model.coefficients[k]).toBeCloseTo(coefficient, 1)
    })
  },
  poisoned(value) {
    const examples = drawn(60)
    const values = examples.values.slice()
    values[7] = value
    return {
      features: { ...examples, values },
      labels: { ...examples, labels: Array.from(examples.labels).fill(value, 3, 4) },
    }
  },
  onlyOne: () => drawn(1),
  empty: () => ({ values: new Float32Array(), width: WIDTH, labels: [] }),
})

describe('a logistic regression', () => {
  it('stays finite where the classes lie apart and a feature never changes', async () => {
    const values = Float32Array.from({ length: 40 }, (_, at) => (at % 2 === 0 ? (at < 20 ? -1 : 1) : 7))
    const labels = Array.from({ length: 20 }, (_, row) => (row < 10 ? 0 : 1))
    const model = await fitLogisticRegression({ values, width: 2, labels }, {}, { rng: rngOf(1) })
    const logits = logisticLogits(model, values)
    expect(logits.every((logit, row) => Number.isFinite(logit) && logit > 0 === (labels[row] === 1))).toBe(true)
  })

  it('says which feature of which example is no number', async () => {
    const values = Float32Array.of(1, 2, 3, Number.NaN)
    const run = fitLogisticRegression({ values, width: 2, labels: [0, 1] }, {}, { rng: rngOf(1) })
    await expect(run).rejects.toThrow(new ModelError('bad-input', 'feature 1 of example 1 is no number'))
  })
})
