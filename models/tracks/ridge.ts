// Ridge regression from a track's features to its vector, in closed form: the yardstick of the sound network.
//
// Hoerl, Kennard 1970: W = (X'X + n lambda I)^-1 X'Y, X [n, features] standardised by column, Y [n, size] less its mean.
import { type Artifact, expectArtifact, floatsOf } from '../artifact.ts'
import { type FitContext, ModelError, stepDone } from '../model.ts'
import { cholesky, solveCholesky } from './cholesky.ts'

export interface RidgeExample {
  readonly features: Float32Array
  readonly vector: Float32Array
}

export interface RidgeOptions {
  /** Shrinkage, in units of a standardised feature's variance: 0 is least squares. */
  readonly lambda: number
}

export interface Ridge {
  readonly features: number
  readonly size: number
  /** [features]: taken off, and divided by, before the product. */
  readonly mean: Float32Array
  readonly deviation: Float32Array
  /** [features, size] */
  readonly kernel: Float32Array
  /** [size]: the mean of the vectors, which a track without features of its own gets. */
  readonly bias: Float32Array
}

const KIND = 'ridge'
const VERSION = 1
/** Keeps the system solvable for lambda = 0 with features that depend on each other. */
const TINY = 1e-9

/** Throws 'no-examples', 'bad-input' for a feature or vector that is no number or of another length, 'cancelled'. */
export async function fitRidge(
  examples: readonly RidgeExample[],
  options: RidgeOptions,
  context: FitContext,
): Promise<Ridge> {
  const [first] = examples
  if (first === undefined) throw new ModelError('no-examples', 'no track to learn from')
  const [features, size, n] = [first.features.length, first.vector.length, examples.length]
  examples.forEach((example, index) => {
    for (const field of ['features', 'vector'] as const) {
      if (example[field].length !== first[field].length || !example[field].every(Number.isFinite))
        throw new ModelError(
          'bad-input',
          `“${field}” of example ${index} must be ${first[field].length} finite numbers`,
        )
    }
  })
  await stepDone(context, 0)
  const mean = columnMeans(examples.map(example => example.features))
  const bias = columnMeans(examples.map(example => example.vector))
  const deviation = columnMeans(
    examples.map(example => example.features.map((value, f) => (value - (mean[f] ?? 0)) ** 2)),
  ).map(variance => Math.sqrt(variance) || 1)

  const gram = new Float64Array(features * features)
  const right = Array.from({ length: size }, () => new Float64Array(features))
  for (const example of examples) {
    const row = standardised(example.features, mean, deviation)
    for (let f = 0; f < features; f++) {
      const value = row[f] as number // f and the indices below run inside the lengths checked above
      for (let g = 0; g <= f; g++)
        gram[f * features + g] = (gram[f * features + g] as number) + value * (row[g] as number)
      right.forEach((column, k) => {
        column[f] = (column[f] as number) + value * ((example.vector[k] as number) - (bias[k] as number))
      })
    }
  }
  for (let f = 0; f < features; f++)
    gram[f * features + f] = (gram[f * features + f] as number) + n * (options.lambda + TINY)
  cholesky(gram, features)
  const kernel = new Float32Array(features * size)
  right.forEach((column, k) => {
    solveCholesky(gram, column, features)
    column.forEach((value, f) => {
      kernel[f * size + k] = value
    })
  })
  await stepDone(context, 1)
  return { features, size, mean, deviation, kernel, bias }
}

/** The vector that the features speak of: [size]. Throws 'bad-input' for features that are no numbers. */
export function predictRidge(model: Ridge, features: Float32Array): Float32Array {
  if (features.length !== model.features || !features.every(Number.isFinite))
    throw new ModelError('bad-input', `“features” must be ${model.features} finite numbers`)
  const row = standardised(features, model.mean, model.deviation)
  const out = Float32Array.from(model.bias)
  for (let f = 0; f < model.features; f++) {
    const value = row[f] as number // inside: f < features, k < size
    for (let k = 0; k < model.size; k++)
      out[k] = (out[k] as number) + value * (model.kernel[f * model.size + k] as number)
  }
  return out
}

export function ridgeToArtifact(model: Ridge): Artifact {
  const { features, size, mean, deviation, kernel, bias } = model
  return {
    kind: KIND,
    version: VERSION,
    settings: {},
    arrays: {
      mean: { shape: [features], values: mean },
      deviation: { shape: [features], values: deviation },
      kernel: { shape: [features, size], values: kernel },
      bias: { shape: [size], values: bias },
    },
  }
}

/** Throws 'bad-artifact'. */
export function ridgeFromArtifact(artifact: Artifact): Ridge {
  expectArtifact(artifact, KIND, VERSION)
  const mean = floatsOf(artifact, 'mean', [-1])
  const bias = floatsOf(artifact, 'bias', [-1])
  const [features, size] = [mean.length, bias.length]
  return {
    features,
    size,
    mean,
    deviation: floatsOf(artifact, 'deviation', [features]),
    kernel: floatsOf(artifact, 'kernel', [features, size]),
    bias,
  }
}

function columnMeans(rows: readonly Float32Array[]): Float32Array {
  const sums = new Float64Array(rows[0]?.length ?? 0)
  for (const row of rows) {
    row.forEach((value, column) => {
      sums[column] = (sums[column] ?? 0) + value
    })
  }
  return Float32Array.from(sums, sum => sum / rows.length)
}

const standardised = (features: Float32Array, mean: Float32Array, deviation: Float32Array) =>
  Float64Array.from(features, (value, f) => (value - (mean[f] ?? 0)) / (deviation[f] ?? 1))
