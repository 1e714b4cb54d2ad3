// Gradient-boosted regression trees over binned columns that learn to put the one right row of each group first.
// (Indices below are inside their arrays by construction: `as number` says so.)
import { type FitContext, ModelError, stepDone } from '../model.ts'

export interface Groups {
  /** [sum of sizes, features], row by row. */
  readonly rows: Float32Array
  readonly features: number
  /** Rows of each group. */
  readonly sizes: ArrayLike<number>
  /** Place of the right row inside each group. */
  readonly right: ArrayLike<number>
}

export interface TreesOptions {
  readonly trees: number
  readonly leaves: number
  readonly learningRate: number
  /** Least rows in a leaf. */
  readonly leastRows: number
  /** L2 on a leaf's value. */
  readonly lambda: number
  /** Share of features tried in a tree, and share of groups it learns from. */
  readonly featureShare: number
  readonly groupShare: number
  /** The last so many groups, as a share, say when to stop; 0: all trees are grown. */
  readonly heldOut: number
  readonly patience: number
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

/** Trees as arrays of nodes: a leaf has feature -1 and its value; else rows with x <= threshold go left. */
export interface Trees {
  readonly features: number
  readonly roots: Int32Array
  readonly feature: Int32Array
  readonly threshold: Float32Array
  readonly left: Int32Array
  readonly right: Int32Array
  readonly value: Float32Array
}

const BINS = 64

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

interface Leaf {
  readonly node: number
  readonly rows: Int32Array
  /** [features tried, bins, 2]: sums of gradient and hessian, and beside them the counts. */
  readonly sums: Float64Array
  readonly counts: Int32Array
  readonly split: Split | null
}

interface Split {
  readonly gain: number
  readonly feature: number
  readonly bin: number
}

/** Grows trees leaf by leaf, the most gainful split first. */
class Growth {
  readonly #binned: Uint8Array
  readonly #edges: readonly Float32Array[]
  readonly #features: number
  readonly #options: TreesOptions
  readonly #roots: number[] = []
  readonly #feature: number[] = []
  readonly #bin: number[] = []
  readonly #left: number[] = []
  readonly #right: number[] = []
  readonly #value: number[] = []

  constructor(binned: Uint8Array, edges: readonly Float32Array[], features: number, options: TreesOptions) {
    this.#binned = binned
    this.#edges = edges
    this.#features = features
    this.#options = options
  }

  grow(rows: Int32Array, chosen: readonly number[], gradient: Float64Array, hessian: Float64Array): number {
    const root = this.#node()
    this.#roots.push(root)
    const leaves: Leaf[] = [this.#leaf(root, rows, chosen, gradient, hessian, null)]
    while (leaves.length < this.#options.leaves) {
      let best = -1
      for (const [index, { split }] of leaves.entries()) {
        if (split && (best < 0 || split.gain > (leaves[best]?.split?.gain ?? 0))) best = index
      }
      const leaf = leaves[best]
      if (!leaf?.split) break
      const { feature, bin } = leaf.split
      const goesLeft = (row: number) => (this.#binned[row * this.#features + feature] as number) <= bin
      const left = leaf.rows.filter(goesLeft)
      const right = leaf.rows.filter(row => !goesLeft(row))
      const [leftNode, rightNode] = [this.#node(), this.#node()]
      this.#feature[leaf.node] = feature
      this.#bin[leaf.node] = bin
      this.#left[leaf.node] = leftNode
      this.#right[leaf.node] = rightNode
      const [small, smallNode, large, largeNode] =
        left.length <= right.length ? [left, leftNode, right, rightNode] : [right, rightNode, left, leftNode]
      const counted = this.#leaf(smallNode, small, chosen, gradient, hessian, null)
      leaves.splice(
        best,
        1,
        counted,
        this.#leaf(largeNode, large, chosen, gradient, hessian, { whole: leaf, part: counted }),
      )
    }
    for (const { node, rows: own } of leaves) {
      let [g, h] = [0, 0]
      for (const row of own) {
        g += gradient[row] as number
        h += hessian[row] as number
      }
      this.#value[node] = (-this.#options.learningRate * g) / (h + this.#options.lambda)
    }
    return root
  }

  valueOf(root: number, row: number): number {
    const at = row * this.#features
    let node = root
    for (let split = this.#feature[node] as number; split >= 0; split = this.#feature[node] as number) {
      const isLeft = (this.#binned[at + split] as number) <= (this.#bin[node] as number)
      node = (isLeft ? this.#left[node] : this.#right[node]) as number
    }
    return this.#value[node] as number
  }

  trees(count: number): Trees {
    const end = this.#roots[count] ?? this.#feature.length
    const feature = Int32Array.from(this.#feature.slice(0, end))
    return {
      features: this.#features,
      roots: Int32Array.from(this.#roots.slice(0, count)),
      feature,
      threshold: Float32Array.from(feature, (split, node) =>
        split < 0 ? 0 : (this.#edges[split]?.[this.#bin[node] as number] ?? 0),
      ),
      left: Int32Array.from(this.#left.slice(0, end)),
      right: Int32Array.from(this.#right.slice(0, end)),
      value: Float32Array.from(this.#value.slice(0, end)),
    }
  }

  #node(): number {
    this.#feature.push(-1)
    this.#bin.push(0)
    this.#left.push(-1)
    this.#right.push(-1)
    this.#value.push(0)
    return this.#feature.length - 1
  }

  #leaf(
    node: number,
    rows: Int32Array,
    chosen: readonly number[],
    gradient: Float64Array,
    hessian: Float64Array,
    from: { readonly whole: Leaf; readonly part: Leaf } | null,
  ): Leaf {
    const width = chosen.length * BINS
    const sums = new Float64Array(2 * width)
    const counts = new Int32Array(width)
    if (from) {
      for (let at = 0; at < sums.length; at++)
        sums[at] = (from.whole.sums[at] as number) - (from.part.sums[at] as number)
      for (let at = 0; at < width; at++)
        counts[at] = (from.whole.counts[at] as number) - (from.part.counts[at] as number)
    } else {
      for (const row of rows) {
        const [g, h, at] = [gradient[row] as number, hessian[row] as number, row * this.#features]
        for (let place = 0; place < chosen.length; place++) {
          const cell = place * BINS + (this.#binned[at + (chosen[place] as number)] as number)
          sums[2 * cell] = (sums[2 * cell] as number) + g
          sums[2 * cell + 1] = (sums[2 * cell + 1] as number) + h
          counts[cell] = (counts[cell] as number) + 1
        }
      }
    }
    return { node, rows, sums, counts, split: this.#bestSplit(rows.length, sums, counts, chosen) }
  }

  #bestSplit(count: number, sums: Float64Array, counts: Int32Array, chosen: readonly number[]): Split | null {
    const { leastRows, lambda } = this.#options
    let [g, h] = [0, 0]
    for (let bin = 0; bin < BINS; bin++) {
      g += sums[2 * bin] as number
      h += sums[2 * bin + 1] as number
    }
    let best: Split | null = null
    for (let place = 0; place < chosen.length; place++) {
      let [leftG, leftH, leftCount] = [0, 0, 0]
      for (let bin = 0; bin < BINS - 1; bin++) {
        const cell = place * BINS + bin
        leftG += sums[2 * cell] as number
        leftH += sums[2 * cell + 1] as number
        leftCount += counts[cell] as number
        if (leftCount < leastRows) continue
        if (count - leftCount < leastRows) break
        const [rightG, rightH] = [g - leftG, h - leftH]
        const gain = leftG ** 2 / (leftH + lambda) + rightG ** 2 / (rightH + lambda) - g ** 2 / (h + lambda)
        if (gain > (best?.gain ?? 1e-6)) best = { gain, feature: chosen[place] as number, bin }
      }
    }
    return best
  }
}
