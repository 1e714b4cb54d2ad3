// One boosted tree, grown leaf by leaf over binned columns (LightGBM's way, Ke et al. 2017): the split that gains most is made first.
// (Indices below are inside their arrays by construction: `as number` says so.)

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

/** Most bins of a column. */
export const BINS = 64

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
export class Growth {
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
      let g = 0
      let h = 0
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
    let g = 0
    let h = 0
    for (let bin = 0; bin < BINS; bin++) {
      g += sums[2 * bin] as number
      h += sums[2 * bin + 1] as number
    }
    let best: Split | null = null
    for (let place = 0; place < chosen.length; place++) {
      let leftG = 0
      let leftH = 0
      let leftCount = 0
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
