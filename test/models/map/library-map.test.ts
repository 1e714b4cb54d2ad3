// Laws of the map: neighbours stay neighbours, the same gives the same, and a library trained anew lies where it lay.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alignTo } from '../../../models/map/align.ts'
import { widestPlane } from '../../../models/map/axes.ts'
import { mapOf } from '../../../models/map/library-map.ts'
import { nearestLandmarks, nearestOfAll, nearestThrough } from '../../../models/map/nearest.ts'
import { ModelError } from '../../../models/model.ts'
import { rngOf } from '../../../models/rng.ts'
import { unitRows } from '../../../models/tracks/vectors.ts'

const SIZE = 16

/** Tracks in clouds of clouds: 12 styles, five artists each. */
function library(tracks: number, seed = 1) {
  const rng = rngOf(seed)
  const styles = Array.from({ length: 12 }, () => Array.from({ length: SIZE }, () => rng.normal()))
  const artists = Array.from({ length: 60 }, (_, n) => (styles[n % 12] ?? []).map(value => value + 0.5 * rng.normal()))
  const vectors = new Float32Array(tracks * SIZE)
  for (let row = 0; row < tracks; row++)
    vectors.set(
      (artists[rng.below(60)] ?? []).map(value => value + 0.3 * rng.normal()),
      row * SIZE,
    )
  return { ids: Int32Array.from({ length: tracks }, (_, row) => row + 1), vectors, size: SIZE }
}

/** The same vectors turned in every plane, as another training may give them, and a little of that training's own chance. */
function trainedAnew(vectors: Float32Array, noise: number): Float32Array {
  const rng = rngOf(77)
  const out = vectors.slice()
  for (let at = 0; at < out.length; at += 2) {
    const angle = 1 + (at % SIZE)
    const [x, y] = [vectors[at] ?? 0, vectors[at + 1] ?? 0]
    out[at] = Math.cos(angle) * x - Math.sin(angle) * y + noise * rng.normal()
    out[at + 1] = Math.sin(angle) * x + Math.cos(angle) * y + noise * rng.normal()
  }
  return out
}

/** Of each track's ten nearest by vector, the share that is among its ten nearest in the plane. */
function neighboursKept(vectors: Float32Array, places: Float64Array, every = 1): number {
  const count = 10
  const rows = places.length / 2
  const truth = nearestOfAll(unitRows(vectors, SIZE), SIZE, count).rows
  let kept = 0
  for (let row = 0; row < rows; row += every) {
    const far = (other: number) =>
      Math.hypot(
        (places[row * 2] ?? 0) - (places[other * 2] ?? 0),
        (places[row * 2 + 1] ?? 0) - (places[other * 2 + 1] ?? 0),
      )
    const near = Array.from({ length: rows }, (_, other) => other)
      .filter(other => other !== row)
      .sort((a, b) => far(a) - far(b))
      .slice(0, count)
    const wanted = new Set(truth.subarray(row * count, (row + 1) * count))
    kept += near.filter(other => wanted.has(other)).length
  }
  return kept / (Math.ceil(rows / every) * count)
}

const moves = (a: Float64Array, b: Float64Array): number[] =>
  Array.from({ length: a.length / 2 }, (_, row) =>
    Math.hypot((a[row * 2] ?? 0) - (b[row * 2] ?? 0), (a[row * 2 + 1] ?? 0) - (b[row * 2 + 1] ?? 0)),
  ).sort((x, y) => x - y)
const median = (values: readonly number[]) => values[values.length >> 1] ?? 0

describe('the map of a library', () => {
  const made = library(600)
  const map = mapOf({ ...made, before: null }, { rng: rngOf(2) })

  it('keeps neighbours, many more than the plane of the two widest axes does, and that many more than chance', () => {
    const kept = neighboursKept(made.vectors, map)
    expect(kept).toBeGreaterThan(2 * neighboursKept(made.vectors, widestPlane(made.vectors, SIZE, rngOf(3))))
    expect(kept).toBeGreaterThan(0.4) // chance is 10 of 599
  })

  it('lies within -1..1 and fills it', () => {
    expect(map.every(value => Math.abs(value) <= 1)).toBe(true)
    const widest = map.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
    expect(widest).toBeGreaterThan(0.85)
  })

  it('is the same for the same vectors and seed', () => {
    expect(mapOf({ ...made, before: null }, { rng: rngOf(2) })).toEqual(map)
  })

  it('stays where it was when the same listening is trained anew: tracks do not move, and neighbours are kept as well', () => {
    const vectors = trainedAnew(made.vectors, 0.05)
    const next = mapOf({ ...made, vectors, before: map }, { rng: rngOf(9) })
    // Half of the map's width is 1. Laid out alone, the map would turn: tracks would lie a half-width from where they were.
    expect(median(moves(map, next))).toBeLessThan(0.1)
    expect(median(moves(map, mapOf({ ...made, vectors, before: null }, { rng: rngOf(9) })))).toBeGreaterThan(0.3)
    expect(neighboursKept(vectors, next)).toBeGreaterThan(0.8 * neighboursKept(made.vectors, map))
  })

  it('puts new tracks beside what they are like, and leaves the others', () => {
    const grown = library(700) // the first 600 are the same
    const before = new Float64Array(1400).fill(Number.NaN)
    before.set(map)
    const next = mapOf({ ...grown, before }, { rng: rngOf(4) })
    expect(median(moves(map, next.slice(0, 1200)))).toBeLessThan(0.1)
    expect(neighboursKept(grown.vectors, next)).toBeGreaterThan(0.4)
  })

  it('of a large library, laid out through landmarks, keeps the crowd that a track belongs to', () => {
    const large = library(4600)
    const places = mapOf({ ...large, before: null }, { rng: rngOf(5) })
    // Crowds hold some 77 tracks: by lot within the right crowd it would be 0.13.
    expect(neighboursKept(large.vectors, places, 40)).toBeGreaterThan(0.2)
  })

  it('has a place for one track, two tracks, equal tracks, and none', () => {
    const places = (tracks: number, vectors: Float32Array) =>
      mapOf(
        { ids: Int32Array.from({ length: tracks }, (_, n) => n + 1), vectors, size: 2, before: null },
        { rng: rngOf(1) },
      )
    expect(places(0, new Float32Array())).toHaveLength(0)
    expect(Array.from(places(1, Float32Array.of(1, 0)))).toEqual([0, 0])
    for (const vectors of [Float32Array.of(1, 0, 0, 1), Float32Array.of(1, 1, 1, 1, 1, 1)]) {
      const found = places(vectors.length / 2, vectors)
      expect(found.every(Number.isFinite)).toBe(true)
    }
  })

  it('refuses what is no direction, naming the track', () => {
    const broken = made.vectors.slice()
    broken.fill(0, 3 * SIZE, 4 * SIZE)
    expect(() => mapOf({ ...made, vectors: broken, before: null }, { rng: rngOf(1) })).toThrow(
      new ModelError('bad-input', 'the vector of track 4 is no direction'),
    )
    expect(() => mapOf({ ...made, ids: made.ids.slice(1), before: null }, { rng: rngOf(1) })).toThrow(ModelError)
  })
})

describe('laying one map over another', () => {
  it('undoes any turn, mirror, size and shift', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true })), {
          minLength: 3,
          maxLength: 30,
        }),
        fc.double({ min: 0, max: 7, noNaN: true }),
        fc.double({ min: 0.2, max: 5, noNaN: true }),
        fc.boolean(),
        (points, angle, size, isMirrored) => {
          const spread = Math.max(...points.map(([x]) => x)) - Math.min(...points.map(([x]) => x))
          fc.pre(spread > 0.01)
          const before = Float64Array.from(points.flat())
          const moved = Float64Array.from(
            points.flatMap(([x, y]) => {
              const up = isMirrored ? -y : y
              return [
                size * (Math.cos(angle) * x - Math.sin(angle) * up) + 3,
                size * (Math.sin(angle) * x + Math.cos(angle) * up) - 2,
              ]
            }),
          )
          const back = alignTo(moved, before)
          for (const [at, value] of back.entries()) expect(value).toBeCloseTo(before[at] ?? 0, 6)
        },
      ),
    )
  })
})

describe('neighbours found through landmarks', () => {
  it('are mostly the true ones', () => {
    const { vectors } = library(1500, 3)
    const units = unitRows(vectors, SIZE)
    const landmarks = Int32Array.from({ length: 100 }, (_, n) => n * 15)
    const near = nearestLandmarks(units, SIZE, landmarks, 6)
    const found = nearestThrough(units, SIZE, near, landmarks.length, 10, rngOf(1)).rows
    const truth = nearestOfAll(units, SIZE, 10).rows
    let hits = 0
    for (let row = 0; row < 1500; row++) {
      const wanted = new Set(truth.subarray(row * 10, row * 10 + 10))
      for (const other of found.subarray(row * 10, row * 10 + 10)) hits += Number(wanted.has(other))
    }
    expect(hits / 15_000).toBeGreaterThan(0.7)
  })
})
