// Logistic regression: the yardstick that every SAT model must beat, and the plain part of those that do.
import { type Artifact, expectArtifact, floatsOf } from '../artifact.ts'
import { type FitContext, ModelError, stepDone } from '../model.ts'
import { cholesky, solveCholesky } from '../tracks/cholesky.ts'

const KIND = 'logistic-regression'
const VERSION = 1

export interface LogisticExamples {
  /** [count, width], row by row. */
  readonly values: Float32Array
  readonly width: number
  /** [count]: 1 or 0. */
  readonly labels: ArrayLike<number>
  /** [count]; 1 each where not given. */
  readonly weights?: ArrayLike<number>
}

export interface LogisticOptions {
  /** Of the squared coefficients, features being scaled to deviation 1. */
  readonly l2?: number
  readonly iterations?: number
}

export interface LogisticRegression {
  readonly width: number
  /** Of the features as they are given, [width]; and the constant. */
  readonly coefficients: Float32Array
  readonly intercept: number
}

/** Newton's method on scaled features (iteratively reweighted least squares). Throws 'no-examples', and 'bad-input' on a value that is no number. */
export async function fitLogisticRegression(
  examples: LogisticExamples,
  options: LogisticOptions,
  context: FitContext,
): Promise<LogisticRegression> {
  const { values, width, labels } = examples
  const count = labels.length
  if (count === 0) throw new ModelError('no-examples', 'a logistic regression needs at least one example')
  checkFinite(values, width)
  for (let example = 0; example < count; example++) {
    if (labels[example] !== 0 && labels[example] !== 1)
      throw new ModelError('bad-input', `the label of example ${example} is ${labels[example]}`)
  }
  const { means, scales } = moments(values, width, count)
  const size = width + 1
  const l2 = options.l2 ?? 1
  const iterations = options.iterations ?? 8
  let solution = new Float64Array(size)
  const row = new Float64Array(size)
  for (let iteration = 0; iteration < iterations; iteration++) {
    const hessian = new Float64Array(size * size)
    const gradient = new Float64Array(size)
    let loss = 0
    // Indices below stay inside the arrays: the casts say so.
    for (let example = 0; example < count; example++) {
      let logit = solution[width] as number
      for (let k = 0; k < width; k++) {
        row[k] = ((values[example * width + k] as number) - (means[k] as number)) / (scales[k] as number)
        logit += (row[k] as number) * (solution[k] as number)
      }
      row[width] = 1
      const weight = examples.weights?.[example] ?? 1
      const probability = 1 / (1 + Math.exp(-logit))
      const error = weight * (probability - (labels[example] as number))
      const curve = weight * Math.max(1e-6, probability * (1 - probability))
      loss +=
        weight * (Math.max(logit, 0) - logit * (labels[example] as number) + Math.log1p(Math.exp(-Math.abs(logit))))
      for (let k = 0; k < size; k++) {
        const at = row[k] as number
        gradient[k] = (gradient[k] as number) + error * at
        const scaled = curve * at
        for (let j = 0; j <= k; j++) {
          hessian[k * size + j] = (hessian[k * size + j] as number) + scaled * (row[j] as number)
        }
      }
    }
    for (let k = 0; k < size; k++) {
      const ridge = k === width ? 1e-3 : l2
      gradient[k] = (gradient[k] as number) + ridge * (solution[k] as number)
      hessian[k * size + k] = (hessian[k * size + k] as number) + ridge
    }
    cholesky(hessian, size, 1e-12)
    solveCholesky(hessian, gradient, size)
    const step = gradient
    const longest = step.reduce((most, each) => Math.max(most, Math.abs(each)), 0)
    // A step longer than 4 deviations overshoots where the classes lie apart.
    const share = Math.min(1, 4 / Math.max(longest, 1e-9))
    solution = solution.map((value, k) => value - share * (step[k] as number))
    await stepDone(context, (iteration + 1) / iterations, loss / count)
    if (longest < 1e-4) break
  }
  const coefficients = Float32Array.from({ length: width }, (_, k) => (solution[k] as number) / (scales[k] as number))
  let intercept = solution[width] as number
  for (let k = 0; k < width; k++) intercept -= (coefficients[k] as number) * (means[k] as number)
  return { width, coefficients, intercept }
}

/** Logits of `count` rows [count, width]; throws 'bad-input' on a value that is no number. */
export function logisticLogits(model: LogisticRegression, values: Float32Array): Float32Array {
  const { width, coefficients, intercept } = model
  checkFinite(values, width)
  return Float32Array.from({ length: values.length / width }, (_, row) => {
    let logit = intercept
    for (let k = 0; k < width; k++) logit += (values[row * width + k] as number) * (coefficients[k] as number)
    return logit
  })
}

export function logisticToArtifact(model: LogisticRegression): Artifact {
  return {
    kind: KIND,
    version: VERSION,
    settings: { width: model.width, intercept: model.intercept },
    arrays: { coefficients: { shape: [model.width], values: model.coefficients } },
  }
}

/** Throws ModelError 'bad-artifact'. */
export function logisticFromArtifact(artifact: Artifact): LogisticRegression {
  expectArtifact(artifact, KIND, VERSION)
  const { width, intercept } = artifact.settings
  if (typeof width !== 'number' || typeof intercept !== 'number') {
    throw new ModelError('bad-artifact', 'the artefact of a logistic regression lacks its width or its constant')
  }
  return { width, intercept, coefficients: floatsOf(artifact, 'coefficients', [width]) }
}

function checkFinite(values: Float32Array, width: number): void {
  const bad = values.findIndex(value => !Number.isFinite(value))
  if (bad < 0) return
  throw new ModelError('bad-input', `feature ${bad % width} of example ${Math.floor(bad / width)} is no number`)
}

/** Mean and deviation of each column; a column that never changes has deviation 1. */
function moments(values: Float32Array, width: number, count: number) {
  const [means, scales] = [new Float64Array(width), new Float64Array(width)]
  for (let at = 0; at < count * width; at++)
    means[at % width] = (means[at % width] as number) + (values[at] as number) / count
  for (let at = 0; at < count * width; at++) {
    const apart = (values[at] as number) - (means[at % width] as number)
    scales[at % width] = (scales[at % width] as number) + (apart * apart) / count
  }
  return { means, scales: scales.map(variance => (variance < 1e-10 ? 1 : Math.sqrt(variance))) }
}
