// The ranker on a log: fitted on what came before the test, then asked for every target while the plays go on.

import { NextFeatures } from '../../models/next-track/features.ts'
import { knnSource } from '../../models/next-track/knn-source.ts'
import { defaultRanker, fitRanker, momentsOf, type RankerOptions, rankNext } from '../../models/next-track/ranker.ts'
import { joined, type Source } from '../../models/next-track/sources.ts'
import { vectorSource } from '../../models/next-track/vector-source.ts'
import { FS_VAE, fitFsVae } from '../../models/research/fs-vae/fs-vae.ts'
import { firstPlays, listeningOf } from '../../models/research/fs-vae/listening.ts'
import { trackVectors } from '../../models/research/fs-vae/vectors.ts'
import { fsVaeSource } from '../../models/research/next-track/fs-vae-source.ts'
import { sessionSource } from '../../models/research/next-track/session-source.ts'
import { fitSession, sessionDefaults } from '../../models/research/session/session-model.ts'
import { rngOf } from '../../models/rng.ts'
import { sequencesOf } from '../../models/session/sequences.ts'
import { fitItemKnn } from '../../models/tracks/item-knn.ts'
import { skipGramVectors } from '../../models/tracks/skip-gram.ts'
import type { Log } from '../logs.ts'
import { firstTestPlay } from '../split.ts'
import { trackVectorsBefore } from '../track-vectors.ts'
import { type Ranks, ranksOf } from './ranks.ts'
import type { Target } from './targets.ts'

export type Part = 'vectors' | 'neighbours' | 'session' | 'fs-vae'

/** What the app uses. */
export const rankerParts: readonly Part[] = ['vectors', 'neighbours']

export async function rankerRanks(
  log: Log,
  targets: readonly Target[],
  parts: readonly Part[],
  seed: number,
  options: RankerOptions = defaultRanker,
): Promise<Ranks[]> {
  const known = firstTestPlay(log)
  const context = { rng: rngOf(seed) }
  const ranker = await fitRanker(
    { ...log, plays: log.plays.slice(0, known) },
    index => sourcesBefore(log, index, parts, seed),
    options,
    context,
  )
  const sources = await sourcesBefore(log, known, parts, seed)
  const source = joined(sources)
  await source.prepare?.(
    momentsOf(
      log,
      targets.map(({ index }) => index),
    ),
  )
  const features = new NextFeatures(log)
  const ranks: Ranks[] = []
  let next = 0
  for (const [index, play] of log.plays.entries()) {
    if (targets[next]?.index === index) {
      const { candidates, scores } = rankNext(ranker, features, sources, play.start, index)
      const all = Float64Array.from(
        { length: log.tracks },
        (_, track) => -1e6 + Math.max(-50, features.baseLevel(track, play.start)),
      )
      for (const [place, track] of candidates.entries()) all[track] = scores[place] ?? 0
      ranks.push(ranksOf(all, play.track))
      next++
    }
    features.add(play)
    if (index >= known) source.add?.(play)
  }
  return ranks
}

/** Fitted on the plays before `index`, and no later. */
async function sourcesBefore(log: Log, index: number, parts: readonly Part[], seed: number): Promise<Source[]> {
  const context = { rng: rngOf(seed) }
  const past = log.plays.slice(0, index)
  const session = log.plays[index]?.session ?? log.sessions
  const sources: Source[] = []
  const skipGram = await trackVectorsBefore(log, session, context)
  const vectors = skipGramVectors(skipGram)
  if (parts.includes('vectors')) sources.push(vectorSource('co-listening', vectors, skipGram.size))
  if (parts.includes('neighbours')) {
    const knn = await fitItemKnn(past, { tracks: log.tracks }, context)
    sources.push(knnSource(knn, at => log.plays[at] ?? { session: -1, start: 0 }))
  }
  if (parts.includes('session')) {
    sources.push(sessionSource(await fitSession(sequencesOf(past), log.tracks, sessionDefaults, context)))
  }
  if (parts.includes('fs-vae')) {
    const whole = listeningOf(log, trackVectors(vectors, skipGram.size))
    sources.push(fsVaeSource(await fitFsVae(firstPlays(whole, index), FS_VAE, context), whole, context))
  }
  return sources
}
