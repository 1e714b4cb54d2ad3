// Finds points of the map by their place: the one under the pointer, those around one, the next in a direction.

const CELLS = 128

export interface Grid {
  /** The nearest point within `reach`, or -1. */
  nearest(x: number, y: number, reach: number): number
  /** The nearest others, the nearest first. */
  around(index: number, count: number): number[]
  /** The next point towards (dx, dy): near, and not much aside; the point itself where there is none. */
  towards(index: number, dx: number, dy: number): number
}

export function gridOf(x: Float32Array, y: Float32Array): Grid {
  const count = x.length
  const cellOf = (value: number) => Math.min(CELLS - 1, Math.max(0, Math.floor(((value + 1) / 2) * CELLS)))
  // Points in the order of their cells, and where each cell begins.
  const begins = new Int32Array(CELLS * CELLS + 1)
  const cell = Int32Array.from({ length: count }, (_, i) => cellOf(y[i] ?? 0) * CELLS + cellOf(x[i] ?? 0))
  for (const at of cell) begins[at + 1] = (begins[at + 1] ?? 0) + 1
  for (let at = 0; at < CELLS * CELLS; at++) begins[at + 1] = (begins[at + 1] ?? 0) + (begins[at] ?? 0)
  const filled = begins.slice()
  const points = new Int32Array(count)
  for (let i = 0; i < count; i++) {
    const at = cell[i] ?? 0
    points[filled[at] ?? 0] = i
    filled[at] = (filled[at] ?? 0) + 1
  }

  return {
    nearest(px, py, reach) {
      let [best, least] = [-1, reach * reach]
      const [left, right] = [cellOf(px - reach), cellOf(px + reach)]
      for (let row = cellOf(py - reach); row <= cellOf(py + reach); row++)
        for (let at = begins[row * CELLS + left] ?? 0; at < (begins[row * CELLS + right + 1] ?? 0); at++) {
          const i = points[at] ?? 0
          const square = ((x[i] ?? 0) - px) ** 2 + ((y[i] ?? 0) - py) ** 2
          if (square <= least) [best, least] = [i, square]
        }
      return best
    },
    around(index, wanted) {
      const [px, py] = [x[index] ?? 0, y[index] ?? 0]
      const found: { i: number; square: number }[] = []
      for (let i = 0; i < count; i++) {
        if (i === index) continue
        const square = ((x[i] ?? 0) - px) ** 2 + ((y[i] ?? 0) - py) ** 2
        const last = found.at(-1)
        if (found.length === wanted && last !== undefined && square >= last.square) continue
        const place = found.findIndex(each => each.square > square)
        found.splice(place === -1 ? found.length : place, 0, { i, square })
        if (found.length > wanted) found.pop()
      }
      return found.map(({ i }) => i)
    },
    towards(index, dx, dy) {
      const [px, py] = [x[index] ?? 0, y[index] ?? 0]
      let [best, least] = [index, Number.POSITIVE_INFINITY]
      for (let i = 0; i < count; i++) {
        const [vx, vy] = [(x[i] ?? 0) - px, (y[i] ?? 0) - py]
        const along = vx * dx + vy * dy
        const aside = Math.abs(vx * dy - vy * dx)
        // Within the quarter that the arrow points into.
        if (i === index || along <= 0 || aside > along) continue
        const cost = along + 2 * aside
        if (cost < least) [best, least] = [i, cost]
      }
      return best
    },
  }
}
