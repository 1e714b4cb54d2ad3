// The map of a library: each track a point in the plane, near to those that its vector is near to, and where it was the last time.
//
// A small library is laid out at once. Of a large one some tracks are landmarks: they are laid out first, the others begin between their
// nearest landmarks, and all settle together. A track that had a place begins there and is held to it, and the whole is turned back over the
// map before: what a listener knows by its place stays there.
import { ModelError } from '../model.ts'
import type { Rng } from '../rng.ts'
import { unitRows } from '../tracks/vectors.ts'
import { alignTo } from './align.ts'
import { widestPlane } from './axes.ts'
import { graphOf } from './graph.ts'
import { type Neighbours, nearestLandmarks, nearestOfAll, nearestThrough } from './nearest.ts'
import { settle } from './settle.ts'

export interface MapInput {
  /** The library's id of each row: which are landmarks follows from it, so that a library that grows keeps most of them. */
  readonly ids: Int32Array
  /** [ids, size]; no row of zeros. */
  readonly vectors: Float32Array
  readonly size: number
  /** Where each row was, [ids, 2], -1..1; NaN: it is new. Null: there was no map. */
  readonly before: Float64Array | null
}

export interface MapContext {
  readonly rng: Rng
  readonly onProgress?: (share: number) => void
}

/** Every pair is looked at up to so many tracks. */
const FEW = 4000
/** Choice: more landmarks find truer neighbours; the search for each track's own grows with them. */
const LANDMARKS = 1024
const NEIGHBOURS = 12
const LANDMARKS_OF_EACH = 6
/** Points settle on a sheet of about this half-width. */
const SHEET = 10
/** How much of the sheet's half-width the middle 99 % of the points take. */
const FILLED = 0.92

/** Places [ids, 2], -1..1. Throws ModelError 'bad-input' where lengths do not fit or a row is no direction. */
export function mapOf(
  { ids, vectors, size, before }: MapInput,
  { rng, onProgress = () => {} }: MapContext,
): Float64Array {
  check(ids, vectors, size, before)
  const rows = ids.length
  if (rows === 0) return new Float64Array()
  if (rows === 1) return before?.some(Number.isNaN) === false ? before.slice() : new Float64Array(2)
  const units = unitRows(vectors, size)
  const isKnown = (row: number) => before !== null && !Number.isNaN(before[row * 2])
  const knownShare = ids.reduce((sum, _, row) => sum + Number(isKnown(row)), 0) / rows
  const isWarm = before !== null && knownShare >= 0.2

  const { neighbours, begin } = rows <= FEW ? small(units, size, rng) : large(ids, units, size, isWarm, rng)
  onProgress(0.5)
  const graph = graphOf(neighbours)
  const places = isWarm && before !== null ? beginWhereKnown(before, neighbours, rng) : begin()
  settle(
    places,
    graph,
    {
      ...(isWarm && before !== null
        ? { step: 0.4, rounds: roundsFor(rows, 0.5), anchors: before.map(value => value * SHEET), hold: 0.12 }
        : { step: 1, rounds: roundsFor(rows, 1) }),
      onRound: share => onProgress(0.5 + share / 2),
    },
    rng,
  )
  const laid = isWarm && before !== null ? alignTo(places, before) : fitted(places)
  return laid.map(softEdge)
}

const roundsFor = (rows: number, share: number) => Math.round((rows <= FEW ? 300 : rows <= 20_000 ? 120 : 50) * share)

interface Beginning {
  readonly neighbours: Neighbours
  readonly begin: () => Float64Array
}

function small(units: Float32Array, size: number, rng: Rng): Beginning {
  const neighbours = nearestOfAll(units, size, Math.min(NEIGHBOURS, units.length / size - 1))
  return { neighbours, begin: () => onTheSheet(widestPlane(units, size, rng), rng) }
}

function large(ids: Int32Array, units: Float32Array, size: number, isWarm: boolean, rng: Rng): Beginning {
  const landmarks = landmarksOf(ids)
  const near = nearestLandmarks(units, size, landmarks, LANDMARKS_OF_EACH)
  const neighbours = nearestThrough(units, size, near, landmarks.length, NEIGHBOURS, rng)
  const begin = () => {
    const table = new Float32Array(landmarks.length * size)
    for (const [at, row] of landmarks.entries()) table.set(units.subarray(row * size, (row + 1) * size), at * size)
    const { neighbours: among, begin: beginAmong } = small(table, size, rng)
    const marks = beginAmong()
    settle(marks, graphOf(among), { step: 1, rounds: 300 }, rng)
    return between(onTheSheet(fitted(marks), rng), near, rng)
  }
  return { neighbours, begin: isWarm ? () => new Float64Array() : begin }
}

/** The ids that come first in a shuffled order that never changes. */
function landmarksOf(ids: Int32Array): Int32Array {
  const order = (id: number) => {
    let mixed = Math.imul(id ^ (id >>> 16), 0x45d9f3b)
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x45d9f3b)
    return (mixed ^ (mixed >>> 16)) >>> 0
  }
  const by = Float64Array.from(ids, order)
  const rows = Int32Array.from(ids, (_, row) => row)
  return rows.sort((a, b) => (by[a] ?? 0) - (by[b] ?? 0)).slice(0, LANDMARKS)
}

/** Each row amid its nearest landmarks, the nearer the more; a little apart from others that have the same. */
function between(marks: Float64Array, near: Neighbours, rng: Rng): Float64Array {
  const rows = near.rows.length / near.count
  const places = new Float64Array(rows * 2)
  for (let row = 0; row < rows; row++) {
    let x = 0
    let y = 0
    let sum = 0
    for (let at = row * near.count; at < (row + 1) * near.count; at++) {
      const mark = near.rows[at] ?? -1
      if (mark < 0) continue
      const weight = Math.exp(-8 * (near.distances[at] ?? 2))
      x += weight * (marks[mark * 2] ?? 0)
      y += weight * (marks[mark * 2 + 1] ?? 0)
      sum += weight
    }
    places[row * 2] = x / sum + 0.1 * rng.normal()
    places[row * 2 + 1] = y / sum + 0.1 * rng.normal()
  }
  return places
}

/** Known tracks where they were; a new one amid its neighbours that have a place, or anywhere. */
function beginWhereKnown(before: Float64Array, { rows: others, count }: Neighbours, rng: Rng): Float64Array {
  const places = before.map(value => value * SHEET)
  for (let row = 0; row < places.length / 2; row++) {
    if (!Number.isNaN(before[row * 2])) continue
    let x = 0
    let y = 0
    let found = 0
    for (let at = row * count; at < (row + 1) * count; at++) {
      const other = others[at] ?? -1
      if (other < 0 || Number.isNaN(before[other * 2])) continue
      x += (before[other * 2] ?? 0) * SHEET
      y += (before[other * 2 + 1] ?? 0) * SHEET
      found++
    }
    places[row * 2] = (found > 0 ? x / found : 0) + (found > 0 ? 0.1 : SHEET / 3) * rng.normal()
    places[row * 2 + 1] = (found > 0 ? y / found : 0) + (found > 0 ? 0.1 : SHEET / 3) * rng.normal()
  }
  return places
}

/** Spread over the sheet, with a little chance so that equal rows part. */
function onTheSheet(places: Float64Array, rng: Rng): Float64Array {
  const most = places.reduce((max, value) => Math.max(max, Math.abs(value)), 0) || 1
  return places.map(value => (value / most) * SHEET + 0.001 * rng.normal())
}

/** In the middle, and so large that 99 of 100 points lie inside the filled part. */
function fitted(places: Float64Array): Float64Array {
  const rows = places.length / 2
  const middle = ([0, 1] as const).map(axis => {
    const sorted = Float64Array.from({ length: rows }, (_, row) => places[row * 2 + axis] ?? 0).sort()
    return sorted[rows >> 1] ?? 0
  })
  const reach = Float64Array.from({ length: rows }, (_, row) =>
    Math.max(
      Math.abs((places[row * 2] ?? 0) - (middle[0] ?? 0)),
      Math.abs((places[row * 2 + 1] ?? 0) - (middle[1] ?? 0)),
    ),
  ).sort()
  const most = reach[Math.min(rows - 1, Math.floor(rows * 0.99))] || 1
  return places.map((value, at) => ((value - (middle[at % 2] ?? 0)) / most) * FILLED)
}

/** The few beyond the filled part come closer to the edge and never past it. */
function softEdge(value: number): number {
  const over = Math.abs(value) - FILLED
  return over <= 0 ? value : Math.sign(value) * (FILLED + (1 - FILLED) * Math.tanh(over / (1 - FILLED)))
}

function check(ids: Int32Array, vectors: Float32Array, size: number, before: Float64Array | null): void {
  if (!(size > 0) || vectors.length !== ids.length * size)
    throw new ModelError('bad-input', `${ids.length} tracks have ${vectors.length} numbers, not ${size} each`)
  if (before !== null && before.length !== ids.length * 2)
    throw new ModelError('bad-input', `${ids.length} tracks have ${before.length / 2} places from before`)
  for (let row = 0; row < ids.length; row++) {
    let square = 0
    for (let k = row * size; k < (row + 1) * size; k++) square += (vectors[k] ?? 0) ** 2
    if (!(square > 0) || !Number.isFinite(square))
      throw new ModelError('bad-input', `the vector of track ${ids[row]} is no direction`)
  }
}
