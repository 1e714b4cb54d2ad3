// Symmetric positive definite systems A x = b by A = L L' (Cholesky), in place, row by row in one typed array.

// Every index below is inside its matrix: the casts spare a check in loops of size^3.

/**
 * Puts the lower L with L L' = A in place of A's lower half, [size, size]; what is above the diagonal is neither read nor written. A pivot
 * under `least` counts as `least`: where A may be singular. Not given, L of an A that is not positive definite is no number.
 */
export function cholesky(a: Float64Array, size: number, least = Number.NEGATIVE_INFINITY): void {
  for (let i = 0; i < size; i++) {
    const row = i * size
    for (let j = 0; j <= i; j++) {
      const other = j * size
      let sum = a[row + j] as number
      for (let k = 0; k < j; k++) sum -= (a[row + k] as number) * (a[other + k] as number)
      a[row + j] = i === j ? Math.sqrt(Math.max(sum, least)) : sum / (a[other + j] as number)
    }
  }
}

/** Solves L L' x = b in place of b. */
export function solveCholesky(l: Float64Array, b: Float64Array, size: number): void {
  for (let i = 0; i < size; i++) {
    let sum = b[i] as number
    for (let k = 0; k < i; k++) sum -= (l[i * size + k] as number) * (b[k] as number)
    b[i] = sum / (l[i * size + i] as number)
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = b[i] as number
    for (let k = i + 1; k < size; k++) sum -= (l[k * size + i] as number) * (b[k] as number)
    b[i] = sum / (l[i * size + i] as number)
  }
}
