// Whoever listens, a model answers with numbers or says what is wrong: never NaN, never another error.
import '@tensorflow/tfjs-backend-wasm'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { History } from '../../models/history.ts'
import { ModelError } from '../../models/model.ts'
import { decode } from '../../models/mostra/decoder.ts'
import { ObjectiveState } from '../../models/mostra/objectives.ts'
import { fitSat, type NetworkName, satOverHistory } from '../../models/mostra/sat.ts'
import { satRows } from '../../models/mostra/sat-examples.ts'
import { addToState, satScores, satState } from '../../models/mostra/sat-scores.ts'
import { NextFeatures } from '../../models/next-track/features.ts'
import { knnSource } from '../../models/next-track/knn-source.ts'
import { defaultRanker, fitRanker, rankNext } from '../../models/next-track/ranker.ts'
import { vectorSource } from '../../models/next-track/vector-source.ts'
import { aggregateOf } from '../../models/research/fs-vae/aggregate.ts'
import { averageOf } from '../../models/research/fs-vae/average.ts'
import { FS_VAE, fitFsVae, predictFsVae } from '../../models/research/fs-vae/fs-vae.ts'
import { fitJodie, JODIE } from '../../models/research/fs-vae/jodie.ts'
import { fitLatentCross, LATENT_CROSS } from '../../models/research/fs-vae/latent-cross.ts'
import { listenerMemory, listeningOf } from '../../models/research/fs-vae/listening.ts'
import { type FittedNetwork, NETWORK_FIT, predictNetwork } from '../../models/research/fs-vae/network.ts'
import { popularityOf } from '../../models/research/fs-vae/popularity.ts'
import { fitRnn, RNN } from '../../models/research/fs-vae/rnn.ts'
import { listenerStateOf } from '../../models/research/fs-vae/state.ts'
import { fitVaeCf, predictVaeCf, VAE_CF } from '../../models/research/fs-vae/vae-cf.ts'
import { trackVectors } from '../../models/research/fs-vae/vectors.ts'
import { type EncoderName, fitSession, sessionDefaults } from '../../models/research/session/session-model.ts'
import { sessionScores } from '../../models/research/session/session-scores.ts'
import { fitWmf, foldingIn, ratingsOf } from '../../models/research/tracks/wmf.ts'
import { rngOf } from '../../models/rng.ts'
import { sequencesOf } from '../../models/session/sequences.ts'
import { gsScore, unbiasedGs } from '../../models/taste/gs-score.ts'
import { tasteByMonth } from '../../models/taste/months.ts'
import { blendByEvidence } from '../../models/tracks/blend.ts'
import { fitItemKnn } from '../../models/tracks/item-knn.ts'
import { fitSkipGram, nearScores, skipGramVectors } from '../../models/tracks/skip-gram.ts'
import { fitLogisticRegression, logisticLogits } from '../../models/yardsticks/logistic-regression.ts'
import { NextTrackRules, nextTrackYardsticks } from '../../models/yardsticks/next-track.ts'
import { sameOutcomeScores } from '../../models/yardsticks/same-outcome.ts'
import { trackRateScores } from '../../models/yardsticks/track-rate.ts'
import { type OddListener, oddListeners } from './odd-listeners.ts'

beforeAll(async () => {
  await tf.setBackend('wasm')
})

const SIZE = 4
const context = () => ({ rng: rngOf(7) })
const lastOf = ({ plays }: History) => plays.at(-1) ?? { track: 0, session: 0, start: 0, end: 0 }
/** After the last play, whatever its own times are. */
const nowOf = ({ plays }: History) => Math.max(0, ...plays.flatMap(({ end }) => (Number.isFinite(end) ? end : []))) + 60

function vectorsOf({ tracks }: History): Float32Array {
  const rng = rngOf(3)
  return Float32Array.from({ length: tracks * SIZE }, () => rng.normal())
}

const places = ({ plays }: History) => Array.from(plays.keys())
const sequences = (history: History) => sequencesOf(history.plays).map(({ tracks }) => Int32Array.from(tracks))

/** All that a model makes of a history: every number of it. */
type Asked = (history: History) => Promise<ArrayLike<number>[]>

async function companion(history: History): Promise<ArrayLike<number>[]> {
  const sourcesBefore = async (index: number) => [
    vectorSource('vectors', vectorsOf(history), SIZE),
    knnSource(
      await fitItemKnn(history.plays.slice(0, index), { tracks: history.tracks }, context()),
      at => history.plays[at] ?? lastOf(history),
    ),
  ]
  const options = { ...defaultRanker, trees: { ...defaultRanker.trees, trees: 4, leastRows: 4 } }
  const model = await fitRanker(history, sourcesBefore, options, context())
  const features = new NextFeatures(history)
  for (const play of history.plays) features.add(play)
  const sources = await sourcesBefore(history.plays.length)
  const { candidates, scores } = rankNext(model, features, sources, nowOf(history), history.plays.length)
  return [candidates, scores]
}

async function counts(history: History): Promise<ArrayLike<number>[]> {
  const features = new NextFeatures(history)
  const rows: Float32Array[] = []
  for (const [index, play] of history.plays.entries()) {
    if (index % 10 === 9) rows.push(features.at(play.start).rows)
    features.add(play)
  }
  return [...rows, features.at(nowOf(history)).rows]
}

const sat =
  (network: NetworkName): Asked =>
  async history => {
    const model = await fitSat(history, null, { network, epochs: 1 }, context())
    const state = satState(history, null)
    for (const play of history.plays) addToState(state, play)
    const candidates = Array.from({ length: Math.min(100, history.tracks) }, (_, track) => ({
      track,
      artist: history.artistOf[track] ?? -1,
      album: history.albumOf[track] ?? -1,
    }))
    const over = await satOverHistory(model, history, null, 0)
    return [
      await satScores(model, state, candidates, { session: lastOf(history).session, now: nowOf(history) }),
      over.filter((_, index) => history.plays[index]?.sat !== null),
    ]
  }

async function logistic(history: History): Promise<ArrayLike<number>[]> {
  const { names, values } = satRows(history)
  const width = names.length
  const labelled = history.plays.flatMap((play, index) => (play.sat === null ? [] : [index]))
  const rows = Float32Array.from(labelled.flatMap(index => [...values.subarray(index * width, (index + 1) * width)]))
  const labels = labelled.map(index => history.plays[index]?.sat ?? 0)
  return [logisticLogits(await fitLogisticRegression({ values: rows, width, labels }, {}, context()), values)]
}

const listening = (history: History) => listeningOf(history, trackVectors(vectorsOf(history), SIZE))
const few = { ...NETWORK_FIT, epochs: 1, mostSteps: 2 }

async function fsVae(history: History): Promise<ArrayLike<number>[]> {
  const read = listening(history)
  const options = { ...FS_VAE, ...few, lstm: 4, dense: 4, latent: 4, decoder: 4 }
  const model = await fitFsVae(read, options, context())
  const memory = listenerMemory(read.vectors)
  for (const play of history.plays) memory.add(play)
  const { next, latent } = await predictFsVae(model, read, places(history), context())
  const now = listenerStateOf(model, memory, nowOf(history))
  return [read.side, read.slow, next, latent, now.z, now.next]
}

const network =
  (learn: (read: ReturnType<typeof listening>) => Promise<FittedNetwork>): Asked =>
  async history => {
    const read = listening(history)
    const moments = places(history)
    return [(await predictNetwork(await learn(read), read, moments, context())).next]
  }

async function vaeCf(history: History): Promise<ArrayLike<number>[]> {
  const read = listening(history)
  const model = await fitVaeCf(read, { ...VAE_CF, hidden: 4, latent: 4, epochs: 1 }, context())
  return [await predictVaeCf(model, read, places(history))]
}

const session =
  (encoder: EncoderName): Asked =>
  async history => {
    const options = { ...sessionDefaults, encoder, size: SIZE, epochs: 1, negatives: 8, steps: 5 }
    const model = await fitSession(sequencesOf(history.plays), history.tracks, options, context())
    return [await sessionScores(model, sequencesOf(history.plays).at(-1)?.tracks ?? []), await sessionScores(model, [])]
  }

async function skipGram(history: History): Promise<ArrayLike<number>[]> {
  const options = { tracks: history.tracks, size: SIZE, epochs: 2 }
  const model = await fitSkipGram(sequences(history), options, context())
  return [skipGramVectors(model), nearScores(model, lastOf(history).track)]
}

async function wmf(history: History): Promise<ArrayLike<number>[]> {
  const options = { tracks: history.tracks, size: SIZE, sweeps: 2 }
  const model = await fitWmf(ratingsOf(sequences(history)), options, context())
  return [model.items, model.contexts, foldingIn(model)([lastOf(history).track])]
}

async function itemKnn(history: History): Promise<ArrayLike<number>[]> {
  const model = await fitItemKnn(history.plays, { tracks: history.tracks }, context())
  return [model.scoreNext(lastOf(history).session, nowOf(history)), model.scoreNext(-1, nowOf(history))]
}

async function taste(history: History): Promise<ArrayLike<number>[]> {
  const months = tasteByMonth(history.plays, vectorsOf(history), SIZE)
  return months.flatMap(({ all, byHand, queued }) =>
    [all, byHand, queued].map(each => [gsScore(each) ?? 0, unbiasedGs(each) ?? 0]),
  )
}

async function queue(history: History): Promise<ArrayLike<number>[]> {
  const state = new ObjectiveState(history.artistOf, history.artists)
  for (const play of history.plays) {
    state.moveTo(play.start)
    state.hear(play.track, play.start)
  }
  const tracks = Int32Array.from({ length: history.tracks }, (_, track) => track)
  const objectives = state.of(tracks, [{ has: track => state.addedLately(track), until: null }])
  const chance = rngOf(5)
  const made = Float32Array.from(tracks, () => chance.next())
  const spread = { artist: history.artistOf, gap: 3 }
  const input = { sat: made, objectives, weights: [0.1, 0.1, 0.1], eps: 0.2, length: 50, spread }
  const { order, gains, given, score } = decode(input)
  return [...objectives, order, gains, given, [score]]
}

async function rules(history: History): Promise<ArrayLike<number>[]> {
  const made = new NextTrackRules(history)
  for (const play of history.plays) made.add(play)
  const scores = made.at(nowOf(history), lastOf(history).session)
  return nextTrackYardsticks.map(name => scores[name])
}

const models = {
  companion,
  'counts of the companion': counts,
  'Set Transformer': sat('set-transformer'),
  'set-unaware twin': sat('mlp'),
  'logistic regression': logistic,
  'same outcome': async history => [sameOutcomeScores(history)],
  'track rate': async history => [trackRateScores(history)],
  'FS-VAE': fsVae,
  JODIE: network(read => fitJodie(read, { ...JODIE, ...few, units: 4 }, context())),
  LatentCross: network(read => fitLatentCross(read, { ...LATENT_CROSS, ...few, units: 4 }, context())),
  RNN: network(read => fitRnn(read, { ...RNN, ...few, units: 4 }, context())),
  'VAE-CF': vaeCf,
  'popularity, aggregate, average': async history => {
    const read = listening(history)
    return [popularityOf, aggregateOf, averageOf].map(of => of(read, places(history)))
  },
  GRU: session('gru'),
  NARM: session('narm'),
  'SR-GNN': session('sr-gnn'),
  SASRec: session('sasrec'),
  'skip-gram': skipGram,
  WMF: wmf,
  'item-kNN': itemKnn,
  'GS-score': taste,
  'objectives and decoder': queue,
  'next-track rules': rules,
} satisfies Record<string, Asked>

type Name = keyof typeof models
const names = Object.keys(models) as Name[] // the keys written above

const sessionModels: readonly Name[] = ['GRU', 'NARM', 'SR-GNN', 'SASRec']
const listeningModels: readonly Name[] = ['FS-VAE', 'JODIE', 'LatentCross', 'RNN', 'VAE-CF']
const satModels: readonly Name[] = ['Set Transformer', 'set-unaware twin', 'logistic regression']
const readsTimes: readonly Name[] = [
  ...satModels,
  ...listeningModels,
  'popularity, aggregate, average',
  'companion',
  'counts of the companion',
  'next-track rules',
]
/** What they need to learn from is a pair of plays, or a play that counts. */
const pairs: readonly Name[] = [...sessionModels, 'companion']
const heard: readonly Name[] = [...pairs, ...listeningModels, 'skip-gram', 'WMF']

/** Who cannot be answered, by whom, and why; all others get numbers. */
const refusals: { readonly [listener in OddListener]?: { readonly code: string; readonly by: readonly Name[] } } = {
  'no plays': { code: 'no-examples', by: [...heard, ...satModels] },
  'no plays of a catalogue': { code: 'no-examples', by: [...heard, ...satModels] },
  'one play': { code: 'no-examples', by: heard },
  'all false starts': { code: 'no-examples', by: heard },
  'nothing says how it went': { code: 'no-examples', by: satModels },
  'every play a session of its own': { code: 'no-examples', by: pairs },
  'a clock that goes backwards': { code: 'bad-input', by: ['companion'] },
  'a start that is no number': { code: 'bad-input', by: [...readsTimes, 'GS-score', 'objectives and decoder'] },
  'an end that is no number': { code: 'bad-input', by: [...readsTimes, 'item-kNN'] },
  'a dwell that is no number': { code: 'bad-input', by: readsTimes },
  'a track outside the catalogue': {
    code: 'bad-input',
    by: names.filter(name => !['same outcome', 'track rate', 'GS-score'].includes(name)),
  },
}

/** A message that helps: what is lacking, or which play, sequence or rating is wrong, or which track is foreign. */
const says: Readonly<Record<string, RegExp>> = {
  'no-examples': /^(no (play|session|sequence|context) |a logistic regression needs)/,
  'bad-input': /^(play|sequence|rating|track) \d+/,
}

async function outcomeOf(model: Asked, history: History): Promise<string> {
  try {
    const answers = await model(history)
    const bad = answers.flatMap(numbers => Array.from(numbers).find(value => !Number.isFinite(value)) ?? [])
    return bad.length === 0 ? 'numbers' : `answers with ${bad[0]}`
  } catch (error) {
    if (!(error instanceof ModelError)) return `throws ${error}`
    return says[error.code]?.test(error.message) ? error.code : `${error.code} that says “${error.message}”`
  }
}

describe('every model answers with numbers or says what is wrong, given', () => {
  it.each(Object.keys(oddListeners) as OddListener[])('%s', async listener => {
    const tensors = tf.memory().numTensors
    const outcomes: [string, string][] = []
    for (const name of names) outcomes.push([name, await outcomeOf(models[name], oddListeners[listener])])
    const refused = refusals[listener]
    expect(Object.fromEntries(outcomes)).toEqual(
      Object.fromEntries(names.map(name => [name, refused?.by.includes(name) ? refused.code : 'numbers'])),
    )
    expect(tf.memory().numTensors, 'tensors left behind').toBe(tensors)
  })
})

describe('a vector that holds no number is turned away, and its track named, by', () => {
  const history = oddListeners['an ordinary listener']
  const broken = vectorsOf(history)
  broken[3 * SIZE + 1] = Number.NaN
  const options = { ...sessionDefaults, size: SIZE, epochs: 1, negatives: 8, steps: 5 }
  const { plays } = history
  const doors: Record<string, () => unknown> = {
    'SAT when it learns': () =>
      fitSat(history, { size: SIZE, values: broken }, { network: 'mlp', epochs: 1 }, context()),
    'the vectors of the listener': () => trackVectors(broken, SIZE),
    'the companion’s source': () => vectorSource('sound', broken, SIZE),
    'a session model that begins with it': () =>
      fitSession(sequencesOf(plays), history.tracks, options, context(), { items: broken }),
    'the blend of evidence': () =>
      blendByEvidence({
        size: SIZE,
        listening: vectorsOf(history),
        plays: new Int32Array(history.tracks),
        sound: broken,
      }),
    'GS-score': () => tasteByMonth(plays, broken, SIZE),
  }
  it.each(Object.entries(doors))('%s', async (_, open) => {
    const thrown = await Promise.resolve()
      .then(open)
      .catch(error => error)
    expect(thrown).toBeInstanceOf(ModelError)
    expect(thrown).toMatchObject({ code: 'bad-input', message: expect.stringMatching(/track (3|of)/) })
  })
})
