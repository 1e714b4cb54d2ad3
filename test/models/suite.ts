// The one suite that every model passes: known answer, same seed same result, round trip, damage, bad input, cancel, every backend.
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Artifact, decodeArtifact, encodeArtifact } from '../../models/artifact.ts'
import { type FitContext, ModelError } from '../../models/model.ts'
import { rngOf } from '../../models/rng.ts'
import { lacks } from '../needs.ts'
import { isGpuInSoftware, present } from './present.ts'

export interface SuiteEntry<Model, Examples> {
  /** As in its paper: 'FS-VAE'. */
  readonly name: string
  /** Made of tensors: compared on every backend. False: typed arrays alone. */
  readonly tensors: boolean
  /** Tiny and seeded: a fit of a second on WASM; the same at every call. */
  examples(): Examples
  fit(examples: Examples, context: FitContext): Promise<Model>
  /**
   * For tensors: the least training that touches every gradient (one epoch of one batch), since it also runs on a GPU in software, at
   * seconds a step.
   */
  fitBriefly?(examples: Examples, context: FitContext): Promise<Model>
  /** Also on a GPU in software, at each run of the tests: for one model or two. */
  readonly onGpuInSoftware?: boolean
  /** Every number that the model answers for these examples, in one array. */
  predict(model: Model, examples: Examples): Float32Array | Promise<Float32Array>
  toArtifact(model: Model): Artifact
  fromArtifact(artifact: Artifact): Model
  /** Fits on data whose right answer is known, and expects it. */
  knownAnswer(): Promise<void>
  /** `examples()` with `value` (NaN or an infinity) in one number each: all the kinds of numbers that it takes. */
  poisoned(value: number): { readonly [where: string]: Examples }
  /** One single play, session or candidate: whatever is the least. */
  onlyOne(): Examples
  /** Nothing at all. */
  empty(): Examples
}

const SEED = 11
const context = (more: Partial<FitContext> = {}): FitContext => ({ rng: rngOf(SEED), ...more })

const codeOf = async (run: () => unknown): Promise<string> => {
  try {
    await run()
    return 'no error'
  } catch (error) {
    return error instanceof ModelError ? error.code : `not a ModelError: ${error}`
  }
}

const finite = (values: Float32Array) => values.every(Number.isFinite)

/** Every element of `b` within 1e-3 of `a`'s, or of a thousandth of it where it is large. */
function expectClose(a: Float32Array, b: Float32Array): void {
  expect(b.length).toBe(a.length)
  let worst = 0
  a.forEach((value, index) => {
    const difference = Math.abs(value - (b[index] ?? Number.NaN)) / Math.max(1, Math.abs(value))
    worst = Math.max(worst, Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference)
  })
  expect(worst).toBeLessThan(1e-3)
}

export function modelSuite<Model, Examples>(entry: SuiteEntry<Model, Examples>): void {
  const bytesOf = (model: Model) => encodeArtifact(entry.toArtifact(model))
  let fitting: Promise<Model> | null = null
  /** One model for all tests that only look at one: a model is data, and nothing changes it. */
  const fitted = () => {
    fitting ??= entry.fit(entry.examples(), context())
    return fitting
  }
  const reread = (artifact: Artifact) => entry.fromArtifact(decodeArtifact(encodeArtifact(artifact)))

  describe(entry.name, () => {
    beforeAll(async () => {
      await present('wasm')
      await tf.setBackend('wasm')
    })

    it('gives the known answer', () => entry.knownAnswer())

    it('gives the same result for the same seed, reports its way from 0 to 1, and leaves no tensor behind', async () => {
      const tensors = tf.memory().numTensors
      const shares: number[] = []
      const first = await entry.fit(entry.examples(), context({ onProgress: ({ share }) => shares.push(share) }))
      const second = await entry.fit(entry.examples(), context())
      expect(bytesOf(second)).toEqual(bytesOf(first))
      const answers = await entry.predict(first, entry.examples())
      expect(finite(answers)).toBe(true)
      expect(answers.length).toBeGreaterThan(0)
      expect(await entry.predict(second, entry.examples())).toEqual(answers)
      expect(shares.length).toBeGreaterThan(0)
      expect(shares).toEqual(shares.toSorted((a, b) => a - b))
      expect(shares.every(share => share >= 0 && share <= 1)).toBe(true)
      expect(tf.memory().numTensors).toBe(tensors)
    })

    it('comes back from its artefact and answers the same', async () => {
      const model = await fitted()
      const back = reread(entry.toArtifact(model))
      expect(await entry.predict(back, entry.examples())).toEqual(await entry.predict(model, entry.examples()))
      expect(bytesOf(back)).toEqual(bytesOf(model))
    })

    it('refuses an artefact of another model, of another version, with an array lost, cut short or of another type', async () => {
      const artifact = entry.toArtifact(await fitted())
      const { kind, version, arrays } = artifact
      const wrong: Record<string, Artifact> = {
        kind: { ...artifact, kind: `${kind}-of-another` },
        version: { ...artifact, version: version + 1 },
      }
      for (const [name, { shape, values }] of Object.entries(arrays)) {
        wrong[`without ${name}`] = {
          ...artifact,
          arrays: Object.fromEntries(Object.entries(arrays).filter(([each]) => each !== name)),
        }
        wrong[`${name} of one dimension more`] = {
          ...artifact,
          arrays: { ...arrays, [name]: { shape: [...shape, 1], values } },
        }
        wrong[`${name} of the other type`] = {
          ...artifact,
          arrays: {
            ...arrays,
            [name]: {
              shape,
              values: values instanceof Int32Array ? Float32Array.from(values) : Int32Array.from(values),
            },
          },
        }
      }
      const accepted: string[] = []
      for (const [what, each] of Object.entries(wrong)) {
        if ((await codeOf(() => reread(each))) !== 'bad-artifact') accepted.push(what)
      }
      expect(accepted).toEqual([])
    })

    it('refuses an artefact with a flipped bit anywhere, or cut off', async () => {
      const bytes = bytesOf(await fitted())
      const rng = rngOf(SEED)
      for (let time = 0; time < 50; time++) {
        const damaged = bytes.slice()
        const at = time < 16 ? time : rng.below(bytes.length)
        damaged[at] = (damaged[at] ?? 0) ^ (1 << rng.below(8))
        expect(await codeOf(() => entry.fromArtifact(decodeArtifact(damaged))), `byte ${at}`).toBe('bad-artifact')
        const cut = bytes.slice(0, rng.below(bytes.length))
        expect(await codeOf(() => entry.fromArtifact(decodeArtifact(cut))), `${cut.length} bytes`).toBe('bad-artifact')
      }
    })

    it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
      'says that %s is bad input, wherever it is',
      async value => {
        const tensors = tf.memory().numTensors
        const model = await fitted()
        const cases = Object.entries(entry.poisoned(value))
        expect(cases.length).toBeGreaterThan(0)
        for (const [where, examples] of cases) {
          expect(await codeOf(() => entry.fit(examples, context())), where).toBe('bad-input')
          // What is only learned from (a label) is not read when predicting: then the answers are numbers.
          const code = await codeOf(async () => expect(finite(await entry.predict(model, examples))).toBe(true))
          expect(['bad-input', 'no error'], `${where}, predicting`).toContain(code)
        }
        expect(tf.memory().numTensors).toBe(tensors)
      },
    )

    it.each([
      ['one example', entry.onlyOne.bind(entry)],
      ['nothing', entry.empty.bind(entry)],
    ])('given %s answers with numbers or says that there is nothing to learn', async (_what, examples) => {
      const tensors = tf.memory().numTensors
      const code = await codeOf(async () => {
        const model = await entry.fit(examples(), context())
        expect(finite(await entry.predict(model, examples()))).toBe(true)
        expect(finite(await entry.predict(model, entry.examples()))).toBe(true)
      })
      expect(['no error', 'no-examples']).toContain(code)
      expect(tf.memory().numTensors).toBe(tensors)
    })

    it('predicts nothing for nothing once it is fitted', async () => {
      expect(finite(await entry.predict(await fitted(), entry.empty()))).toBe(true)
    })

    it('is cancelled before the beginning and half-way, and leaves no tensor behind', async () => {
      const tensors = tf.memory().numTensors
      let reports = 0
      await entry.fit(entry.examples(), context({ onProgress: () => reports++ }))
      for (const half of [0, Math.ceil(reports / 2)]) {
        const signal = { aborted: half === 0 }
        let seen = 0
        const onProgress = () => {
          seen++
          if (seen === half) signal.aborted = true
        }
        expect(await codeOf(() => entry.fit(entry.examples(), context({ signal, onProgress })))).toBe('cancelled')
        expect(seen).toBe(half)
        expect(tf.memory().numTensors).toBe(tensors)
      }
    })

    if (entry.tensors) {
      it.for(['cpu', 'tfjs-node', 'webgpu'] as const)(
        'answers on %s as on WASM, to 1e-3: fitted there, and fitted on the other',
        async (name, test) => {
          if (name === 'webgpu' && isGpuInSoftware && entry.onGpuInSoftware !== true)
            lacks(test, 'a GPU in software takes ten seconds a model; DWELL_GPU=all tries each on it')
          const there = await present(name)
          if ('why' in there) lacks(test, there.why)
          const fit = entry.fitBriefly ?? entry.fit
          await tf.setBackend('wasm')
          const model = await fit.call(entry, entry.examples(), context())
          const answers = await entry.predict(model, entry.examples())
          try {
            expect(await tf.setBackend(there.registered)).toBe(true)
            expectClose(answers, await entry.predict(model, entry.examples()))
            const fittedThere = await fit.call(entry, entry.examples(), context())
            await tf.setBackend('wasm')
            expectClose(answers, await entry.predict(fittedThere, entry.examples()))
          } finally {
            await tf.setBackend('wasm')
          }
        },
      )
    }
  })
}
