// FS-VAE and the networks beside it through the shared suite: a listener's habits are learned, bad numbers refused, backends agree.
import { expect } from 'vitest'
import type { Artifact } from '../../../../models/artifact.ts'
import type { History } from '../../../../models/history.ts'
import type { FitContext } from '../../../../models/model.ts'
import {
  FS_VAE,
  fitFsVae,
  fsVaeFromArtifact,
  fsVaeToArtifact,
  predictFsVae,
} from '../../../../models/research/fs-vae/fs-vae.ts'
import { fitJodie, JODIE, jodieFromArtifact, jodieToArtifact } from '../../../../models/research/fs-vae/jodie.ts'
import {
  fitLatentCross,
  LATENT_CROSS,
  latentCrossFromArtifact,
  latentCrossToArtifact,
} from '../../../../models/research/fs-vae/latent-cross.ts'
import { firstPlays, type Listening, listeningOf } from '../../../../models/research/fs-vae/listening.ts'
import { predictNetwork } from '../../../../models/research/fs-vae/network.ts'
import { fitRnn, RNN, rnnFromArtifact, rnnToArtifact } from '../../../../models/research/fs-vae/rnn.ts'
import {
  fitVaeCf,
  predictVaeCf,
  VAE_CF,
  vaeCfFromArtifact,
  vaeCfToArtifact,
} from '../../../../models/research/fs-vae/vae-cf.ts'
import { type TrackVectors, trackVectors } from '../../../../models/research/fs-vae/vectors.ts'
import { rngOf } from '../../../../models/rng.ts'
import { modelSuite } from '../../suite.ts'
import { daily, directions } from './stories.ts'

interface Examples {
  readonly history: History
  readonly vectors: { readonly values: Float32Array; readonly size: number }
}

interface Method<Model> {
  readonly name: string
  fit(listening: Listening, epochs: number, context: FitContext): Promise<Model>
  next(model: Model, listening: Listening, moments: number[]): Promise<Float32Array>
  toArtifact(model: Model): Artifact
  fromArtifact(artifact: Artifact): Model
  /** Knows the order of plays; else it is asked about a mood that lasts. */
  readonly ordered: boolean
  readonly onGpuInSoftware?: boolean
}

const SIZE = 6
const examples = (): Examples => ({
  history: daily(70, index => (index * 3) % 5, 5),
  vectors: { values: directions(5, SIZE).values.slice(), size: SIZE },
})
const listeningFrom = ({ history, vectors }: Examples) =>
  listeningOf(history, trackVectors(vectors.values, vectors.size))
const momentsOf = (listening: Listening) => Array.from({ length: listening.count }, (_, moment) => moment)

function nearest(vectors: TrackVectors, next: Float32Array, row: number): number {
  const scores = Array.from({ length: vectors.count }, (_, track) =>
    vectors.values
      .subarray(track * vectors.size, (track + 1) * vectors.size)
      .reduce((sum, value, k) => sum + value * (next[row * vectors.size + k] ?? 0), 0),
  )
  return scores.indexOf(Math.max(...scores))
}

function inSuite<Model>(method: Method<Model>): void {
  const changed = (change: (of: Examples) => void): Examples => {
    const of = structuredClone(examples())
    change(of)
    return of
  }
  const playWith = (of: Examples, more: object): Examples => ({
    ...of,
    history: {
      ...of.history,
      plays: of.history.plays.map((play, index) => (index === 7 ? { ...play, ...more } : play)),
    },
  })
  modelSuite<Model, Examples>({
    name: method.name,
    tensors: true,
    onGpuInSoftware: method.onGpuInSoftware ?? false,
    examples,
    fit: (of, context) => method.fit(listeningFrom(of), 3, context),
    fitBriefly: (of, context) => method.fit(listeningFrom(of), 1, context),
    predict: (model, of) => {
      const listening = listeningFrom(of)
      return method.next(model, listening, momentsOf(listening))
    },
    toArtifact: method.toArtifact,
    fromArtifact: method.fromArtifact,
    async knownAnswer() {
      // In order: a round of four tracks, each followed by one track alone. In moods: forty plays of two tracks, then forty of two others.
      const tracks = 4
      const trackOf = (index: number) =>
        method.ordered ? (index * 3) % tracks : 2 * (Math.floor(index / 40) % 2) + (index % 2)
      const vectors = directions(tracks, SIZE)
      const whole = listeningOf(daily(480, trackOf, tracks), vectors)
      const model = await method.fit(firstPlays(whole, 400), 10, { rng: rngOf(5) })
      const moments = momentsOf(whole).filter(moment => moment >= 415 && (method.ordered || moment % 40 > 25))
      const next = await method.next(model, whole, moments)
      const right = moments.filter((moment, row) => {
        const near = nearest(vectors, next, row)
        return method.ordered ? near === trackOf(moment) : near >> 1 === trackOf(moment) >> 1
      })
      expect(right.length / moments.length).toBeGreaterThan(0.95)
    },
    poisoned: value => ({
      start: playWith(examples(), { start: value }),
      end: playWith(examples(), { end: value }),
      dwell: playWith(examples(), { dwellMs: value }),
      vector: changed(({ vectors }) => vectors.values.fill(value, 9, 10)),
    }),
    onlyOne: () => ({ ...examples(), history: { ...examples().history, plays: examples().history.plays.slice(0, 1) } }),
    empty: () => ({ ...examples(), history: { ...examples().history, plays: [] } }),
  })
}

const context: FitContext = { rng: rngOf(1) }
const steps = { batch: 4, learningRate: 0.02 }
const small = { lstm: 12, dense: 8, latent: 8, decoder: 16, beta: 0.01 }
const networks = (model: Parameters<typeof predictNetwork>[0], listening: Listening, moments: number[]) =>
  predictNetwork(model, listening, moments, context).then(({ next }) => next)

inSuite({
  name: 'FS-VAE',
  ordered: true,
  fit: (listening, epochs, given) => fitFsVae(listening, { ...FS_VAE, ...steps, epochs, ...small }, given),
  next: (model, listening, moments) => predictFsVae(model, listening, moments, context).then(({ next }) => next),
  toArtifact: fsVaeToArtifact,
  fromArtifact: fsVaeFromArtifact,
})

inSuite({
  name: 'RNN',
  ordered: true,
  onGpuInSoftware: true,
  fit: (listening, epochs, given) => fitRnn(listening, { ...RNN, ...steps, epochs, units: 12 }, given),
  next: networks,
  toArtifact: rnnToArtifact,
  fromArtifact: rnnFromArtifact,
})

inSuite({
  name: 'LatentCross',
  ordered: true,
  fit: (listening, epochs, given) => fitLatentCross(listening, { ...LATENT_CROSS, ...steps, epochs, units: 12 }, given),
  next: networks,
  toArtifact: latentCrossToArtifact,
  fromArtifact: latentCrossFromArtifact,
})

inSuite({
  name: 'JODIE',
  ordered: true,
  fit: (listening, epochs, given) => fitJodie(listening, { ...JODIE, ...steps, epochs, units: 12 }, given),
  next: networks,
  toArtifact: jodieToArtifact,
  fromArtifact: jodieFromArtifact,
})

inSuite({
  name: 'VAE-CF',
  ordered: false,
  fit: (listening, epochs, given) =>
    fitVaeCf(
      listening,
      {
        ...VAE_CF,
        hidden: 8,
        latent: 6,
        plays: 10,
        batch: 32,
        epochs,
        learningRate: 0.02,
        beta: 0.01,
      },
      given,
    ),
  next: predictVaeCf,
  toArtifact: vaeCfToArtifact,
  fromArtifact: vaeCfFromArtifact,
})
