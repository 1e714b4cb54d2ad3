// Lets points settle in the plane: those joined by an edge draw together, others taken by lot push each other away.
//
// UMAP (McInnes, Healy, Melville 2018), section 3.2, with 1 / (1 + d^2) as nearness in the plane (as t-SNE's): no powers, hence fast.
import type { Rng } from '../rng.ts'
import type { Graph } from './graph.ts'

export interface SettleOptions {
  readonly rounds: number
  /** Length of the first steps; they shrink to nothing. Choice: 1 from an uncertain beginning, less where places are to be kept. */
  readonly step: number
  /** Where points are held to, [rows, 2]; NaN: free. */
  readonly anchors?: Float64Array
  /** How strongly, 0..1 of the way back in each round at a full step. */
  readonly hold?: number
  readonly onRound?: (share: number) => void
}

const PUSHES = 4
/** No step is longer in either direction. */
const MOST = 4

/** Moves `places` [rows, 2] itself. */
export function settle(places: Float64Array, graph: Graph, options: SettleOptions, rng: Rng): void {
  const { rounds, step, anchors, hold = 0, onRound } = options
  const { from, to, weight, rows } = graph
  const edges = from.length
  const heaviest = weight.reduce((most, value) => Math.max(most, value), 0)
  if (edges === 0 || rows < 2) return
  // A weight is how often its edge is taken: each saves up until it is due.
  const saved = new Float32Array(edges)
  for (let round = 0; round < rounds; round++) {
    const length = step * (1 - round / rounds)
    for (let edge = 0; edge < edges; edge++) {
      // Inside the arrays, all of them: so are the casts below.
      const due = (saved[edge] as number) + (weight[edge] as number) / heaviest
      if (due < 1) {
        saved[edge] = due
        continue
      }
      saved[edge] = due - 1
      const a = 2 * (from[edge] as number)
      const b = 2 * (to[edge] as number)
      draw(places, a, b, length)
      for (let push = 0; push < PUSHES; push++) {
        // By turns for both ends: the graph names each pair once.
        const one = push % 2 === 0 ? a : b
        const other = 2 * rng.below(rows)
        if (other !== one) repel(places, one, other, length)
      }
    }
    if (anchors && hold > 0) holdBack(places, anchors, hold * (length / step))
    onRound?.((round + 1) / rounds)
  }
}

function draw(places: Float64Array, a: number, b: number, length: number): void {
  const dx = (places[a] as number) - (places[b] as number)
  const dy = (places[a + 1] as number) - (places[b + 1] as number)
  const pull = (-2 * length) / (1 + dx * dx + dy * dy)
  const [x, y] = [within(pull * dx), within(pull * dy)]
  places[a] = (places[a] as number) + x
  places[a + 1] = (places[a + 1] as number) + y
  places[b] = (places[b] as number) - x
  places[b + 1] = (places[b + 1] as number) - y
}

function repel(places: Float64Array, one: number, other: number, length: number): void {
  const dx = (places[one] as number) - (places[other] as number)
  const dy = (places[one + 1] as number) - (places[other + 1] as number)
  const square = dx * dx + dy * dy
  const push = (2 * length) / ((0.001 + square) * (1 + square))
  places[one] = (places[one] as number) + within(push * dx)
  places[one + 1] = (places[one + 1] as number) + within(push * dy)
}

const within = (value: number) => Math.max(-MOST, Math.min(MOST, value))

function holdBack(places: Float64Array, anchors: Float64Array, hold: number): void {
  for (let at = 0; at < places.length; at++) {
    const anchor = anchors[at] as number
    if (!Number.isNaN(anchor)) places[at] = (places[at] as number) + hold * (anchor - (places[at] as number))
  }
}
