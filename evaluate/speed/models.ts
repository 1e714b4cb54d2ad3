// The models that `speed` times: how each is fitted on a history, and how it scores 300 candidates at a moment.

import type { History } from '../../models/history.ts'
import type { FitContext } from '../../models/model.ts'
import { fitSat, type NetworkName, type SatModel } from '../../models/mostra/sat.ts'
import { addToState, satScores, satState } from '../../models/mostra/sat-scores.ts'
import { NextFeatures } from '../../models/next-track/features.ts'
import { defaultRanker, fitRanker, type Ranker, rankNext } from '../../models/next-track/ranker.ts'
import { FS_VAE, type FsVae, fitFsVae, predictFsVae } from '../../models/research/fs-vae/fs-vae.ts'
import { listeningOf } from '../../models/research/fs-vae/listening.ts'
import { trackVectors } from '../../models/research/fs-vae/vectors.ts'
import {
  type EncoderName,
  fitSession,
  type SessionModel,
  sessionDefaults,
} from '../../models/research/session/session-model.ts'
import { sessionScores } from '../../models/research/session/session-scores.ts'
import { fitSoundCnn, predictSoundCnn, type SoundCnn } from '../../models/research/sound/cnn.ts'
import { fitWmf, ratingsOf } from '../../models/research/tracks/wmf.ts'
import { rngOf } from '../../models/rng.ts'
import { sequencesOf } from '../../models/session/sequences.ts'
import { type LogMel, MEL_BANDS } from '../../models/sound/log-mel.ts'
import { fitSkipGram } from '../../models/tracks/skip-gram.ts'

export const CANDIDATES = 300
const VECTOR_SIZE = 80
const MOMENT_PLAYS = 400

export interface Contestant<Model = unknown> {
  readonly name: string
  fit(history: History, context: FitContext): Promise<Model>
  /** Answers with the scores of 300 candidates after the history's last play; left out: it scores no candidates by itself. */
  score?(model: Model, history: History): () => Promise<unknown>
}

/** Track vectors as a skip-gram would give: of length 1, from a seed. */
const vectorsFor = ({ tracks }: History) => {
  const rng = rngOf(2)
  return trackVectors(
    Float32Array.from({ length: tracks * VECTOR_SIZE }, () => rng.normal()),
    VECTOR_SIZE,
  )
}

const sat = (network: NetworkName): Contestant<SatModel> => ({
  name: network,
  fit: (history, context) => fitSat(history, null, { network }, context),
  score(model, history) {
    const state = satState(history, null)
    for (const play of history.plays.slice(-MOMENT_PLAYS)) addToState(state, play)
    const last = history.plays.at(-1)
    const moment = { session: last?.session ?? 0, now: last?.end ?? 0 }
    const candidates = Array.from({ length: CANDIDATES }, (_, index) => {
      const track = index % history.tracks
      return { track, artist: history.artistOf[track] ?? 0, album: history.albumOf[track] ?? -1 }
    })
    return () => satScores(model, state, candidates, moment)
  },
})

const session = (encoder: EncoderName): Contestant<SessionModel> => ({
  name: encoder,
  fit: (history, context) =>
    fitSession(sequencesOf(history.plays), history.tracks, { ...sessionDefaults, encoder }, context),
  // The whole catalogue is scored at once; 300 of it cost no less.
  score: (model, history) => () =>
    sessionScores(
      model,
      history.plays.slice(-20).map(({ track }) => track),
    ),
})

const fsVae: Contestant<FsVae> = {
  name: 'fs-vae',
  fit: (history, context) => fitFsVae(listeningOf(history, vectorsFor(history)), FS_VAE, context),
  score(model, history) {
    const listening = listeningOf(history, vectorsFor(history))
    return () => predictFsVae(model, listening, [history.plays.length - 1], { rng: rngOf(1) })
  },
}

/** Those of tensors. A model's type is known to itself alone, hence no common one. */
export const onTensors = [
  sat('set-transformer'),
  sat('mlp'),
  session('gru'),
  session('sasrec'),
  session('narm'),
  session('sr-gnn'),
  fsVae,
] as const

const sessions = (history: History) => sequencesOf(history.plays).map(({ tracks }) => Int32Array.from(tracks))

/** Without sources: the counts are what it costs. It ranks the candidates that it finds itself, some hundreds. */
const ranker: Contestant<Ranker> = {
  name: 'companion',
  fit: (history, context) => fitRanker(history, async () => [], defaultRanker, context),
  score(model, history) {
    const features = new NextFeatures(history)
    for (const play of history.plays) features.add(play)
    const now = history.plays.at(-1)?.end ?? 0
    return async () => rankNext(model, features, [], now, history.plays.length)
  },
}

/** Those of typed arrays, that no backend makes faster. */
export const onArrays = [
  {
    name: 'skip-gram',
    fit: (history: History, context: FitContext) => fitSkipGram(sessions(history), { tracks: history.tracks }, context),
  },
  {
    name: 'wmf',
    fit: (history: History, context: FitContext) =>
      fitWmf(ratingsOf(sessions(history)), { tracks: history.tracks }, context),
  },
  ranker,
] as const

/** What a night trains: tracks, the ranker, listener, session, Mostra. */
export const NIGHTLY: readonly {
  readonly name: string
  fit(history: History, context: FitContext): Promise<unknown>
}[] = [...onArrays, fsVae, session('gru'), sat('set-transformer')]

const SOUND_TRACKS = 16
/** Frames of log-mel in 30 s. */
const SOUND_FRAMES = 1292

/** Noise for sound: what the network costs does not depend on what it hears. */
function inventedSound(seed: number): LogMel {
  const rng = rngOf(seed)
  return {
    frames: SOUND_FRAMES,
    values: Float32Array.from({ length: SOUND_FRAMES * MEL_BANDS }, () => 4 + rng.normal()),
  }
}

/** The network of sound learns from tracks, not from plays: its fit is so many steps whatever the listener has heard. */
export const sound = {
  fit(steps: number, context: FitContext): Promise<SoundCnn> {
    const rng = rngOf(3)
    const examples = Array.from({ length: SOUND_TRACKS }, (_, track) => {
      const vector = Float32Array.from({ length: VECTOR_SIZE }, () => rng.normal())
      const length = Math.hypot(...vector)
      return { clips: [inventedSound(track)], vector: vector.map(value => value / length) }
    })
    return fitSoundCnn(examples, { steps }, context)
  },
  /** One track of 30 s. */
  place: (model: SoundCnn) => predictSoundCnn(model, [[inventedSound(1)]]),
}
