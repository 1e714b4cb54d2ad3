// The ranker fitted and judged on a listener's own last plays, against the four rules for what comes next.

import { ndcgAt } from '../evaluation/ranking.ts'
import type { Line } from '../evaluation/report.ts'
import type { History } from '../history.ts'
import { type FitContext, stepDone } from '../model.ts'
import { NextFeatures } from '../next-track/features.ts'
import { knnSource } from '../next-track/knn-source.ts'
import { defaultRanker, fitRanker, momentsOf, type Ranker, type RankerOptions, rankNext } from '../next-track/ranker.ts'
import { joined, type Source } from '../next-track/sources.ts'
import { vectorSource } from '../next-track/vector-source.ts'
import { rngOf } from '../rng.ts'
import { fitItemKnn } from '../tracks/item-knn.ts'
import { NextTrackRules, type NextTrackYardstick, nextTrackYardsticks } from '../yardsticks/next-track.ts'
import { partOf } from './part.ts'
import { type Part, rowsOf } from './part-library.ts'
import { fairRank, overOf } from './vectors.ts'

export interface NextFit {
  readonly ranker: Ranker
  readonly won: boolean
  readonly line: Line
}

/** Choice: half of what the experiments learned from; the next thousand changed NDCG@10 by less than its noise. */
const OPTIONS: RankerOptions = { ...defaultRanker, moments: 3000 }
const K = 10

/** Of the targets that may be known the place of the first one that the ranker learns from. */
export function firstLearned(known: readonly number[]): number {
  return known[Math.max(Math.floor(known.length * OPTIONS.before), known.length - OPTIONS.moments)] ?? 0
}

/** The name of the companion's vector columns; whoever asks the ranker gives its vectors the same. */
export const VECTORS_SOURCE = 'co-listening'

/** Vectors [tracks, size] of the whole library that know the plays before a place in the history, and no later. */
export interface VectorsBefore {
  readonly size: number
  at(index: number, context: FitContext): Promise<Float32Array>
}

/**
 * `test`: places of the plays that are asked for. `once`: the trees stay as they were judged, and only what they look at (counts, neighbours,
 * vectors) goes on; else they are fitted again on everything.
 */
export async function judgeNext(
  part: Part,
  test: readonly number[],
  vectors: VectorsBefore,
  once: boolean,
  context: FitContext,
): Promise<NextFit> {
  const { history } = part
  const first = test[0] ?? 0
  const known = { ...history, plays: history.plays.slice(0, first) }
  const seeded = (from: number, to: number): FitContext => ({ ...partOf(context, from, to), rng: rngOf(1) })
  const challenger = await fitRanker(
    known,
    index => sourcesBefore(part, vectors, index, seeded(0, 0.15)),
    OPTIONS,
    seeded(0.15, 0.5),
  )
  const sources = await sourcesBefore(part, vectors, first, context)
  const judged = await judge(history, test, challenger, sources, partOf(context, 0.5, once ? 1 : 0.6))
  if (once || !judged.won) return { ranker: challenger, ...judged }
  const ranker = await fitRanker(
    history,
    index => sourcesBefore(part, vectors, index, seeded(0.6, 0.75)),
    OPTIONS,
    seeded(0.75, 1),
  )
  return { ranker, ...judged }
}

/** Fitted on the plays before `index`, and no later. */
async function sourcesBefore(
  part: Part,
  vectors: VectorsBefore,
  index: number,
  context: FitContext,
): Promise<Source[]> {
  const { history } = part
  const values = rowsOf(part, await vectors.at(index, context), vectors.size)
  const knn = await fitItemKnn(history.plays.slice(0, index), { tracks: history.tracks }, { rng: context.rng })
  return [
    vectorSource(VECTORS_SOURCE, values, vectors.size),
    knnSource(knn, at => history.plays[at] ?? { session: -1, start: 0 }),
  ]
}

async function judge(
  history: History,
  test: readonly number[],
  ranker: Ranker,
  sources: readonly Source[],
  context: FitContext,
): Promise<Omit<NextFit, 'ranker'>> {
  const source = joined(sources)
  await source.prepare?.(momentsOf(history, test))
  const features = new NextFeatures(history)
  const rules = new NextTrackRules(history)
  const gains = new Map<string, number[]>()
  for (const name of ['companion', ...nextTrackYardsticks]) gains.set(name, [])
  const first = test[0] ?? 0
  let asked = 0
  for (const [index, play] of history.plays.entries()) {
    if (index === test[asked]) {
      const { candidates, scores } = rankNext(ranker, features, sources, play.start, index)
      // What it did not think of comes after all that it did, in the order of the base level.
      const all = Float64Array.from(
        { length: history.tracks },
        (_, track) => -1e6 + Math.max(-50, features.baseLevel(track, play.start)),
      )
      candidates.forEach((track, place) => {
        all[track] = scores[place] ?? 0
      })
      gains.get('companion')?.push(ndcgAt(fairRank(all, play.track), K))
      const ruled = rules.at(play.start, play.session)
      for (const name of nextTrackYardsticks) gains.get(name)?.push(ndcgAt(fairRank(ruled[name], play.track), K))
      asked++
      if (asked % 20 === 0) await stepDone(context, asked / test.length)
    }
    features.add(play)
    rules.add(play)
    if (index >= first) source.add?.(play)
  }
  const mean = (name: string) => {
    const own = gains.get(name) ?? []
    return own.reduce((sum, value) => sum + value, 0) / Math.max(1, own.length)
  }
  const rule: NextTrackYardstick = [...nextTrackYardsticks].sort((a, b) => mean(b) - mean(a))[0] ?? 'base level'
  const won = mean('companion') > mean(rule)
  return {
    won,
    line: {
      kind: 'next',
      measure: 'ndcg@10',
      measuredOn: test.length,
      contestants: [...nextTrackYardsticks, 'companion'].map(name => ({ name, metrics: { 'ndcg@10': mean(name) } })),
      used: won ? 'companion' : rule,
      over: overOf(rule, history, test, gains.get('companion') ?? [], gains.get(rule) ?? []),
    },
  }
}
