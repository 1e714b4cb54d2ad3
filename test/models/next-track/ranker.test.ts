// The companion learns what its listener plays next, from counts that never look ahead and from whatever models say.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { History } from '../../../models/history.ts'
import { NEXT_FEATURES, NextFeatures, nextFeatureNames } from '../../../models/next-track/features.ts'
import {
  defaultRanker,
  fitRanker,
  rankerFromArtifact,
  rankerToArtifact,
  rankNext,
  targetsOf,
} from '../../../models/next-track/ranker.ts'
import type { Source } from '../../../models/next-track/sources.ts'
import { vectorSource } from '../../../models/next-track/vector-source.ts'
import { rngOf } from '../../../models/rng.ts'
import { modelSuite } from '../suite.ts'
import { evenings, historyOf, play, TRACKS } from './stories.ts'

const small = {
  ...defaultRanker,
  negatives: 12,
  trees: { ...defaultRanker.trees, trees: 30, leastRows: 5, patience: 5 },
}
const none = async (): Promise<readonly Source[]> => []
const context = () => ({ rng: rngOf(1) })

/** Rank of each play among the candidates, over the last part of a history. */
async function ranksOver(history: History, from: number, sources: readonly Source[] = []): Promise<number[]> {
  const known = historyOf(history.plays.slice(0, from))
  const companion = await fitRanker(known, async () => sources, small, context())
  const features = new NextFeatures(history)
  const targets = new Set(targetsOf(history))
  const ranks: number[] = []
  for (const [index, each] of history.plays.entries()) {
    if (index >= from && targets.has(index)) {
      const { candidates, scores } = rankNext(companion, features, sources, each.start, index)
      const own = scores[candidates.indexOf(each.track)] ?? Number.NEGATIVE_INFINITY
      ranks.push(scores.filter(score => score > own).length)
    }
    features.add(each)
  }
  return ranks
}

describe('the companion', () => {
  it('puts first what followed before, four times out of five', async () => {
    const ranks = await ranksOver(evenings(160), 800)
    expect(ranks.filter(rank => rank === 0).length / ranks.length).toBeGreaterThan(0.65)
  })

  it('believes a source that knows better than its counts', async () => {
    // What comes next is drawn at random, but a source knows it.
    const rng = rngOf(8)
    const plays = Array.from({ length: 900 }, (_, index) =>
      play(rng.below(TRACKS), Math.floor(index / 6), Math.floor(index / 6) * 86_400 + (index % 6) * 200),
    )
    const history = historyOf(plays)
    const oracle: Source = {
      names: ['oracle'],
      propose: () => [],
      fill(moment, candidate, out, at) {
        out[at] = Number(plays[moment.index]?.track === candidate)
      },
    }
    const blind = await ranksOver(history, 700)
    const told = await ranksOver(history, 700, [oracle])
    expect(told.filter(rank => rank === 0).length / told.length).toBeGreaterThan(0.95)
    expect(blind.filter(rank => rank === 0).length / blind.length).toBeLessThan(0.3)
  })

  it('asks its sources to be fitted before the first play that it learns from', async () => {
    const history = evenings(60)
    const asked: number[] = []
    await fitRanker(
      history,
      async index => {
        asked.push(index)
        return []
      },
      { ...small, moments: 50 },
      context(),
    )
    const targets = targetsOf(history)
    expect(asked).toEqual([targets[targets.length - 50]])
  })

  it('refuses to rank with other sources than it was fitted with', async () => {
    const history = evenings(40)
    const companion = await fitRanker(history, none, small, context())
    const vectors = vectorSource('sound', new Float32Array(TRACKS * 2), 2)
    expect(() => rankNext(companion, new NextFeatures(history), [vectors], 0, 0)).toThrow(/sound to last/)
  })

  it('names the play that cannot be counted', async () => {
    const { plays } = evenings(20)
    const changed = (index: number, more: object) =>
      historyOf(plays.map((each, at) => (at === index ? { ...each, ...more } : each)))
    await expect(fitRanker(changed(3, { start: Number.NaN }), none, small, context())).rejects.toThrow(
      /play 3: “start”/,
    )
    await expect(fitRanker(changed(4, { track: TRACKS }), none, small, context())).rejects.toThrow(
      /play 4: there is no track/,
    )
    await expect(fitRanker(changed(9, { start: 0 }), none, small, context())).rejects.toThrow(
      /play 9: it starts before/,
    )
  })
})

describe('counts for what comes next', () => {
  it('know nothing of the future: what follows a moment changes no number of it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.integer(), (until, seed) => {
        const [one, other] = [evenings(40, 3), evenings(40, seed)]
        const answer = (rest: History) => {
          const features = new NextFeatures(rest)
          for (const each of one.plays.slice(0, until)) features.add(each)
          // The library is the same; the plays after this moment are another listener's.
          return features.at((one.plays[until] ?? play(0, 0, 0)).start)
        }
        expect(answer(other)).toEqual(answer(one))
      }),
      { numRuns: 20 },
    )
  })

  it('see a planted look-ahead: a counter that was told the play too early answers otherwise', () => {
    const { plays } = evenings(40)
    const [honest, leaking] = [new NextFeatures(historyOf(plays)), new NextFeatures(historyOf(plays))]
    for (const each of plays.slice(0, 100)) {
      honest.add(each)
      leaking.add(each)
    }
    const asked = plays[100] ?? play(0, 0, 0)
    leaking.add(asked)
    expect(leaking.at(asked.start)).not.toEqual(honest.at(asked.start))
  })

  it('have a name and a finite number for every column of every candidate', () => {
    const history = evenings(30)
    const features = new NextFeatures(history)
    for (const each of history.plays) {
      const { candidates, rows } = features.at(each.start)
      expect(rows.length).toBe(candidates.length * NEXT_FEATURES)
      expect(rows.every(Number.isFinite)).toBe(true)
      expect([...candidates]).toEqual([...new Set(candidates)].sort((a, b) => a - b))
      features.add(each)
    }
    expect(new Set(nextFeatureNames).size).toBe(NEXT_FEATURES)
  })

  it('do not tell never-played tracks of an album apart by their numbers: these say in which order they will be met', () => {
    const history = evenings(30)
    const features = new NextFeatures(history)
    features.add(play(0, 0, 0))
    const { candidates, rows } = features.at(200)
    const rowOf = (track: number) => {
      const at = candidates.indexOf(track)
      return rows.slice(at * NEXT_FEATURES, (at + 1) * NEXT_FEATURES)
    }
    expect(rowOf(1)).toEqual(rowOf(2))
  })

  it('remember false starts as such: they are not plays, but they were the last thing that happened', () => {
    const features = new NextFeatures(historyOf([]))
    features.add(play(0, 0, 0))
    features.add(play(1, 0, 200, { fp: true, sat: 0, dwellMs: 4000, end: 204 }))
    const { candidates, rows } = features.at(205)
    const column = (track: number, name: (typeof nextFeatureNames)[number]) =>
      rows[candidates.indexOf(track) * NEXT_FEATURES + nextFeatureNames.indexOf(name)]
    expect(column(1, 'plays')).toBe(0)
    expect(column(1, 'false starts in session')).toBe(1)
    expect(column(0, 'false starts since')).toBeCloseTo(Math.log1p(1), 5)
    expect(column(0, 'last stayed')).toBe(0)
    expect(features.session.map(({ track }) => track)).toEqual([0])
  })
})

modelSuite({
  name: 'companion',
  tensors: false,
  examples: () => evenings(40),
  fit: (history, fitContext) => fitRanker(history, none, { ...small, trees: { ...small.trees, trees: 8 } }, fitContext),
  predict(companion, history) {
    const features = new NextFeatures(history)
    const out: number[] = []
    for (const [index, each] of history.plays.slice(0, 60).entries()) {
      out.push(...rankNext(companion, features, [], each.start, index).scores)
      features.add(each)
    }
    return Float32Array.from(out)
  },
  toArtifact: rankerToArtifact,
  fromArtifact: rankerFromArtifact,
  async knownAnswer() {
    const ranks = await ranksOver(evenings(120), 600)
    expect(ranks.filter(rank => rank === 0).length / ranks.length).toBeGreaterThan(0.6)
  },
  poisoned(value) {
    const { plays } = evenings(40)
    const changed = (field: 'start' | 'end' | 'dwellMs') =>
      historyOf(plays.map((each, index) => (index === 120 ? { ...each, [field]: value } : each)))
    return { start: changed('start'), end: changed('end'), dwell: changed('dwellMs') }
  },
  onlyOne: () => historyOf([play(0, 0, 0)]),
  empty: () => historyOf([]),
})
