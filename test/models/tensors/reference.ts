// Layers once more, number by number in plain arrays as their papers write them: what the tensors are compared with.

export type Matrix = readonly (readonly number[])[]

export const product = (a: Matrix, b: Matrix): number[][] =>
  a.map(row => (b[0] ?? []).map((_, column) => row.reduce((sum, value, k) => sum + value * (b[k]?.[column] ?? 0), 0)))

const plus = (a: readonly number[], b: readonly number[]) => a.map((value, index) => value + (b[index] ?? 0))
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x))
const at = (values: readonly number[], index: number) => values[index] ?? Number.NaN

interface Recurrent {
  readonly kernel: Matrix
  readonly recurrent: Matrix
  readonly bias: readonly number[]
}

/** States of a GRU over one sequence: update, reset, candidate. */
export function gruReference({ kernel, recurrent, bias }: Recurrent, sequence: Matrix): number[][] {
  const units = recurrent.length
  let state = new Array<number>(units).fill(0)
  return sequence.map(x => {
    const [input = []] = product([x], kernel).map(row => plus(row, bias))
    const [own = []] = product([state], recurrent)
    state = state.map((before, unit) => {
      const update = sigmoid(at(input, unit) + at(own, unit))
      const reset = sigmoid(at(input, units + unit) + at(own, units + unit))
      const candidate = Math.tanh(at(input, 2 * units + unit) + reset * at(own, 2 * units + unit))
      return update * before + (1 - update) * candidate
    })
    return state
  })
}

/** States of an LSTM over one sequence: input, forget, output, cell. */
export function lstmReference({ kernel, recurrent, bias }: Recurrent, sequence: Matrix): number[][] {
  const units = recurrent.length
  let state = new Array<number>(units).fill(0)
  let cells = new Array<number>(units).fill(0)
  return sequence.map(x => {
    const [input = []] = product([x], kernel).map(row => plus(row, bias))
    const [own = []] = product([state], recurrent)
    const sum = plus(input, own)
    cells = cells.map(
      (cell, unit) =>
        sigmoid(at(sum, units + unit)) * cell + sigmoid(at(sum, unit)) * Math.tanh(at(sum, 3 * units + unit)),
    )
    state = cells.map((cell, unit) => sigmoid(at(sum, 2 * units + unit)) * Math.tanh(cell))
    return state
  })
}

interface Projection {
  readonly kernel: Matrix
  readonly bias: readonly number[]
}

/** Multi-head attention of one set `x` to one set `y`; `allowed` [x, y]. */
export function attentionReference(
  parts: { readonly query: Projection; readonly key: Projection; readonly value: Projection; readonly out: Projection },
  x: Matrix,
  y: Matrix,
  heads: number,
  allowed: Matrix | null,
): number[][] {
  const through = ({ kernel, bias }: Projection, rows: Matrix) => product(rows, kernel).map(row => plus(row, bias))
  const [queries, keys, values] = [through(parts.query, x), through(parts.key, y), through(parts.value, y)]
  const width = (x[0]?.length ?? 0) / heads
  const heard = queries.map((query, i) => {
    const out: number[] = []
    for (let head = 0; head < heads; head++) {
      const own = (row: readonly number[]) => row.slice(head * width, (head + 1) * width)
      const weights = keys.map((key, j) => {
        const dot = own(query).reduce((sum, value, k) => sum + value * at(own(key), k), 0)
        return allowed !== null && allowed[i]?.[j] === 0 ? 0 : Math.exp(dot / Math.sqrt(width))
      })
      const total = weights.reduce((a, b) => a + b)
      for (let k = 0; k < width; k++) {
        out.push(values.reduce((sum, value, j) => sum + (at(weights, j) / total) * at(own(value), k), 0))
      }
    }
    return out
  })
  return through(parts.out, heard)
}

/** Adam with all rows dense (Kingma, Ba 2015): one step on one row. */
export function adamReference(rate: number) {
  let [m, v, step] = [0, 0, 0]
  return (value: number, gradient: number): number => {
    step++
    m = 0.9 * m + 0.1 * gradient
    v = 0.999 * v + 0.001 * gradient ** 2
    return value - (rate * (m / (1 - 0.9 ** step))) / (Math.sqrt(v / (1 - 0.999 ** step)) + 1e-8)
  }
}
