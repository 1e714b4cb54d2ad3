// Sessions become windows in which nothing is lost, nothing later is seen, and what was dropped stays apart.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { HistoryPlay } from '../../../models/history.ts'
import { rngOf } from '../../../models/rng.ts'
import { batchesOf, prefixBatch, sequencesOf } from '../../../models/session/sequences.ts'

const play = (session: number, track: number, fp = false): HistoryPlay => ({
  track,
  artist: 0,
  album: -1,
  start: 0,
  end: 0,
  dwellMs: fp ? 1000 : 200_000,
  session,
  sat: null,
  fp,
  byHand: null,
})

describe('the sessions of a listener', () => {
  const plays = [play(0, 5), play(0, 7, true), play(0, 6), play(1, 8, true), play(2, 9), play(2, 4, true)]

  it('hold what was heard, and apart from it what was dropped and after how much', () => {
    expect(sequencesOf(plays)).toEqual([
      { tracks: [5, 6], falsePositives: [{ track: 7, after: 1 }] },
      { tracks: [9], falsePositives: [{ track: 4, after: 1 }] },
    ])
  })

  it('hold every play, where false positives are kept', () => {
    expect(sequencesOf(plays, 'kept').map(({ tracks }) => tracks)).toEqual([[5, 7, 6], [8], [9, 4]])
  })

  it('are nothing for a listener who played nothing', () => {
    expect(sequencesOf([])).toEqual([])
  })
})

const sessions = fc.array(
  fc.record({
    tracks: fc.array(fc.nat(20), { minLength: 1, maxLength: 30 }),
    dropped: fc.array(fc.tuple(fc.nat(20), fc.nat(30)), { maxLength: 6 }),
  }),
  { maxLength: 12 },
)

describe('an epoch of batches', () => {
  it('holds every step from one track to the next exactly once, in order inside its window', () => {
    fc.assert(
      fc.property(sessions, fc.integer({ min: 1, max: 9 }), fc.nat(), (listened, steps, seed) => {
        const sequences = listened.map(({ tracks }) => ({ tracks, falsePositives: [] }))
        const wanted = sequences.flatMap(({ tracks }) => tracks.slice(1).map((track, at) => `${tracks[at]} ${track}`))
        const found: string[] = []
        for (const batch of batchesOf(sequences, { steps, positions: 20, sets: 0 }, rngOf(seed))) {
          expect(batch.steps).toBeLessThanOrEqual(steps)
          batch.targets.forEach((target, at) => {
            if (target >= 0) found.push(`${batch.tracks[at]} ${target}`)
            if (target >= 0 && at % batch.steps > 0) expect(batch.targets[at - 1]).toBe(batch.tracks[at])
          })
        }
        expect(found.sort()).toEqual(wanted.sort())
      }),
    )
  })

  it('shows a step no false positive that came after its target', () => {
    fc.assert(
      fc.property(sessions, fc.integer({ min: 1, max: 9 }), fc.nat(), (listened, steps, seed) => {
        // Each dropped track is named by its place, so that it can be known again.
        const sequences = listened.map(({ tracks, dropped }) => ({
          tracks: tracks.map((_, at) => at),
          falsePositives: dropped
            .map(([, after]) => Math.min(after, tracks.length))
            .sort((a, b) => a - b)
            .map(after => ({ track: 100 + after, after })),
        }))
        for (const batch of batchesOf(sequences, { steps, positions: 20, sets: 4 }, rngOf(seed))) {
          for (let row = 0; row < batch.batch; row++) {
            for (let step = 0; step < batch.steps; step++) {
              const target = batch.targets[row * batch.steps + step] ?? -1
              for (let place = 0; place < batch.sets; place++) {
                const track = batch.falsePositives[row * batch.sets + place] ?? -1
                const seen = batch.before[(row * batch.steps + step) * batch.sets + place] === 1
                expect(seen).toBe(target >= 0 && track >= 0 && track - 100 <= target)
              }
            }
          }
        }
      }),
    )
  })
})

describe('beginnings of sessions', () => {
  it('are padded at their ends, and cut to the last tracks', () => {
    const { batch, steps, tracks } = prefixBatch([[1], [], [2, 3, 4, 5]], 3)
    expect([batch, steps]).toEqual([3, 3])
    expect([...tracks]).toEqual([1, -1, -1, -1, -1, -1, 3, 4, 5])
  })
})
