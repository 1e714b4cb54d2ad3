// The methods of the next-track table beside the ranker: each answers with the ranks of the targets, knowing nothing after them.
import { FS_VAE, fitFsVae, predictFsVae } from '../../models/research/fs-vae/fs-vae.ts'
import { firstPlays, listeningOf } from '../../models/research/fs-vae/listening.ts'
import { trackVectors } from '../../models/research/fs-vae/vectors.ts'
import { type EncoderName, fitSession, sessionDefaults } from '../../models/research/session/session-model.ts'
import { scoresOf, sessionStates } from '../../models/research/session/session-scores.ts'
import { fitWmf, foldingIn, ratingsOf } from '../../models/research/tracks/wmf.ts'
import { rngOf } from '../../models/rng.ts'
import { sequencesOf } from '../../models/session/sequences.ts'
import { fitItemKnn } from '../../models/tracks/item-knn.ts'
import { nearScores, skipGramVectors } from '../../models/tracks/skip-gram.ts'
import { productsWith } from '../../models/tracks/vectors.ts'
import { NextTrackRules, type NextTrackYardstick, nextTrackYardsticks } from '../../models/yardsticks/next-track.ts'
import type { Log } from '../logs.ts'
import { firstTestPlay, firstTestSession } from '../split.ts'
import { sessionsBefore, trackVectorsBefore } from '../track-vectors.ts'
import { type Ranks, ranksOf } from './ranks.ts'
import type { Target } from './targets.ts'

export type Method = (log: Log, targets: readonly Target[], seed: number) => Promise<Ranks[]>

/** The four rules at once: they share one pass. */
export function yardstickRanks(log: Log, targets: readonly Target[]): Record<NextTrackYardstick, Ranks[]> {
  const rules = new NextTrackRules(log)
  const out = Object.fromEntries(nextTrackYardsticks.map(name => [name, [] as Ranks[]])) as Record<
    NextTrackYardstick,
    Ranks[]
  > // one for each name
  let next = 0
  for (const [index, play] of log.plays.entries()) {
    if (targets[next]?.index === index) {
      const scores = rules.at(play.start, play.session)
      for (const name of nextTrackYardsticks) out[name].push(ranksOf(scores[name], play.track))
      next++
    }
    rules.add(play)
  }
  return out
}

const itemKnn: Method = async (log, targets, seed) => {
  const knn = await fitItemKnn([], { tracks: log.tracks }, { rng: rngOf(seed) })
  const ranks: Ranks[] = []
  let next = 0
  for (const [index, play] of log.plays.entries()) {
    if (targets[next]?.index === index) {
      ranks.push(ranksOf(knn.scoreNext(play.session, play.start), play.track))
      next++
    }
    knn.remember(play)
  }
  return ranks
}

const wmf: Method = async (log, targets, seed) => {
  const ratings = ratingsOf(sessionsBefore(log, firstTestSession(log)))
  const model = await fitWmf(ratings, { tracks: log.tracks }, { rng: rngOf(seed) })
  const fold = foldingIn(model)
  return targets.map(({ prefix, play }) => ranksOf(productsWith(fold(prefix), model.items), play.track))
}

const skipGram: Method = async (log, targets, seed) => {
  const model = await trackVectorsBefore(log, firstTestSession(log), { rng: rngOf(seed) })
  return targets.map(({ prefix, play }) => ranksOf(nearScores(model, prefix.at(-1) ?? 0), play.track))
}

const session =
  (encoder: EncoderName): Method =>
  async (log, targets, seed) => {
    const known = log.plays.slice(0, firstTestPlay(log))
    const model = await fitSession(
      sequencesOf(known),
      log.tracks,
      { ...sessionDefaults, encoder },
      { rng: rngOf(seed) },
    )
    const states = await sessionStates(
      model,
      targets.map(({ prefix }) => prefix),
    )
    const { size } = model.options
    return targets.map(({ play }, place) =>
      ranksOf(scoresOf(model, states.slice(place * size, (place + 1) * size)), play.track),
    )
  }

const fsVae: Method = async (log, targets, seed) => {
  const context = { rng: rngOf(seed) }
  const model = await trackVectorsBefore(log, firstTestSession(log), context)
  const vectors = trackVectors(skipGramVectors(model), model.size)
  const whole = listeningOf(log, vectors)
  const vae = await fitFsVae(firstPlays(whole, firstTestPlay(log)), FS_VAE, context)
  const { next } = await predictFsVae(
    vae,
    whole,
    targets.map(({ index }) => index),
    context,
  )
  return targets.map(({ play }, place) =>
    ranksOf(productsWith(next.slice(place * model.size, (place + 1) * model.size), vectors.values), play.track),
  )
}

export const methods: Readonly<Record<string, Method>> = {
  'item-kNN': itemKnn,
  WMF: wmf,
  'skip-gram': skipGram,
  GRU: session('gru'),
  SASRec: session('sasrec'),
  NARM: session('narm'),
  'SR-GNN': session('sr-gnn'),
  'FS-VAE': fsVae,
}
