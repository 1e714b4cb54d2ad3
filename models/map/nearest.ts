// Nearest neighbours by cosine among many tracks: every pair for a small library, through landmarks for a large one.
import type { Rng } from '../rng.ts'
import { dot } from '../tracks/vectors.ts'

/** For each row its `count` nearest others, the nearest first; -1 where there are fewer. */
export interface Neighbours {
  readonly count: number
  /** [rows, count] */
  readonly rows: Int32Array
  /** [rows, count], distance between unit vectors, 0..2. */
  readonly distances: Float32Array
}

/** Each row's nearest among all others. `units` [rows, size], of unit length. Rows squared: for some thousands. */
export function nearestOfAll(units: Float32Array, size: number, count: number): Neighbours {
  const rows = units.length / size
  const best = bestOf(rows, count)
  for (let row = 0; row < rows; row++)
    for (let other = row + 1; other < rows; other++) {
      const near = dot(units, row * size, units, other * size, size)
      best.offer(row, other, near)
      best.offer(other, row, near)
    }
  return best.sorted()
}

/** For each row its nearest among the rows named in `landmarks`, itself too where it is one; `rows` of the answer count in `landmarks`. */
export function nearestLandmarks(units: Float32Array, size: number, landmarks: Int32Array, count: number): Neighbours {
  const rows = units.length / size
  // Together in memory: the table is read once for every row.
  const table = new Float32Array(landmarks.length * size)
  for (const [at, row] of landmarks.entries()) table.set(units.subarray(row * size, (row + 1) * size), at * size)
  const best = bestOf(rows, count)
  for (let row = 0; row < rows; row++)
    for (let at = 0; at < landmarks.length; at++) best.offer(row, at, dot(units, row * size, table, at * size, size))
  return best.sorted()
}

/** The most rows of a landmark's surroundings that are looked at for one row. Choice: a crowd is drawn from by lot. */
const MOST_OF_A_BUCKET = 160
const BUCKETS = 3

/** Nearly each row's nearest: looked for among the rows that share one of its nearest landmarks. */
export function nearestThrough(
  units: Float32Array,
  size: number,
  landmarks: Neighbours,
  landmarkCount: number,
  count: number,
  rng: Rng,
): Neighbours {
  const rows = units.length / size
  const buckets = bucketsOf(landmarks, landmarkCount, rows)
  const best = bestOf(rows, count)
  const seen = new Int32Array(rows).fill(-1)
  for (let row = 0; row < rows; row++) {
    seen[row] = row
    for (let near = 0; near < Math.min(BUCKETS, landmarks.count); near++) {
      const bucket = buckets[landmarks.rows[row * landmarks.count + near] ?? -1]
      if (!bucket) continue
      const looked = Math.min(bucket.length, MOST_OF_A_BUCKET)
      const from = bucket.length > looked ? rng.below(bucket.length) : 0
      for (let at = 0; at < looked; at++) {
        const other = bucket[(from + at) % bucket.length] as number // inside by the remainder
        if (seen[other] === row) continue
        seen[other] = row
        best.offer(row, other, dot(units, row * size, units, other * size, size))
      }
    }
  }
  return best.sorted()
}

/** Rows by their nearest landmark. */
function bucketsOf(landmarks: Neighbours, landmarkCount: number, rows: number): readonly Int32Array[] {
  const nearest = (row: number) => landmarks.rows[row * landmarks.count] ?? 0
  const sizes = new Int32Array(landmarkCount)
  for (let row = 0; row < rows; row++) sizes[nearest(row)] = (sizes[nearest(row)] ?? 0) + 1
  const buckets = Array.from(sizes, length => new Int32Array(length))
  const filled = new Int32Array(landmarkCount)
  for (let row = 0; row < rows; row++) {
    const bucket = nearest(row)
    const at = filled[bucket] ?? 0
    const into = buckets[bucket]
    if (into) into[at] = row
    filled[bucket] = at + 1
  }
  return buckets
}

/** Keeps the nearest few of each row while others are offered; the farthest of them stands last. */
function bestOf(rows: number, count: number) {
  const kept = new Int32Array(rows * count).fill(-1)
  const near = new Float32Array(rows * count).fill(Number.NEGATIVE_INFINITY)
  return {
    offer(row: number, other: number, closeness: number): void {
      let at = row * count + count - 1
      if (!(closeness > (near[at] as number))) return // every place below is inside the row
      const first = row * count
      while (at > first && closeness > (near[at - 1] as number)) {
        near[at] = near[at - 1] as number
        kept[at] = kept[at - 1] as number
        at--
      }
      near[at] = closeness
      kept[at] = other
    },
    sorted: (): Neighbours => ({
      count,
      rows: kept,
      distances: near.map(closeness => Math.sqrt(Math.max(0, 2 - 2 * closeness))),
    }),
  }
}
