// Arithmetic on tables of vectors, row by row in one typed array: products, unit length, cosine to all.

/** Product of `size` numbers of `a` from `aAt` with those of `b` from `bAt`; four sums side by side, as one waits for itself. */
export function dot(a: Float32Array, aAt: number, b: Float32Array, bAt: number, size: number): number {
  // every index below is inside: the casts spare a check in the hottest loop of models/tracks
  // Four lines: taken apart from an array they cost two to three times as much (docs/decisions.md).
  let first = 0
  let second = 0
  let third = 0
  let fourth = 0
  let k = 0
  for (; k + 3 < size; k += 4) {
    first += (a[aAt + k] as number) * (b[bAt + k] as number)
    second += (a[aAt + k + 1] as number) * (b[bAt + k + 1] as number)
    third += (a[aAt + k + 2] as number) * (b[bAt + k + 2] as number)
    fourth += (a[aAt + k + 3] as number) * (b[bAt + k + 3] as number)
  }
  for (; k < size; k++) first += (a[aAt + k] as number) * (b[bAt + k] as number)
  return first + second + (third + fourth)
}

/** A copy with rows of length 1; rows of zeros (nothing known) stay zeros. */
export function unitRows(vectors: Float32Array, size: number): Float32Array {
  const out = new Float32Array(vectors.length)
  for (let at = 0; at < vectors.length; at += size) {
    const norm = Math.sqrt(dot(vectors, at, vectors, at, size))
    if (norm > 0) for (let k = at; k < at + size; k++) out[k] = (vectors[k] as number) / norm
  }
  return out
}

/** Products of one vector [size] with each row of a table [count, size]: [count]. Cosines where both are of unit length. */
export function productsWith(vector: Float32Array, table: Float32Array): Float32Array {
  const size = vector.length
  return Float32Array.from({ length: table.length / size }, (_, row) => dot(vector, 0, table, row * size, size))
}
