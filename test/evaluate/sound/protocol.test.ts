// Laws of the judgement of sound: no artist on both sides, made listeners that keep to styles, and history that stays hidden.
import { describe, expect, it } from 'vitest'
import { madeSessions } from '../../../evaluate/sound/listeners.ts'
import type { MusicTrack } from '../../../evaluate/sound/music.ts'
import { artistFolds, coldRanks, coldTargets, cosine, gainsOf } from '../../../evaluate/sound/protocol.ts'
import { rngOf } from '../../../models/rng.ts'

const styles = ['techno', 'chiptune', 'orchestral', 'rock']
/** Eight packages of two artists with three tracks each; packages 0 and 4 are techno, and so on. */
const tracks: MusicTrack[] = Array.from({ length: 48 }, (_, index) => ({
  package: `package ${Math.floor(index / 6)}`,
  pathInPackage: `${index}.ogg`,
  seconds: 90,
  artist: `artist ${Math.floor(index / 3)}`,
  styles: [styles[Math.floor(index / 6) % 4] ?? ''],
}))
const packageOf = (track: number) => Math.floor(track / 6)
const sessions = madeSessions(tracks, { listeners: 12, sessionsEach: 20 }, rngOf(2))

describe('folds of artists', () => {
  it('never part an artist, and are of one size', () => {
    const folds = artistFolds(tracks, 4, rngOf(5))
    for (const [index, { artist }] of tracks.entries()) {
      for (const [other, { artist: another }] of tracks.entries())
        if (artist === another) expect(folds[other]).toBe(folds[index])
    }
    for (const fold of [0, 1, 2, 3]) expect([...folds].filter(each => each === fold)).toHaveLength(12)
  })
})

describe('made listeners', () => {
  it('hear no track twice in a session, and the same sessions for the same seed', () => {
    for (const session of sessions) expect(new Set(session).size).toBe(session.length)
    expect(madeSessions(tracks, { listeners: 12, sessionsEach: 20 }, rngOf(2))).toEqual(sessions)
  })

  it('stay with an album more often than not, and when they leave it go where the style is', () => {
    const steps = sessions.flatMap(session =>
      [...session.subarray(1)].map((track, at) => [session[at] ?? 0, track] as const),
    )
    const moves = steps.filter(([from, to]) => packageOf(from) !== packageOf(to))
    expect(moves.length / steps.length).toBeLessThan(0.5)
    const alike = moves.filter(([from, to]) => packageOf(from) % 4 === packageOf(to) % 4)
    const electronic = moves.filter(([from, to]) => packageOf(from) % 4 < 2 && packageOf(to) % 4 < 2)
    expect(alike.length / moves.length).toBeGreaterThan(2 / 7) // one of seven others, were it by chance
    expect(electronic.length / moves.length).toBeGreaterThan(alike.length / moves.length / 2)
  })
})

describe('a never-played track', () => {
  const isHeldOut = (track: number) => track >= 4

  it('is asked for after known tracks only, and the held-out ones between say nothing', () => {
    expect(coldTargets([Int32Array.of(5, 0, 1, 4, 2, 6)], isHeldOut)).toEqual([
      { track: 4, before: [1, 0], heard: [5, 0, 1] },
      { track: 6, before: [2, 1, 0], heard: [5, 0, 1, 4, 2] },
    ])
  })

  it('takes its place by the vector given for it, among all and among the new', () => {
    const vectors = Float32Array.of(1, 0, 0.9, 0.1, 0, 1, 0.2, 1, /* new */ 0.95, 0.05, 0.1, 1)
    const target = { track: 4, before: [0], heard: [0] }
    expect(coldRanks(target, vectors, 2, isHeldOut)).toEqual({ all: 0, new: 0 })
    expect(coldRanks({ ...target, track: 5 }, vectors, 2, isHeldOut)).toEqual({ all: 3, new: 1 })
    expect(coldRanks({ ...target, heard: [0, 1, 3] }, vectors, 2, isHeldOut)).toEqual({ all: 0, new: 0 })
  })

  it('is worth less the further down it stands', () => {
    expect(gainsOf(0)).toEqual({ 'hr@10': 1, 'ndcg@10': 1, mrr: 1 })
    expect(gainsOf(9)).toEqual({ 'hr@10': 1, 'ndcg@10': 1 / Math.log2(11), mrr: 0.1 })
    expect(gainsOf(10)).toMatchObject({ 'hr@10': 0, 'ndcg@10': 0 })
  })

  it('has a cosine of 0 to a vector of nothing', () => {
    expect(cosine(Float32Array.of(1, 2), Float32Array.of(2, 4))).toBeCloseTo(1)
    expect(cosine(Float32Array.of(1, 2), new Float32Array(2))).toBe(0)
  })
})
