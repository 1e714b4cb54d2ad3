// The listener's state for the app agrees with the model in tensors, whatever has been played, and needs nothing to have been.
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-wasm'
import { beforeAll, describe, expect, it } from 'vitest'
import type { HistoryPlay } from '../../../../models/history.ts'
import {
  FS_VAE,
  type FsVae,
  type FsVaeParts,
  fitFsVae,
  predictFsVae,
} from '../../../../models/research/fs-vae/fs-vae.ts'
import { listenerMemory, listeningOf } from '../../../../models/research/fs-vae/listening.ts'
import { listenerStateOf } from '../../../../models/research/fs-vae/state.ts'
import { rngOf } from '../../../../models/rng.ts'
import { DAY, daily, directions, historyOf, MONDAY, play } from './stories.ts'

const vectors = directions(6, 8, 1)
const history = daily(100, index => (index * 7) % 6, 6)
const listening = listeningOf(history, vectors)
const fitted = (parts: Partial<FsVaeParts> = {}) =>
  fitFsVae(
    listening,
    { ...FS_VAE, epochs: 3, batch: 4, lstm: 8, dense: 6, latent: 5, decoder: 7, ...parts },
    { rng: rngOf(2) },
  )

function near(given: Float32Array | undefined, wanted: Float32Array): void {
  expect(given?.length).toBe(wanted.length)
  expect(Math.max(...wanted.map((value, k) => Math.abs(value - (given?.[k] ?? Number.NaN))))).toBeLessThan(1e-4)
}

/** State before each of these plays, and before one more a minute after the last. */
function statesOf(model: FsVae, plays: readonly HistoryPlay[]) {
  const memory = listenerMemory(vectors)
  const states = plays.map(each => {
    const state = listenerStateOf(model, memory, each.start)
    memory.add(each)
    return state
  })
  return [...states, listenerStateOf(model, memory, (plays.at(-1)?.end ?? MONDAY) + 60)]
}

describe("a listener's state", () => {
  beforeAll(() => tf.setBackend('wasm'))

  it.each([
    ['whole', {}],
    ['without the slow features', { slow: false }],
    ['without the fast ones', { fast: 'none' }],
    ['without its variational part', { variational: false }],
  ] as const)('is the same in plain arithmetic as in tensors, %s', async (_what, parts) => {
    const model = await fitted(parts)
    const moments = [0, 1, 14, 15, 29, 30, 31, 77, 99]
    const { next, latent, latentSize } = await predictFsVae(model, listening, moments, { rng: rngOf(1) })
    const states = statesOf(model, history.plays)
    moments.forEach((moment, row) => {
      const state = states[moment]
      const z = latent.subarray(row * latentSize, (row + 1) * latentSize)
      expect(state?.z.length).toBe(latentSize)
      near(state?.z, z)
      const predicted = next.subarray(row * vectors.size, (row + 1) * vectors.size)
      const length = Math.hypot(...predicted)
      near(
        state?.next,
        predicted.map(value => value / length),
      )
    })
  })

  it('holds numbers, and a direction of length 1, for every listener', async () => {
    const model = await fitted()
    const listeners: Record<string, HistoryPlay[]> = {
      'who has played nothing': [],
      'who played once': [play(0, MONDAY)],
      'who never left': Array.from({ length: 90 }, (_, index) => play(index % 5, MONDAY + index * 200)),
      'who skipped everything': Array.from({ length: 90 }, (_, index) =>
        play(index % 5, MONDAY + index * 5, { sat: 0, fp: true, dwellMs: 3000, end: MONDAY + index * 5 + 3 }),
      ),
      'who came back after years': [play(0, MONDAY), play(1, MONDAY + 4000 * DAY)],
      'whose clock was set back': [play(0, MONDAY), play(1, MONDAY - 400 * DAY), play(2, MONDAY + 60)],
      'of tracks without vectors': Array.from({ length: 40 }, (_, index) => play(5, MONDAY + index * 300)),
      'of tracks of no length and of ten hours': [
        play(0, MONDAY, { dwellMs: 0, end: MONDAY }),
        play(1, MONDAY + 5, { dwellMs: 36_000_000, end: MONDAY + 36_005 }),
      ],
    }
    for (const [who, plays] of Object.entries(listeners)) {
      for (const { z, next } of statesOf(model, historyOf(plays, 6).plays)) {
        expect(z.every(Number.isFinite), who).toBe(true)
        expect(Math.hypot(...next), who).toBeCloseTo(1, 5)
      }
    }
  })

  it('is the same whether moments are asked together or one by one', async () => {
    const model = await fitted()
    const together = await predictFsVae(model, listening, [3, 40, 41, 99], { rng: rngOf(1) })
    const alone = await predictFsVae(model, listening, [41], { rng: rngOf(9) })
    near(together.next.subarray(2 * vectors.size, 3 * vectors.size), alone.next)
  })

  it('cannot be asked with vectors of another length', async () => {
    const model = await fitted()
    expect(() => listenerStateOf(model, listenerMemory(directions(6, 9)), MONDAY)).toThrow('track vectors of 9 numbers')
  })
})
