// Learning in memory: a training that goes as far as the test lets it, backends with their times, models to go back to.
import type { Handlers } from '../../../preload/contract/contract.ts'
import type {
  BackendName,
  BackendRow,
  KeptModel,
  LearningState,
  learning,
  ModelId,
} from '../../../preload/contract/learning.ts'
import { now } from './fake-library.ts'

export interface FakeLearningOptions {
  readonly state?: Partial<LearningState>
  readonly backends?: readonly BackendRow[]
  readonly models?: readonly KeptModel[]
}

interface Told {
  readonly changed: (state: LearningState) => void
  readonly modelsChanged: () => void
  /** The listener's choice: the setting `backend`. */
  readonly choose: (backend: BackendName | 'auto') => void
}

const machine: readonly BackendRow[] = [
  { name: 'webgpu', host: 'page', msPerStep: 3.4, detail: 'intel xe through WebGPU', inUse: true },
  { name: 'webgl', host: 'page', msPerStep: 11.2, detail: 'Mesa Intel Xe Graphics through WebGL', inUse: false },
  { name: 'tfjs-node', host: 'node', msPerStep: null, detail: 'the package is not installed', inUse: false },
  { name: 'wasm', host: 'node', msPerStep: 8.3, detail: 'WebAssembly with SIMD, 1 thread', inUse: false },
  { name: 'cpu', host: 'node', msPerStep: 170, detail: 'plain JavaScript, 1 thread', inUse: false },
]

const day = 86_400_000

const model = (id: number, more: Partial<KeptModel>): KeptModel => ({
  id: id as ModelId,
  kind: 'sat',
  name: 'logistic regression',
  trainedAt: now - day,
  plays: 1842,
  ms: 14_200,
  backend: 'webgpu',
  inUse: false,
  why: 'older',
  ...more,
})

const three: readonly KeptModel[] = [
  model(1, { kind: 'vectors', name: 'listening, sound and tags', inUse: true, why: 'in-use' }),
  model(2, { kind: 'vectors', name: 'sound and tags', trainedAt: now - 4 * day, plays: 1701 }),
  model(3, { name: 'set-transformer', inUse: true, why: 'in-use' }),
  model(4, { trainedAt: now - 4 * day, plays: 1701 }),
  model(5, {
    name: 'set-transformer',
    trainedAt: now - 9 * day,
    plays: 1420,
    why: 'lost',
    backend: 'wasm',
    ms: 41_000,
  }),
  model(6, { kind: 'next', name: 'companion', inUse: true, why: 'in-use' }),
]

export function createFakeLearning(options: FakeLearningOptions, told: Told) {
  let state: LearningState = {
    mode: 'on',
    training: null,
    newPlays: 38,
    nextAt: 50,
    lastTrainedAt: now - day,
    trouble: null,
    ...options.state,
  }
  let backends = options.backends ?? machine
  let models = options.models ?? three
  const change = (more: Partial<LearningState>): void => {
    state = { ...state, ...more }
    told.changed(state)
  }
  const fastest = () =>
    backends.reduce((best, row) => ((row.msPerStep ?? 1e9) < (best.msPerStep ?? 1e9) ? row : best)).name

  const handlers: Handlers<keyof typeof learning> = {
    'learning.state': () => state,
    'learning.setMode': ({ mode }) => change({ mode }),
    'learning.train': () =>
      change({
        training: { step: 'vectors', share: 0.42, msLeft: 8000, backend: fastest(), startedAt: now, asked: true },
      }),
    'learning.cancel': () => change({ training: null }),
    'learning.backends': () => backends,
    'learning.measure': () => told.changed(state),
    'learning.chooseBackend': ({ name }) => {
      told.choose(name ?? 'auto')
      backends = backends.map(row => ({ ...row, inUse: row.name === (name ?? fastest()) }))
      told.changed(state)
    },
    'learning.report': () => null,
    'learning.models': () => models,
    'learning.useModel': ({ id }) => {
      const wanted = models.find(each => each.id === id)
      models = models.map(each => {
        if (each.kind !== wanted?.kind) return each
        if (each.id === id) return { ...each, inUse: true, why: 'in-use' }
        return each.inUse ? { ...each, inUse: false, why: 'rolled-back' } : each
      })
      told.modelsChanged()
    },
  }
  return { handlers, change }
}
