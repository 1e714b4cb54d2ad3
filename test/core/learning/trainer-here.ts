// A lab in the test's own thread: the same jobs, with what crosses cloned as a port would, stopped and watched by the test.

import type { RunOptions, TrainingWorker } from '../../../main/core/learning/training-worker/training-worker.ts'
import { type JobInput, type JobName, type JobOutput, jobs } from '../../../models/jobs/index.ts'
import type { JobContext } from '../../../models/jobs/job.ts'
import { rngOf } from '../../../models/rng.ts'

export interface TrainerHere extends TrainingWorker {
  /** Names of the jobs that were begun. */
  readonly ran: JobName[]
  /** Called at each report of progress, before the job goes on. */
  onProgress: (name: JobName, share: number) => void | Promise<void>
}

export function trainerHere(): TrainerHere {
  const trainer: TrainerHere = {
    ran: [],
    onProgress: () => {},
    async run<N extends JobName>(name: N, input: JobInput<N>, options: RunOptions = {}) {
      trainer.ran.push(name)
      const { signal, onProgress, onBackend, seed = 1 } = options
      let [step, share]: [string | null, number] = [null, 0]
      let turnedAt = performance.now()
      onBackend?.('wasm')
      const context: JobContext = {
        rng: rngOf(seed),
        ...(signal && { signal }),
        now: () => performance.now(),
        onStep: word => {
          step = word
        },
        onProgress: progress => {
          share = progress.share
          onProgress?.({ ...progress, step, backend: 'wasm' })
        },
        breathe: async () => {
          await trainer.onProgress(name, share)
          if (performance.now() - turnedAt < 8) return
          await new Promise(resolve => setImmediate(resolve))
          turnedAt = performance.now()
        },
      }
      // The job of that name takes that input and gives that output: the table types it.
      const job = jobs[name] as (input: JobInput<N>, context: JobContext) => Promise<JobOutput<N>>
      return structuredClone(await job(structuredClone(input), context))
    },
    backends: () => [],
    measure: () => Promise.resolve([]),
    choose: () => [],
    trouble: () => null,
    allWell: () => {},
    onChange: () => () => {},
    close: () => Promise.resolve(),
  }
  return trainer
}
