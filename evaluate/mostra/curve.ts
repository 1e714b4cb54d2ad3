// The curve of a decoder: what its dial gains in objectives for what it loses in SAT, read at a given loss.

export interface Point {
  /** Share of NDCG@10 lost against the order by relevance. */
  readonly loss: number
  /** Relative gain of each objective; NaN where the order by relevance serves it nowhere. */
  readonly gains: readonly number[]
}

/**
 * Points in order of the dial, from the order by relevance on. More of a dial costs more SAT and gives more of the objectives; what goes the
 * other way in a sample is chance, and neighbours are pooled until none does (isotonic regression).
 */
export function isotonic(points: readonly Point[]): Point[] {
  const losses = pooled(points.map(point => point.loss))
  const width = points[0]?.gains.length ?? 0
  const columns = Array.from({ length: width }, (_, column) =>
    pooled(points.map(point => point.gains[column] ?? Number.NaN)),
  )
  return points.map((_, at) => ({
    loss: losses[at] ?? Number.NaN,
    gains: columns.map(column => column[at] ?? Number.NaN),
  }))
}

/** Pool adjacent violators (Ayer et al. 1955): the nearest rising sequence in squares. */
export function pooled(values: readonly number[]): number[] {
  const blocks: { sum: number; count: number }[] = []
  for (const value of values) {
    const block = { sum: value, count: 1 }
    for (
      let last = blocks.at(-1);
      last !== undefined && last.sum / last.count > block.sum / block.count;
      last = blocks.at(-1)
    ) {
      block.sum += last.sum
      block.count += last.count
      blocks.pop()
    }
    blocks.push(block)
  }
  return blocks.flatMap(({ sum, count }) => new Array<number>(count).fill(sum / count))
}

/** Gains where the curve crosses a loss, between points on a straight line; those of its last point where it never loses so much. */
export function gainsAt(points: readonly Point[], loss: number): readonly number[] {
  let before: Point | null = null
  for (const point of isotonic(points)) {
    if (point.loss > loss) {
      const from: Point = before ?? { loss: 0, gains: point.gains.map(() => 0) }
      const share = (loss - from.loss) / (point.loss - from.loss)
      return point.gains.map((gain, at) => (from.gains[at] ?? 0) + share * (gain - (from.gains[at] ?? 0)))
    }
    before = point
  }
  return before?.gains ?? []
}

/** The farthest place of the dial that loses no more; -1 where every one does. */
export function farthestWithin(points: readonly Point[], loss: number): number {
  return isotonic(points).findLastIndex(point => point.loss <= loss)
}

/** Of the values that are numbers; NaN of none. */
export function mean(values: readonly number[]): number {
  const known = values.filter(value => !Number.isNaN(value))
  return known.reduce((sum, value) => sum + value, 0) / known.length
}

/** To four places, as rows show it; null of what is no number. */
export function rounded(value = Number.NaN): number | null {
  return Number.isFinite(value) ? Math.round(value * 1e4) / 1e4 : null
}

const AREA_STEPS = 20

/** Mean gain over losses from 0 to `most`: the area under the curve, as a height. */
export function area(points: readonly Point[], most: number): number {
  const heights = Array.from({ length: AREA_STEPS }, (_, step) =>
    mean(gainsAt(points, ((step + 0.5) / AREA_STEPS) * most)),
  )
  return mean(heights)
}
