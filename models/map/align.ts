// Lays one map over another: the turn, the mirror, the size and the shift that bring its points nearest to where they were (Procrustes).

/** Places [rows, 2] laid over `before` [rows, 2] as well as can be; rows of `before` that are NaN are only carried along. */
export function alignTo(places: Float64Array, before: Float64Array): Float64Array {
  const known: number[] = []
  for (let at = 0; at < places.length; at += 2) if (!Number.isNaN(before[at])) known.push(at)
  if (known.length < 2) return places.slice()
  const mean = (of: Float64Array, axis: 0 | 1) =>
    known.reduce((sum, at) => sum + (of[at + axis] ?? 0), 0) / known.length
  const [px, py, bx, by] = [mean(places, 0), mean(places, 1), mean(before, 0), mean(before, 1)]
  // In the plane a turn is one complex number: the sum of (was)(is)* gives it, that of (was)(is) the same with a mirror before it.
  let turnX = 0
  let turnY = 0
  let mirrorX = 0
  let mirrorY = 0
  let spread = 0
  for (const at of known) {
    const [x, y] = [(places[at] ?? 0) - px, (places[at + 1] ?? 0) - py]
    const [u, v] = [(before[at] ?? 0) - bx, (before[at + 1] ?? 0) - by]
    turnX += u * x + v * y
    turnY += v * x - u * y
    mirrorX += u * x - v * y
    mirrorY += v * x + u * y
    spread += x * x + y * y
  }
  if (spread === 0) return places.slice()
  const isMirrored = Math.hypot(mirrorX, mirrorY) > Math.hypot(turnX, turnY)
  const [cos, sin] = (isMirrored ? [mirrorX, mirrorY] : [turnX, turnY]).map(sum => sum / spread) as [number, number]
  const side = isMirrored ? -1 : 1
  const out = new Float64Array(places.length)
  for (let at = 0; at < places.length; at += 2) {
    const [x, y] = [(places[at] ?? 0) - px, side * ((places[at + 1] ?? 0) - py)]
    out[at] = bx + cos * x - sin * y
    out[at + 1] = by + sin * x + cos * y
  }
  return out
}
