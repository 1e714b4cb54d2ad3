// Learning over a real database with the test's hand on its clock, machine and settings.
import { onTestFinished } from 'vitest'
import type { MachineState } from '../../../main/core/host/machine.ts'
import { createLearning, type Learning } from '../../../main/core/learning/index.ts'
import type { TrainingWorker } from '../../../main/core/learning/training-worker/training-worker.ts'
import type { Emit } from '../../../main/core/service.ts'
import type { Store } from '../../../main/core/store/open.ts'
import type { LearningState } from '../../../preload/contract/learning.ts'
import { defaultSettings, type Settings } from '../../../preload/contract/settings.ts'
import { notedLog } from '../store/profiles.ts'
import { memoryStore } from './logged.ts'
import { type TrainerHere, trainerHere } from './trainer-here.ts'

export const noon = Date.UTC(2026, 2, 1, 12)

export interface Learner {
  readonly learning: Learning
  readonly trainer: TrainerHere
  readonly store: Store
  readonly log: ReturnType<typeof notedLog>
  settings: Settings
  readonly states: LearningState[]
  machine: MachineState
  at: number
  /** Trains as asked for, to the end. */
  train(): Promise<void>
  /** Resolves when what is going on has ended. */
  quiet(): Promise<void>
}

export function learnerOf(store = memoryStore(), given: TrainingWorker | null = null): Learner {
  const trainer = trainerHere()
  const log = notedLog()
  const states: LearningState[] = []
  const waiting = new Set<() => void>()
  const emit: Emit = (name, payload) => {
    if (name !== 'learning.changed') return
    states.push(payload as LearningState)
    for (const check of waiting) check()
  }
  const context = {
    store,
    now: () => learner.at,
    log,
    emit,
    profileDir: '',
    cacheDir: '',
    // Learning starts no thread of its own.
    workers: {} as never,
  }
  const learner: Learner = {
    trainer,
    store,
    log,
    states,
    settings: { ...defaultSettings, backend: 'wasm' },
    machine: { onBattery: false, idleS: 0, busy: false },
    at: noon,
    learning: null as unknown as Learning, // made below, of this very learner
    async train() {
      await learner.learning.handlers['learning.train'](undefined)
      await learner.quiet()
    },
    async quiet() {
      const isQuiet = async () => (await learner.learning.handlers['learning.state'](undefined)).training === null
      while (!(await isQuiet()))
        await new Promise<void>(resolve => {
          const check = () => {
            waiting.delete(check)
            resolve()
          }
          waiting.add(check)
        })
    },
  }
  const learning = createLearning(context, {
    trainer: given ?? trainer,
    machine: { state: () => learner.machine, onChange: () => () => {} },
    settings: () => learner.settings,
    keepMode: mode => {
      learner.settings = { ...learner.settings, learning: mode }
      learning.settingsChanged()
    },
    pace: { lookMs: 5, settleMs: 5, tellMs: 1 },
  })
  onTestFinished(() => learning.close())
  return Object.assign(learner, { learning })
}

export const state = (learner: Learner) => learner.learning.handlers['learning.state'](undefined)
export const report = (learner: Learner) => learner.learning.handlers['learning.report'](undefined)
export const models = (learner: Learner) => learner.learning.handlers['learning.models'](undefined)
