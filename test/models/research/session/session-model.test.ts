// Each session encoder through the shared suite, and what a listener whose songs follow one another in a ring must be told.

import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { FitContext } from '../../../../models/model.ts'
import {
  type EncoderName,
  encoders,
  fitSession,
  type SessionModel,
  type SessionOptions,
  sessionDefaults,
  sessionFromArtifact,
  sessionToArtifact,
  updateSession,
} from '../../../../models/research/session/session-model.ts'
import { scoresOf, sessionScores, sessionStates } from '../../../../models/research/session/session-scores.ts'
import { rngOf } from '../../../../models/rng.ts'
import type { SessionSequence } from '../../../../models/session/sequences.ts'
import { present } from '../../present.ts'
import { modelSuite } from '../../suite.ts'

const TRACKS = 12

/** Sessions that walk a ring of tracks, each after the one before it; with false positives at the other side of the ring. */
function ring(sessions: number, length: number): SessionSequence[] {
  return Array.from({ length: sessions }, (_, at) => {
    const tracks = Array.from({ length }, (_, step) => (at * 5 + step) % TRACKS)
    const across = ((tracks[0] ?? 0) + TRACKS / 2) % TRACKS
    // Two at once: the weights of a set of one are a softmax of one number, whose gradient is nothing but rounding.
    return { tracks, falsePositives: [across, (across + 1) % TRACKS].map(track => ({ track, after: 1 })) }
  })
}

const options = (encoder: EncoderName, more: Partial<SessionOptions> = {}): SessionOptions => ({
  ...sessionDefaults,
  encoder,
  size: 8,
  steps: 5,
  epochs: 3,
  negatives: 8,
  positions: 16,
  ...more,
})

interface Listening {
  readonly sequences: readonly SessionSequence[]
  readonly vectors?: Float32Array
}

const fitted = ({ sequences, vectors }: Listening, settings: SessionOptions, context: FitContext) =>
  fitSession(sequences, TRACKS, settings, context, vectors ? { items: vectors } : {})

async function answers(model: SessionModel, { sequences }: Listening): Promise<Float32Array> {
  const out: number[] = []
  const states = await sessionStates(
    model,
    sequences.map(({ tracks }) => tracks),
  )
  for (let row = 0; row < sequences.length; row++)
    out.push(...scoresOf(model, states.subarray(row * model.options.size, (row + 1) * model.options.size)))
  return Float32Array.from(out)
}

const withTrack = (track: number): Listening => ({ sequences: [{ tracks: [0, track, 1], falsePositives: [] }] })

for (const [name, margin] of [
  ['gru', null],
  ['narm', { falsePositives: 'all', margin: 0.5, lambda: 0.1 }],
  ['sr-gnn', { falsePositives: 'weighed', margin: 1, lambda: 1 }],
  ['sasrec', { falsePositives: 'weighed', margin: 0.5, lambda: 0.5 }],
] as const) {
  modelSuite<SessionModel, Listening>({
    name: margin === null ? name : `${name} with a margin (${margin.falsePositives})`,
    tensors: true,
    examples: () => ({ sequences: ring(6, 7) }),
    fit: (listening, context) => fitted(listening, options(name, { margin }), context),
    fitBriefly: (listening, context) =>
      fitted(listening, options(name, { margin, epochs: 1, positions: 1000, steps: 3 }), context),
    predict: answers,
    toArtifact: sessionToArtifact,
    fromArtifact: sessionFromArtifact,
    async knownAnswer() {
      const settings = options(name, { margin, epochs: 50, size: 16, positions: 64, dropout: 0, itemRate: 0.05 })
      const model = await fitted({ sequences: ring(24, 7) }, settings, { rng: rngOf(3) })
      const prefixes = Array.from({ length: TRACKS }, (_, at) => [(at + TRACKS - 1) % TRACKS, at])
      for (const prefix of prefixes) {
        const scores = await sessionScores(model, prefix)
        expect(scores.indexOf(Math.max(...scores)), `after ${prefix}`).toBe(((prefix[1] ?? 0) + 1) % TRACKS)
      }
    },
    poisoned: value => ({
      'a track': withTrack(value),
      'a false positive': { sequences: [{ tracks: [0, 1, 2], falsePositives: [{ track: value, after: 1 }] }] },
      'its place': { sequences: [{ tracks: [0, 1, 2], falsePositives: [{ track: 3, after: value }] }] },
      'a first vector': { sequences: ring(2, 4), vectors: new Float32Array(TRACKS * 8).fill(value, 3, 4) },
    }),
    onlyOne: () => ({ sequences: [{ tracks: [4], falsePositives: [] }] }),
    empty: () => ({ sequences: [] }),
  })
}

describe('a session model', () => {
  beforeAll(async () => {
    await present('wasm')
    await tf.setBackend('wasm')
  })

  const tiny = { rng: rngOf(5) }
  const code = (run: Promise<unknown>) =>
    run.then(
      () => 'no error',
      (error: { code?: string }) => error.code,
    )

  it.each(Object.keys(encoders) as EncoderName[])(
    '%s says of each beginning what it says when more of the session is known',
    async name => {
      const model = await fitted({ sequences: ring(6, 7) }, options(name), { rng: rngOf(1) })
      const session = [3, 4, 4, 3, 7]
      const together = await sessionStates(
        model,
        session.map((_, at) => session.slice(0, at + 1)),
      )
      for (let at = 0; at < session.length; at++) {
        const alone = await sessionStates(model, [session.slice(0, at + 1)])
        together.subarray(at * 8, (at + 1) * 8).forEach((value, k) => {
          expect(value).toBeCloseTo(alone[k] ?? Number.NaN, 4)
        })
      }
    },
  )

  it('reads the last tracks of a session longer than its window', async () => {
    const model = await fitted({ sequences: ring(6, 7) }, options('gru'), { rng: rngOf(1) })
    expect(await sessionStates(model, [[9, 9, 9, 0, 1, 2, 3, 4]])).toEqual(
      await sessionStates(model, [[0, 1, 2, 3, 4]]),
    )
  })

  it('answers zeros before the first track of a session', async () => {
    const model = await fitted({ sequences: ring(6, 7) }, options('gru'), { rng: rngOf(1) })
    expect(await sessionScores(model, [])).toEqual(new Float32Array(TRACKS))
    expect(await sessionStates(model, [])).toEqual(new Float32Array())
  })

  it('says bad input of a track outside the catalogue, when it learns and when it answers', async () => {
    for (const track of [-1, TRACKS, 0.5])
      expect(await code(fitted(withTrack(track), options('gru'), tiny))).toBe('bad-input')
    const model = await fitted({ sequences: ring(6, 7) }, options('gru'), tiny)
    for (const track of [-1, TRACKS, 0.5]) expect(await code(sessionScores(model, [track]))).toBe('bad-input')
    expect(await code(fitted({ sequences: ring(2, 4), vectors: new Float32Array(5) }, options('gru'), tiny))).toBe(
      'bad-input',
    )
  })

  it('has nothing to learn where every play was dropped at once, or no session has two tracks', async () => {
    const dropped = [{ tracks: [], falsePositives: [{ track: 1, after: 0 }] }]
    for (const sequences of [[], dropped, [{ tracks: [1], falsePositives: [] }]])
      expect(await code(fitted({ sequences }, options('sasrec'), tiny))).toBe('no-examples')
  })

  it('goes on from an earlier model and learns a habit that began after it', async () => {
    const settings = options('sasrec', { size: 16, epochs: 40, positions: 64, dropout: 0, itemRate: 0.05 })
    const model = await fitSession(ring(24, 7), TRACKS, settings, { rng: rngOf(2) })
    const habit = Array.from({ length: 6 }, () => ({ tracks: [2, 9, 2, 9, 2, 9], falsePositives: [] }))
    let after = model
    for (let evening = 0; evening < 4; evening++) after = await updateSession(after, habit, { rng: rngOf(evening) })
    const best = async (each: SessionModel) => {
      const scores = await sessionScores(each, [2])
      return scores.indexOf(Math.max(...scores))
    }
    expect([await best(model), await best(after)]).toEqual([3, 9])
    expect(after.options).toEqual(model.options)
    expect(await updateSession(after, [], { rng: rngOf(1) })).toBe(after)
  })

  it('keeps a session away from what was dropped in it: the margin lowers the score of false positives', async () => {
    // Tracks 6..11 are only ever dropped; the softmax alone scores them by chance.
    const sequences = Array.from({ length: 30 }, (_, at) => ({
      tracks: [at % 6, (at + 1) % 6, (at + 2) % 6, (at + 3) % 6],
      falsePositives: [{ track: 6 + (at % 6), after: 1 }],
    }))
    const mean = async (margin: SessionOptions['margin']) => {
      const model = await fitted({ sequences }, options('gru', { margin, epochs: 20, positions: 32, negatives: 2 }), {
        rng: rngOf(9),
      })
      let sum = 0
      for (let at = 0; at < 6; at++) {
        const scores = await sessionScores(model, [at])
        sum += (scores[6 + at] ?? 0) / 6
      }
      return sum
    }
    const without = await mean(null)
    for (const falsePositives of ['all', 'weighed'] as const)
      expect(await mean({ falsePositives, margin: 1, lambda: 1 }), falsePositives).toBeLessThan(without)
  })
})
