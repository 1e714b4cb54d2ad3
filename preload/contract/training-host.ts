// A host of the training worker: starts the backend that is asked for, runs jobs from the table, and says how they go. The same code in the page and in Node.
import type { Job } from '../../models/jobs/job.ts'
import { ModelError } from '../../models/model.ts'
import { rngOf } from '../../models/rng.ts'
import { monotonicMs } from './everywhere.ts'
import type { BackendName } from './learning.ts'
import { inParts } from './parts.ts'
import type { Port } from './port.ts'
import type { FromTraining, ToTraining } from './training-worker.ts'

export interface StartedBackend {
  /** What it runs on, to be read. */
  readonly detail: string
  /** Settles with why when the device goes away. */
  readonly lost?: Promise<string>
}

export interface TrainingHost {
  /** Makes it the one in use, or says why not. */
  readonly start: (backend: BackendName) => Promise<StartedBackend | { readonly why: string }>
  readonly jobs: { readonly [name: string]: unknown }
  /** What tensors take up now. */
  readonly memoryBytes: () => number
  /** Lets the event loop turn, so that a cancel can arrive. */
  readonly turn: () => Promise<void>
}

/** Long enough that turning costs nothing, short enough that a cancel is heard at once. */
const BREATH_MS = 8
const PROGRESS_MS = 100

/** Serves one client for as long as its port lives. */
export function serveTraining(room: Port, { start, jobs, memoryBytes, turn }: TrainingHost): void {
  const port = inParts(room)
  const say = (message: FromTraining) => port.post(message)
  let memoryLimit = Number.POSITIVE_INFINITY
  let running: { readonly id: number; aborted: boolean } | null = null

  async function begin(backend: BackendName): Promise<void> {
    const started = await start(backend)
    if ('why' in started) return say({ say: 'absent', why: started.why })
    void started.lost?.then(why => say({ say: 'fault', message: why }))
    say({ say: 'started', detail: started.detail })
  }

  async function run({ id, job: name, input, seed }: Extract<ToTraining, { say: 'run' }>): Promise<void> {
    const job = Object.hasOwn(jobs, name) ? (jobs[name] as Job<unknown, unknown>) : null // the table is of jobs; input fits by the client's types
    if (!job) return say({ say: 'failed', id, code: 'bad-input', message: `there is no job “${name}”` })
    const signal = { id, aborted: false }
    running = signal
    let step: string | null = null
    let share = 0
    let toldAt = Number.NEGATIVE_INFINITY
    let turnedAt = monotonicMs()
    const tell = (loss: number | null) => {
      toldAt = monotonicMs()
      say({
        say: 'progress',
        id,
        share: Math.min(1, Math.max(0, share)),
        loss: Number.isFinite(loss) ? loss : null,
        step,
      })
    }
    try {
      const output = await job(input, {
        rng: rngOf(seed),
        signal,
        now: monotonicMs,
        onStep(now) {
          step = now
          tell(null)
        },
        onProgress(progress) {
          share = progress.share
          if (monotonicMs() - toldAt >= PROGRESS_MS) tell(progress.loss)
        },
        async breathe() {
          if (monotonicMs() - turnedAt < BREATH_MS) return
          const taken = memoryBytes()
          if (taken > memoryLimit)
            throw new Error(`out of memory: tensors take ${megabytes(taken)} of ${megabytes(memoryLimit)}`)
          await turn()
          turnedAt = monotonicMs()
        },
      })
      say({ say: 'done', id, output })
    } catch (error) {
      if (error instanceof ModelError) say({ say: 'failed', id, code: error.code, message: error.message })
      else say({ say: 'fault', message: wordsOf(error) })
    } finally {
      running = null
    }
  }

  port.onMessage(message => {
    const asked = message as ToTraining // the core is at the other end
    switch (asked.say) {
      case 'start':
        memoryLimit = asked.memoryBytes
        void begin(asked.backend)
        break
      case 'run':
        void run(asked)
        break
      case 'cancel':
        if (running?.id === asked.id) running.aborted = true
        break
    }
  })
}

const megabytes = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MB`

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error)).slice(0, 2000)
