// Gradient-boosted regression trees over binned columns that learn to put the one right row of each group first.
// (Indices below are inside their arrays by construction: `as number` says so.)
import { type FitContext, ModelError, stepDone } from '../model.ts'
import { BINS, Growth, type Trees, type TreesOptions } from './tree-growth.ts'

export interface Groups {
  /** [sum of sizes, features], row by row. */
  readonly rows: Float32Array
  readonly features: number
  /** Rows of each group. */
  readonly sizes: ArrayLike<number>
  /** Place of the right row inside each group. */
  readonly right: ArrayLike<number>
}

export const defaultTrees: TreesOptions = {
  trees: 300,
  leaves: 15,
  learningRate: 0.08,
  leastRows: 40,
  lambda: 5,
  featureShare: 0.6,
  groupShare: 0.7,
  heldOut: 0.15,
  patience: 25,
}

/**
 * Listwise softmax cross-entropy (ListNet, Cao et al. 2007, one right row a group) boosted with second-order steps (Friedman 2001;
 * Chen, Guestrin 2016), leaf by leaf as in LightGBM (Ke et al. 2017). Throws 'no-examples' and 'bad-input'.
 */
export async function fitTrees(groups: Groups, options: TreesOptions, context: FitContext): Promise<Trees> {
  const count = groups.sizes.length
  const total = groups.rows.length / groups.features
  if (count === 0) throw new ModelError('no-examples', 'trees need at least one group of rows')
  for (let index = 0; index < groups.rows.length; index++) {
    if (!Number.isFinite(groups.rows[index])) {
      const row = Math.floor(index / groups.features)
      throw new ModelError('bad-input', `row ${row}, feature ${index % groups.features} is not a number`)
    }
  }
  const starts = new Int32Array(count + 1)
  for (let group = 0; group < count; group++)
    starts[group + 1] = (starts[group] as number) + (groups.sizes[group] as number)
  if (starts[count] !== total)
    throw new ModelError('bad-input', `the groups have ${starts[count]} rows, the matrix ${total}`)
  const learned = Math.max(1, Math.round(count * (1 - options.heldOut)))
  const { binned, edges } = binsOf(groups, starts[learned] as number)
  const scores = new Float64Array(total)
  const growth = new Growth(binned, edges, groups.features, options)
  const gradient = new Float64Array(total)
  const hessian = new Float64Array(total)
  let best = { loss: Number.POSITIVE_INFINITY, trees: 0 }
  for (let tree = 0; tree < options.trees; tree++) {
    softmaxSteps(groups, starts, learned, scores, gradient, hessian)
    const rows: number[] = []
    for (let group = 0; group < learned; group++) {
      if (learned > 10 && context.rng.next() >= options.groupShare) continue
      for (let row = starts[group] as number; row < (starts[group + 1] as number); row++) rows.push(row)
    }
    const chosen: number[] = []
    for (let feature = 0; feature < groups.features; feature++) {
      if (context.rng.next() < options.featureShare) chosen.push(feature)
    }
    if (chosen.length === 0) chosen.push(context.rng.below(groups.features))
    const root = growth.grow(Int32Array.from(rows), chosen, gradient, hessian)
    for (let row = 0; row < total; row++) scores[row] = (scores[row] as number) + growth.valueOf(root, row)
    if (learned < count) {
      const loss = lossOf(groups, starts, learned, scores)
      if (loss < best.loss - 1e-5) best = { loss, trees: tree + 1 }
      else if (tree + 1 - best.trees >= options.patience) break
    } else best = { loss: 0, trees: tree + 1 }
    await stepDone(context, (tree + 1) / options.trees, best.loss)
  }
  return growth.trees(Math.max(1, best.trees))
}

/** Scores of rows [n, features], greater is likelier: [n]. */
export function treeScores(trees: Trees, rows: Float32Array): Float64Array {
  const { features, feature, threshold, left, right, value, roots } = trees
  const count = rows.length / features
  const scores = new Float64Array(count)
  for (let row = 0; row < count; row++) {
    const at = row * features
    let sum = 0
    for (const root of roots) {
      let node = root
      for (let split = feature[node] as number; split >= 0; split = feature[node] as number) {
        node =
          (rows[at + split] as number) <= (threshold[node] as number) ? (left[node] as number) : (right[node] as number)
      }
      sum += value[node] as number
    }
    scores[row] = sum
  }
  return scores
}

/** Probability of each row in its group, and from it the steps of the loss by score: p - y and p (1 - p). */
function softmaxSteps(
  groups: Groups,
  starts: Int32Array,
  until: number,
  scores: Float64Array,
  gradient: Float64Array,
  hessian: Float64Array,
): void {
  for (let group = 0; group < until; group++) {
    const [from, to] = [starts[group] as number, starts[group + 1] as number]
    const logSum = logSumOf(scores, from, to)
    for (let row = from; row < to; row++) {
      const probability = Math.exp((scores[row] as number) - logSum)
      gradient[row] = probability
      hessian[row] = Math.max(1e-6, probability * (1 - probability))
    }
    const right = from + (groups.right[group] as number)
    gradient[right] = (gradient[right] as number) - 1
  }
}

function lossOf(groups: Groups, starts: Int32Array, since: number, scores: Float64Array): number {
  let sum = 0
  for (let group = since; group < groups.sizes.length; group++) {
    const from = starts[group] as number
    sum +=
      logSumOf(scores, from, starts[group + 1] as number) - (scores[from + (groups.right[group] as number)] as number)
  }
  return sum / (groups.sizes.length - since)
}

function logSumOf(scores: Float64Array, from: number, to: number): number {
  let top = Number.NEGATIVE_INFINITY
  for (let row = from; row < to; row++) top = Math.max(top, scores[row] as number)
  let sum = 0
  for (let row = from; row < to; row++) sum += Math.exp((scores[row] as number) - top)
  return top + Math.log(sum)
}

/** Each feature cut at quantiles of a sample: bins [rows, features] and the upper edge of each bin. */
function binsOf({ rows, features }: Groups, learnedRows: number): { binned: Uint8Array; edges: Float32Array[] } {
  const total = rows.length / features
  const stride = Math.max(1, Math.floor(learnedRows / 20_000))
  const binned = new Uint8Array(total * features)
  const edges: Float32Array[] = []
  for (let feature = 0; feature < features; feature++) {
    const sample: number[] = []
    for (let row = 0; row < learnedRows; row += stride) sample.push(rows[row * features + feature] as number)
    const sorted = Float32Array.from(sample).sort()
    const unique = sorted.filter((value, index) => index === 0 || value !== sorted[index - 1])
    const own =
      unique.length <= BINS
        ? unique
            .slice(0, Math.max(0, unique.length - 1))
            .map((value, index) => (value + (unique[index + 1] as number)) / 2)
        : Float32Array.from(
            new Set(
              Array.from(
                { length: BINS - 1 },
                (_, bin) => sorted[Math.floor(((bin + 1) * sorted.length) / BINS)] as number,
              ),
            ),
          )
    edges.push(own)
    for (let row = 0; row < total; row++)
      binned[row * features + feature] = binOf(own, rows[row * features + feature] as number)
  }
  return { binned, edges }
}

/** First bin whose upper edge is not below the value. */
function binOf(edges: Float32Array, value: number): number {
  let [low, high] = [0, edges.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (value <= (edges[middle] as number)) high = middle
    else low = middle + 1
  }
  return low
}
