// Starts the history worker for one job, and speaks with it: progress, answers, failures with their code, an end by the listener.
import { Worker } from 'node:worker_threads'
import { DwellError } from '../../../preload/contract/errors.ts'
import type { AskCheckpoint, AskSkipped, AskSlice, FromHistoryWorker, HistoryJob } from './import/protocol.ts'

export type Progressed = Extract<FromHistoryWorker, { say: 'progress' }>
type Answered = Exclude<FromHistoryWorker, { say: 'progress' | 'failed' }>

export interface WorkerCall {
  /** The next answer of that name. Rejects with the DwellError that the worker told, or 'cancelled' after `end`. */
  next<N extends Answered['say']>(name: N): Promise<Extract<Answered, { say: N }>>
  ask(question: AskSlice | AskSkipped | AskCheckpoint): void
  end(): Promise<void>
}

/** Half a million plays take a fifth of this; a history that takes more ends this worker, not the core. */
const MEMORY_MB = 1536

export function callWorker(entry: URL, job: HistoryJob, onProgress: (progress: Progressed) => void): WorkerCall {
  const worker = new Worker(entry, {
    workerData: job,
    name: 'history',
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  })
  let failed: DwellError | null = null
  let waiting: { readonly resolve: (answer: Answered) => void; readonly reject: (why: DwellError) => void } | null =
    null
  const answers: Answered[] = []

  function fail(why: DwellError): void {
    failed ??= why
    waiting?.reject(failed)
    waiting = null
  }

  worker.on('message', (message: FromHistoryWorker) => {
    if (message.say === 'progress') onProgress(message)
    else if (message.say === 'failed') fail(new DwellError(message.code, message.message))
    else if (waiting) {
      waiting.resolve(message)
      waiting = null
    } else answers.push(message)
  })
  worker.on('error', error => {
    const isFull = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    fail(
      isFull
        ? new DwellError('bad-input', 'This history is too large to be read in the memory that is set aside for it.', {
            cause: error,
          })
        : new DwellError('internal', `The history could not be read: ${error.message}`, { cause: error }),
    )
  })
  // What it said before is still taken from `answers`.
  worker.on('exit', () => fail(new DwellError('cancelled', 'Reading the history was ended.')))

  return {
    async next<N extends Answered['say']>(name: N) {
      const answer =
        answers.shift() ??
        (await new Promise<Answered>((resolve, reject) => {
          if (failed !== null) reject(failed)
          else waiting = { resolve, reject }
        }))
      if (answer.say !== name)
        throw new DwellError('internal', `The history worker said ${answer.say} instead of ${name}.`)
      // compared above, which the compiler does not carry over to the type of the name
      return answer as Extract<Answered, { say: N }>
    },
    ask: question => worker.postMessage(question),
    async end() {
      fail(new DwellError('cancelled', 'Reading the history was cancelled.'))
      await worker.terminate()
    },
  }
}
