// What comes next after the session so far: neighbouring sessions always, the trained ranker over them where one is in use.
import { decodeArtifact } from '../../../models/artifact.ts'
import { historyOf, type TrackColumns } from '../../../models/columns.ts'
import type { HistoryPlay } from '../../../models/history.ts'
import { ModelError } from '../../../models/model.ts'
import { NextFeatures } from '../../../models/next-track/features.ts'
import { greatest } from '../../../models/next-track/greatest.ts'
import { knnSource } from '../../../models/next-track/knn-source.ts'
import { rankerFromArtifact, rankNext } from '../../../models/next-track/ranker.ts'
import type { Source } from '../../../models/next-track/sources.ts'
import { vectorSource } from '../../../models/next-track/vector-source.ts'
import { ItemKnn } from '../../../models/tracks/item-knn.ts'
import type { Vectors } from './similarity.ts'

export interface NextScorer {
  add(play: HistoryPlay): void
  /** Best first; `ahead`: tracks that are heard before. */
  next(count: number, nowS: number, session: number, ahead: readonly number[]): readonly number[]
}

/** Without a trained ranker: what was heard where sessions went like this one. */
export function neighbourScorer(tracks: TrackColumns): NextScorer {
  const knn = new ItemKnn(tracks.ids.length)
  return {
    add: play => knn.remember(play),
    next: (count, nowS, session, ahead) => greatest(knn.scoreNext(session, nowS, ahead), count, 0),
  }
}

/**
 * The trained ranker, with the sources that it was fitted with. Throws ModelError 'bad-artifact', also where one of those sources is not
 * to be had here.
 */
export function rankerScorer(bytes: Uint8Array, tracks: TrackColumns, vectors: Vectors | null): NextScorer {
  const ranker = rankerFromArtifact(decodeArtifact(bytes))
  const knn = new ItemKnn(tracks.ids.length)
  const features = new NextFeatures(historyOf(tracks, noPlays))
  let plays = 0
  let asked = { session: -1, start: 0 }
  const sources: Source[] = []
  for (let names = [...ranker.sources]; names.length > 0; ) {
    const source = sourceNamed(names[0] ?? '', knn, () => asked, vectors)
    if (source === null || source.names.some((name, at) => names[at] !== name))
      throw new ModelError('bad-artifact', `the ranker was fitted with “${names[0]}”, which is not there`)
    sources.push(source)
    names = names.slice(source.names.length)
  }
  return {
    add(play) {
      knn.remember(play)
      features.add(play)
      plays++
    },
    next(count, nowS, session) {
      asked = { session, start: nowS }
      const { candidates, scores } = rankNext(ranker, features, sources, nowS, plays)
      return greatest(scores, count).map(at => candidates[at] ?? 0)
    },
  }
}

function sourceNamed(
  name: string,
  knn: ItemKnn,
  startOf: () => { readonly session: number; readonly start: number },
  vectors: Vectors | null,
): Source | null {
  if (name === 'neighbours') return knnSource(knn, startOf)
  const [whose, rest] = name.split(' to ')
  if (rest === 'last' && whose !== undefined && vectors !== null)
    return vectorSource(whose, vectors.values, vectors.size)
  return null
}

const noPlays = {
  track: new Int32Array(),
  start: new Float64Array(),
  end: new Float64Array(),
  dwellMs: new Float64Array(),
  session: new Int32Array(),
  sat: new Int8Array(),
  fp: new Uint8Array(),
  byHand: new Int8Array(),
  shuffle: new Int8Array(),
}
