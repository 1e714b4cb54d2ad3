// The experiment `fs-vae`: how near FS-VAE, its seven comparisons and its four ablations come to the vector of the next track.
import { hitAt, ndcgAt } from '../../models/evaluation/ranking.ts'
import type { FitContext } from '../../models/model.ts'
import { aggregateOf } from '../../models/research/fs-vae/aggregate.ts'
import { averageOf } from '../../models/research/fs-vae/average.ts'
import { FS_VAE, type FsVaeOptions, fitFsVae, predictFsVae } from '../../models/research/fs-vae/fs-vae.ts'
import { fitJodie, JODIE } from '../../models/research/fs-vae/jodie.ts'
import { fitLatentCross, LATENT_CROSS } from '../../models/research/fs-vae/latent-cross.ts'
import { firstPlays, type Listening, listeningOf } from '../../models/research/fs-vae/listening.ts'
import { type FittedNetwork, predictNetwork } from '../../models/research/fs-vae/network.ts'
import { popularityOf } from '../../models/research/fs-vae/popularity.ts'
import { fitRnn, RNN } from '../../models/research/fs-vae/rnn.ts'
import { fitVaeCf, predictVaeCf, VAE_CF } from '../../models/research/fs-vae/vae-cf.ts'
import { trackVectors } from '../../models/research/fs-vae/vectors.ts'
import { rngOf } from '../../models/rng.ts'
import { fitSkipGram, skipGramVectors } from '../../models/tracks/skip-gram.ts'
import type { Context, Experiment, Row } from '../experiment.ts'
import type { Log } from '../logs.ts'
import { meanOf } from '../means.ts'
import { firstTestPlay, firstTestSession } from '../split.ts'
import { sessionsBefore } from '../track-vectors.ts'

const VECTOR_SIZE = 80
const VECTOR_SEED = 1
const TOP = 10

interface Prepared {
  readonly whole: Listening
  /** The plays before the first test session. */
  readonly training: Listening
  /** Plays that are predicted: of the test sessions, no false positive, after another such play of the session, with a vector. */
  readonly moments: readonly number[]
  /** The same without a vector: tracks that first came in the test period, or that were always alone in their session. */
  readonly leftOut: number
}

interface Method {
  readonly name: string
  /** Drawn at random: run once a seed. */
  readonly seeded: boolean
  predict(prepared: Prepared, context: FitContext): Promise<Float32Array>
}

const withoutSeed = (name: string, of: (whole: Listening, moments: readonly number[]) => Float32Array): Method => ({
  name,
  seeded: false,
  predict: async ({ whole, moments }) => of(whole, moments),
})

const network = (
  name: string,
  train: (training: Listening, context: FitContext) => Promise<FittedNetwork>,
): Method => ({
  name,
  seeded: true,
  predict: async ({ training, whole, moments }, context) =>
    (await predictNetwork(await train(training, context), whole, moments, context)).next,
})

const fsVae = (name: string, parts: Partial<FsVaeOptions> = {}): Method => ({
  name,
  seeded: true,
  predict: async ({ training, whole, moments }, context) => {
    const model = await fitFsVae(training, { ...FS_VAE, ...parts }, context)
    return (await predictFsVae(model, whole, moments, context)).next
  },
})

/** In the published order, best first; then the ablations; then what is not in the paper. */
const METHODS: readonly Method[] = [
  fsVae('FS-VAE'),
  network('JODIE', (training, context) => fitJodie(training, JODIE, context)),
  {
    name: 'VAE-CF',
    seeded: true,
    predict: async ({ training, whole, moments }, context) =>
      predictVaeCf(await fitVaeCf(training, VAE_CF, context), whole, moments),
  },
  network('LatentCross', (training, context) => fitLatentCross(training, LATENT_CROSS, context)),
  network('RNN', (training, context) => fitRnn(training, RNN, context)),
  withoutSeed('popularity', popularityOf),
  withoutSeed('aggregate', aggregateOf),
  withoutSeed('average', averageOf),
  fsVae('FS-VAE, no fast', { fast: 'none' }),
  fsVae('FS-VAE, shuffled fast', { fast: 'shuffled' }),
  fsVae('FS-VAE, no slow', { slow: false }),
  fsVae('FS-VAE, no variational part', { variational: false }),
  withoutSeed('last track', (whole, moments) => aggregateOf(whole, moments, 1)),
]

export const experiment: Experiment = {
  name: 'fs-vae',
  version: 2,
  tensors: true,
  async run(context: Context): Promise<readonly Row[]> {
    const rows: Row[] = []
    for (const user of context.users) {
      let prepared: Promise<Prepared> | null = null
      for (const { name, seeded, predict } of METHODS) {
        const runs: Metrics[] = []
        for (let seed = 1; seed <= (seeded ? context.seeds : 1); seed++) {
          runs.push(
            await context.step<Metrics>(`${user}/${name}/seed${seed}`, async () => {
              prepared ??= prepare(context.log(user))
              const ready = await prepared
              return { ...scoresOf(ready, await predict(ready, { rng: rngOf(seed) })), 'left out': ready.leftOut }
            }),
          )
        }
        rows.push({ user, method: name, metrics: meanOf(runs) })
      }
    }
    return rows
  },
}

type Metrics = Record<string, number | null>

async function prepare(log: Log): Promise<Prepared> {
  const trained = firstTestPlay(log)
  const skipGram = await fitSkipGram(
    sessionsBefore(log, firstTestSession(log)),
    { tracks: log.tracks, size: VECTOR_SIZE },
    { rng: rngOf(VECTOR_SEED) },
  )
  const whole = listeningOf(log, trackVectors(skipGramVectors(skipGram), VECTOR_SIZE))
  const moments: number[] = []
  let leftOut = 0
  let heardIn = -1
  log.plays.forEach((play, index) => {
    if (play.fp) return
    if (index >= trained && heardIn === play.session) {
      if (whole.target[index] === 1) moments.push(index)
      else leftOut++
    }
    heardIn = play.session
  })
  return { whole, training: firstPlays(whole, trained), moments, leftOut }
}

/** L2 and cosine distance to the true vector; rank of the true track among all with a vector, nearest first, ties to the one met first. */
function scoresOf({ whole, moments }: Prepared, next: Float32Array): Metrics {
  const { size, values, known, count } = whole.vectors
  const sum = { l2: 0, cosine: 0, hits: 0, gain: 0 }
  moments.forEach((moment, index) => {
    const track = whole.track[moment] ?? 0
    const predicted = next.subarray(index * size, (index + 1) * size)
    const near = (other: number) => {
      let product = 0
      for (let k = 0; k < size; k++) product += (predicted[k] as number) * (values[other * size + k] as number) // inside
      return product
    }
    const own = near(track)
    const squared = predicted.reduce((total, value) => total + value * value, 0)
    sum.l2 += Math.sqrt(Math.max(0, squared + 1 - 2 * own))
    sum.cosine += 1 - (squared > 0 ? own / Math.sqrt(squared) : 0)
    let rank = 0
    for (let other = 0; other < count && rank < TOP; other++) {
      if (known[other] !== 1 || other === track) continue
      const product = near(other)
      if (product > own || (product === own && other < track)) rank++
    }
    sum.hits += hitAt(rank, TOP)
    sum.gain += ndcgAt(rank, TOP)
  })
  const n = moments.length
  const share = (value: number) => (n > 0 ? value / n : null)
  return { l2: share(sum.l2), cosine: share(sum.cosine), 'hr@10': share(sum.hits), 'ndcg@10': share(sum.gain), n }
}
