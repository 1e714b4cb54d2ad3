// What plain sums foretell of a play: the laws of their arithmetic, and that they find what a listener's truth is made of.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Baseline, type BaselineTracks } from '../../../models/listening/bias-baseline.ts'
import { rngOf } from '../../../models/rng.ts'

const HOUR_S = 3600
const DAY_S = 24 * HOUR_S
/** Two tracks a record, two records an artist, two artists a genre. */
const TRACKS = 32
const tracks: BaselineTracks = {
  artist: Int32Array.from({ length: TRACKS }, (_, track) => track >> 2),
  artists: TRACKS >> 2,
  album: Int32Array.from({ length: TRACKS }, (_, track) => track >> 1),
  albums: TRACKS >> 1,
  genre: Int32Array.from({ length: TRACKS }, (_, track) => track >> 3),
  genres: TRACKS >> 3,
}
const play = fc.record({
  track: fc.nat(TRACKS - 1),
  at: fc.nat(400 * DAY_S),
  sat: fc.constantFrom(0 as const, 1 as const),
})
const plays = fc.array(play, { maxLength: 80 }).map(each => each.toSorted((a, b) => a.at - b.at))

function having(heard: readonly { track: number; at: number; sat: 0 | 1 }[], later = 0): Baseline {
  const baseline = new Baseline(tracks)
  for (const { track, at, sat } of heard) baseline.add(track, at + later, sat)
  return baseline
}

describe('the baseline', () => {
  it('knows nothing at first: a half for everything', () => {
    const baseline = new Baseline(tracks)
    for (let track = 0; track < TRACKS; track++) expect(baseline.of(track, 5 * HOUR_S)).toBe(0.5)
  })

  it('answers what it had not foretold of a play', () => {
    fc.assert(
      fc.property(plays, play, (heard, { track, at, sat }) => {
        const baseline = having(heard)
        const foretold = baseline.of(track, at)
        expect(baseline.add(track, at, sat)).toBeCloseTo(sat - foretold, 10)
      }),
    )
  })

  it('foretells more of a track that was stayed with against what it foretold, and less of one that was skipped', () => {
    fc.assert(
      fc.property(plays, play, (heard, { track, at, sat }) => {
        const baseline = having(heard)
        const before = baseline.of(track, at)
        fc.pre(Math.abs(sat - before) >= 0.5)
        baseline.add(track, at, sat)
        const moved = baseline.of(track, at) - before
        expect(sat === 1 ? moved : -moved).toBeGreaterThan(0)
      }),
    )
  })

  it('foretells the same of the same day a week later, and of a listener whose clock stands three hours on', () => {
    fc.assert(
      fc.property(plays, play, fc.constantFrom(3 * HOUR_S, DAY_S, 7 * DAY_S), (heard, { track, at }, later) => {
        expect(having(heard, later).of(track, at + later)).toBeCloseTo(having(heard).of(track, at), 9)
      }),
    )
  })

  it('has no step at midnight or at any other time of the day', () => {
    fc.assert(
      fc.property(plays, play, (heard, { track, at }) => {
        const baseline = having(heard)
        expect(Math.abs(baseline.of(track, at + 1) - baseline.of(track, at))).toBeLessThan(1e-3)
      }),
    )
  })

  it('takes tracks without genre and record for what their artist is', () => {
    const none = Int32Array.from({ length: TRACKS }, () => -1)
    const baseline = new Baseline({ ...tracks, genre: none, genres: 0, album: none, albums: 0 })
    for (let time = 0; time < 30; time++) {
      baseline.add(0, time * DAY_S, 1)
      baseline.add(4, time * DAY_S + 300, 0)
    }
    expect(baseline.of(1, 30 * DAY_S)).toBeGreaterThan(baseline.of(8, 30 * DAY_S) + 0.1)
    expect(baseline.of(5, 30 * DAY_S)).toBeLessThan(baseline.of(8, 30 * DAY_S) - 0.1)
  })

  it('lays an evening of skips to the evening, and a skip among stays to the artist', () => {
    const skippedAmong = (others: 0 | 1) => {
      const baseline = new Baseline(tracks)
      let at = 0
      for (let time = 0; time < 60; time++) {
        at += 200
        // Artist 7 is skipped every tenth time; the others as they are.
        if (time % 10 === 9) baseline.add(28 + (time % 4), at, 0)
        else baseline.add(time % 24, at, others)
      }
      // Against an artist of the same evening.
      return baseline.of(28, at + 200) - baseline.of(0, at + 200)
    }
    expect(skippedAmong(1)).toBeLessThan(skippedAmong(0) - 0.15)
  })

  it('finds what a listener likes, and when: folk in the morning, house at night, and one artist of both at any hour', () => {
    const rng = rngOf(3)
    const truth = (track: number, at: number) => {
      const isMorning = at % DAY_S < DAY_S / 2
      const gladly = [0.8, 0.2, 0.5, 0.5][(tracks.genre[track] ?? 0) ^ (isMorning ? 0 : 1)] ?? 0.5
      return Math.min(0.95, Math.max(0.05, gladly + (tracks.artist[track] === 1 ? 0.15 : 0)))
    }
    const baseline = new Baseline(tracks)
    let at = 0
    for (let time = 0; time < 3000; time++) {
      // Mornings about 8, nights about 20.
      at = Math.floor(time / 20) * (DAY_S / 2) + 8 * HOUR_S + (time % 20) * 200
      const track = rng.below(TRACKS)
      baseline.add(track, at, rng.next() < truth(track, at) ? 1 : 0)
    }
    let [wrong, ofMean] = [0, 0]
    for (const hour of [8, 20]) {
      const moment = Math.ceil(at / DAY_S) * DAY_S + hour * HOUR_S
      const all = Array.from({ length: TRACKS }, (_, track) => track)
      const errors = all.map(track => baseline.of(track, moment) - truth(track, moment))
      // The mood of the last plays lies on all of them alike: the order of tracks is asked for.
      const mood = errors.reduce((sum, each) => sum + each, 0) / TRACKS
      wrong += errors.reduce((sum, each) => sum + (each - mood) ** 2, 0)
      ofMean += all.reduce((sum, track) => sum + (0.5 - truth(track, moment)) ** 2, 0)
    }
    expect(wrong).toBeLessThan(0.25 * ofMean)
  })

  it('follows a taste that turns over within sixty plays', () => {
    const baseline = new Baseline(tracks)
    let at = 0
    const hear = (count: number, likes: (track: number) => boolean) => {
      for (let time = 0; time < count; time++) {
        at += 250
        baseline.add((time * 7) % TRACKS, at, likes((time * 7) % TRACKS) ? 1 : 0)
      }
    }
    const low = (track: number) => track < TRACKS / 2
    const mean = (from: number) =>
      Array.from({ length: TRACKS / 2 }, (_, n) => baseline.of(from + n, at)).reduce((sum, each) => sum + each, 0)
    hear(300, low)
    expect(mean(0)).toBeGreaterThan(2 * mean(TRACKS / 2))
    hear(60, track => !low(track))
    expect(mean(TRACKS / 2)).toBeGreaterThan(mean(0))
  })
})
