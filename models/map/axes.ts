// The plane in which vectors spread most: their first two principal axes, found by repeated multiplication.
import type { Rng } from '../rng.ts'

const ROUNDS = 40

/** Each row's place in the plane of the two widest axes, [rows, 2]. Rows of `vectors` [rows, size]. */
export function widestPlane(vectors: Float32Array, size: number, rng: Rng): Float64Array {
  const rows = vectors.length / size
  const mean = new Float64Array(size)
  for (let at = 0; at < vectors.length; at++) mean[at % size] = (mean[at % size] ?? 0) + (vectors[at] ?? 0) / rows
  const places = new Float64Array(rows * 2)
  const axes: Float64Array[] = []
  for (const axis of [0, 1] as const) {
    let direction = unit(Float64Array.from({ length: size }, () => rng.normal()))
    for (let round = 0; round < ROUNDS; round++) {
      const next = new Float64Array(size)
      for (let row = 0; row < rows; row++) {
        const along = product(vectors, row * size, mean, direction)
        for (let k = 0; k < size; k++)
          next[k] = (next[k] ?? 0) + along * ((vectors[row * size + k] ?? 0) - (mean[k] ?? 0))
      }
      for (const other of axes) {
        const along = next.reduce((sum, value, k) => sum + value * (other[k] ?? 0), 0)
        for (let k = 0; k < size; k++) next[k] = (next[k] ?? 0) - along * (other[k] ?? 0)
      }
      direction = unit(next)
    }
    axes.push(direction)
    for (let row = 0; row < rows; row++) places[row * 2 + axis] = product(vectors, row * size, mean, direction)
  }
  return places
}

function product(vectors: Float32Array, at: number, mean: Float64Array, direction: Float64Array): number {
  let sum = 0
  for (let k = 0; k < direction.length; k++) sum += ((vectors[at + k] ?? 0) - (mean[k] ?? 0)) * (direction[k] ?? 0)
  return sum
}

function unit(values: Float64Array): Float64Array {
  const norm = Math.hypot(...values)
  return norm > 0 ? values.map(value => value / norm) : values
}
