// Vectors of a library: kept in bytes they say the same, and on the first day two tracks lie as near as what they share.
import { describe, expect, it } from 'vitest'
import { decodeArtifact, encodeArtifact } from '../../../models/artifact.ts'
import { noTracks } from '../../../models/column-slices.ts'
import type { TrackColumns } from '../../../models/columns.ts'
import { rngOf } from '../../../models/rng.ts'
import { firstDayVectors, VECTOR_SIZE } from '../../../models/tracks/library-vectors.ts'
import {
  trackVectorsFromArtifact,
  trackVectorsToArtifact,
  vectorRowsFor,
} from '../../../models/tracks/track-vectors.ts'
import { dot, unitRows } from '../../../models/tracks/vectors.ts'

describe('kept vectors', () => {
  const rng = rngOf(3)
  const [count, size] = [50, 16]
  const values = unitRows(
    Float32Array.from({ length: count * size }, (_, at) => (at < size ? 0 : rng.normal())),
    size,
  )
  const trackIds = Int32Array.from({ length: count }, (_, row) => 1000 - row)
  const evidence = Uint8Array.from({ length: count }, (_, row) => row % 4)
  const kept = () => decodeArtifact(encodeArtifact(trackVectorsToArtifact({ size, trackIds, values, evidence })))

  it('come back within a hundredth, zeros as zeros', () => {
    const back = trackVectorsFromArtifact(kept())
    expect([...back.trackIds]).toEqual([...trackIds])
    expect([...back.evidence]).toEqual([...evidence])
    expect(back.values.subarray(0, size).every(value => value === 0)).toBe(true)
    for (let row = 1; row < count; row++)
      expect(dot(values, row * size, back.values, row * size, size)).toBeGreaterThan(0.999)
    for (let row = 1; row + 1 < count; row++)
      expect(
        Math.abs(
          dot(values, row * size, values, (row + 1) * size, size) -
            dot(back.values, row * size, back.values, (row + 1) * size, size),
        ),
      ).toBeLessThan(0.01)
  })

  it('are found by the ids of other columns, with zeros for strangers', () => {
    const back = trackVectorsFromArtifact(kept())
    const rows = vectorRowsFor(back, Int32Array.of(998, 0, 5, 1000))
    expect([...rows.subarray(0, size)]).toEqual([...back.values.subarray(2 * size, 3 * size)])
    expect(rows.subarray(size).every(value => value === 0)).toBe(true)
  })

  it('are refused where they are damaged', () => {
    const artifact = kept()
    expect(() => trackVectorsFromArtifact({ ...artifact, settings: { size: 3 } })).toThrow('rows are 3 long')
    expect(() => trackVectorsFromArtifact({ ...artifact, version: 9 })).toThrow('version 9')
  })
})

describe('the first day', () => {
  const ints = (...values: number[]) => Int32Array.from(values)
  // 0 and 1: one album; 2: their artist and genre; 3: their genre; 4: nothing in common; 5: nothing known.
  const tracks: TrackColumns = {
    ...noTracks,
    ids: ints(1, 2, 3, 4, 5, 6),
    artist: ints(0, 0, 0, 1, 2, 3),
    artists: 4,
    album: ints(0, 0, 1, 2, 3, -1),
    albums: 4,
    genre: ints(0, 0, 0, 0, 1, -1),
    genres: 2,
    year: new Int32Array(6),
    artistIds: ints(11, 12, 13, 0),
    albumIds: ints(21, 22, 23, 24),
    genreIds: ints(31, 32),
  }
  const near = (values: Float32Array, a: number, b: number) =>
    dot(values, a * VECTOR_SIZE, values, b * VECTOR_SIZE, VECTOR_SIZE)
  const none = { track: ints(), size: 0, values: new Float32Array() }

  it('puts tracks the nearer the more tags they share', () => {
    const values = firstDayVectors({ tracks, sound: none, playlists: [] })
    expect(near(values, 0, 1)).toBeCloseTo(1, 5)
    expect(near(values, 0, 1)).toBeGreaterThan(near(values, 0, 2))
    expect(near(values, 0, 2)).toBeGreaterThan(near(values, 0, 3))
    expect(near(values, 0, 3)).toBeGreaterThan(near(values, 0, 4) + 0.2)
    expect(near(values, 5, 5)).toBe(0)
  })

  it('puts tracks that sound alike nearer than those that do not, also without a tag', () => {
    const sound = {
      track: ints(0, 1, 3, 4, 5),
      size: 3,
      values: Float32Array.of(9, 0, 0, 0, 9, 0, 9, 0, 1, 0, 0, 9, 9, 1, 0),
    }
    const values = firstDayVectors({ tracks, sound, playlists: [] })
    expect(near(values, 0, 3)).toBeGreaterThan(near(values, 1, 3))
    expect(near(values, 0, 5)).toBeGreaterThan(near(values, 1, 5))
    expect(near(values, 5, 5)).toBeCloseTo(1, 5)
  })

  it('does not move a track because others came', () => {
    const fewer = {
      ...tracks,
      ids: ints(1, 2),
      artist: ints(0, 0),
      album: ints(0, 0),
      genre: ints(0, 0),
      year: new Int32Array(2),
    }
    const [all, some] = [tracks, fewer].map(each => firstDayVectors({ tracks: each, sound: none, playlists: [] }))
    expect([...(some ?? [])]).toEqual([...(all ?? new Float32Array()).subarray(0, 2 * VECTOR_SIZE)])
  })
})
