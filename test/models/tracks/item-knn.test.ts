import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeArtifact, encodeArtifact } from '../../../models/artifact.ts'
import { rngOf } from '../../../models/rng.ts'
import { fitItemKnn, ItemKnn, itemKnnFromArtifact, type KnnPlay } from '../../../models/tracks/item-knn.ts'

import { modelSuite } from '../suite.ts'

const HOUR_S = 3600

/** One session an hour, a play a minute. A negative track is a false positive of it: ~track. */
function heard(...sessions: readonly (readonly number[])[]): KnnPlay[] {
  return sessions.flatMap((tracks, session) =>
    tracks.map((track, place) => ({
      track: track < 0 ? ~track : track,
      session,
      end: session * HOUR_S + place * 60,
      fp: track < 0,
    })),
  )
}

const knnOf = (plays: readonly KnnPlay[], tracks = 10) => fitItemKnn(plays, { tracks }, { rng: rngOf(1) })
const bestOf = (scores: Float32Array) => scores.indexOf(Math.max(...scores))

describe('item-kNN over sessions', () => {
  it('names what came next the other time', async () => {
    const knn = await knnOf(heard([1, 2, 3, 4], [5, 1, 2]))
    expect(bestOf(knn.scoreNext(1, 2 * HOUR_S))).toBe(3)
  })

  it('aims behind a skip: what stood after the skipped track comes, not that track again', async () => {
    const knn = await knnOf(heard([1, 2, 3, 4], [1, ~2]))
    expect(bestOf(knn.scoreNext(1, 2 * HOUR_S))).toBe(3)
  })

  it('believes the time when more of the session went the same way', async () => {
    const knn = await knnOf(heard([6, 5, 1, 2], [4, 1, 3], [7, 1, 3], [6, 5, 1]))
    expect(bestOf(knn.scoreNext(3, 4 * HOUR_S))).toBe(2)
    expect(bestOf((await knnOf(heard([6, 5, 1, 2], [4, 1, 3], [7, 1, 3], [1]))).scoreNext(3, 4 * HOUR_S))).toBe(3)
  })

  it('looks past tracks that are only meant to be heard', async () => {
    const knn = await knnOf(heard([1, 2, 3, 4], [1]))
    expect(bestOf(knn.scoreNext(1, 2 * HOUR_S, [2, 3]))).toBe(4)
    expect(bestOf(knn.scoreNext(7, 2 * HOUR_S, [3]))).toBe(4)
  })

  it('prefers the later habit to the earlier one, and two witnesses to one', async () => {
    const later = await knnOf(heard([1, 2], [9], [9], [9], [9], [9], [1, 3], [1]))
    expect(bestOf(later.scoreNext(7, 8 * HOUR_S))).toBe(3)
    const witnesses = await knnOf(heard([5, 1, 2], [1, 3], [5, 1]))
    expect(bestOf(witnesses.scoreNext(2, 3 * HOUR_S))).toBe(2)
  })

  it('holds back a track that was just heard, but not one that was skipped', async () => {
    const kept = (await knnOf(heard([1, 2], [2, 1]))).scoreNext(1, 2 * HOUR_S)
    const skipped = (await knnOf(heard([1, 2], [~2, 1]))).scoreNext(1, 2 * HOUR_S)
    expect(kept[2]).toBeLessThan(skipped[2] ?? 0)
  })

  it('says nothing where nothing was heard: no plays, a first session, a new track', async () => {
    expect([...(await knnOf([])).scoreNext(0, 0)]).toEqual(Array(10).fill(0))
    expect([...(await knnOf([])).scoreNext(0, 0, [3])]).toEqual(Array(10).fill(0))
    const one = await knnOf(heard([3]), 4)
    expect([...one.scoreNext(0, 60)]).toEqual([0, 0, 0, 0])
    expect([...(await knnOf(heard([0]), 1)).scoreNext(0, 60)]).toEqual([0])
  })

  it('remembers play by play what a fit of all plays remembers, also when the clock goes backwards', async () => {
    const plays = fc.array(
      fc.record({ track: fc.nat(9), session: fc.nat(3), end: fc.integer({ min: 0, max: 1e6 }), fp: fc.boolean() }),
    )
    await fc.assert(
      fc.asyncProperty(plays, fc.nat(3), async (log, session) => {
        const grown = new ItemKnn(10)
        for (const play of log) grown.remember(play)
        const scores = grown.scoreNext(session, 5e5)
        expect(scores).toEqual((await knnOf(log)).scoreNext(session, 5e5))
        expect(scores.every(score => Number.isFinite(score) && score >= 0)).toBe(true)
      }),
      { numRuns: 100 },
    )
  })

  it('comes back whole from its artefact, and refuses one that names a track it does not have', async () => {
    const knn = await knnOf(heard([1, 2, 3, ~4], [5, 1, 2]))
    const back = itemKnnFromArtifact(decodeArtifact(encodeArtifact(knn.toArtifact())))
    expect(back.scoreNext(1, 2 * HOUR_S)).toEqual(knn.scoreNext(1, 2 * HOUR_S))
    expect(() => itemKnnFromArtifact({ ...knn.toArtifact(), settings: { tracks: 2 } })).toThrow(/track/)
    const { fp, ...arrays } = knn.toArtifact().arrays
    expect(fp).toBeDefined()
    expect(() => itemKnnFromArtifact({ ...knn.toArtifact(), arrays })).toThrow(/fp/)
  })

  it('refuses a play of no track or of no time, and stops when it is cancelled', async () => {
    await expect(knnOf(heard([10]))).rejects.toMatchObject({ code: 'bad-input' })
    await expect(knnOf([{ track: 1, session: 0, end: Number.NaN, fp: false }])).rejects.toMatchObject({
      code: 'bad-input',
    })
    await expect(
      fitItemKnn(heard([1]), { tracks: 2 }, { rng: rngOf(1), signal: { aborted: true } }),
    ).rejects.toMatchObject({ code: 'cancelled' })
  })
})

const some = heard([1, 2, 3, ~4], [5, 1, 2])

modelSuite<ItemKnn, readonly KnnPlay[]>({
  name: 'item-kNN',
  tensors: false,
  examples: () => some,
  fit: (plays, context) => fitItemKnn(plays, { tracks: 10 }, context),
  predict: (knn, plays) =>
    knn.scoreNext(
      1,
      2 * HOUR_S,
      plays.map(play => play.track),
    ),
  toArtifact: knn => knn.toArtifact(),
  fromArtifact: itemKnnFromArtifact,
  async knownAnswer() {
    // one hearing an hour before: a = 1 at n = 2 plays; the next track stands where it is aimed, and both of its plays were kept
    const scores = (await knnOf(heard([1, 2], [1]))).scoreNext(1, HOUR_S)
    const weight = 2 ** -0.4
    expect(scores[2]).toBeCloseTo(weight * weight ** 0.3 * 2 ** -0.4 * (2 / 3), 2)
  },
  poisoned: end => ({ end: some.map((play, at) => (at === 2 ? { ...play, end } : play)) }),
  onlyOne: () => heard([1]),
  empty: () => [],
})
