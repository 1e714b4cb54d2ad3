// Asks the reader (a worker with a read-only connection) one job at a time: what a listener waits for goes before what is only refreshed.
import { Worker } from 'node:worker_threads'
import { DwellError } from '../../../preload/contract/errors.ts'
import type { CoreContext } from '../service.ts'
import { type Answer, answer, type Job, type JobName, type Jobs } from './jobs.ts'
import type { Question, Reply } from './protocol.ts'

export type Urgency = 'now' | 'later'

export interface Read<T> {
  readonly value: T
  /** How long the reading itself took, waiting not counted. */
  readonly tookMs: number
}

/** Asks for the jobs of one service. */
export interface Reader<J extends Jobs> {
  /** Rejects with a DwellError when the question cannot be answered, or the reader was closed. */
  ask<N extends JobName<J>>(job: Job<J, N>, urgency: Urgency): Promise<Read<Answer<J, N>>>
  close(): Promise<void>
}

interface Waiting<J extends Jobs> {
  readonly job: Job<J>
  readonly resolve: (read: Read<never>) => void
  readonly reject: (reason: DwellError) => void
  /** Answered by how many workers' deaths. */
  deaths: number
}

/** An idle worker gives its memory back after a minute and is started again when asked. */
const idleMs = 60_000

/** The reader of a profile. A database in memory has no other connection: its jobs are done in place. */
export function createReader<J extends Jobs>(context: CoreContext, jobs: J): Reader<J> {
  return context.store.file === ':memory:' || context.store.file === '' ? inPlace(context, jobs) : aside(context, jobs)
}

function inPlace<J extends Jobs>({ store }: CoreContext, jobs: J): Reader<J> {
  return {
    async ask(job) {
      const from = performance.now()
      return { value: answer(jobs, store.db, job), tookMs: performance.now() - from }
    },
    close: async () => {},
  }
}

function aside<J extends Jobs>(context: CoreContext, jobs: J): Reader<J> {
  const { store, log, workers } = context
  const queues: Record<Urgency, Waiting<J>[]> = { now: [], later: [] }
  let worker: Worker | null = null
  let current: (Waiting<J> & { readonly id: number }) | null = null
  let lastId = 0
  let closed = false
  let idle: NodeJS.Timeout | undefined

  function next(): void {
    if (current || closed) return
    const waiting = queues.now.shift() ?? queues.later.shift()
    clearTimeout(idle)
    if (!waiting) {
      idle = setTimeout(rest, idleMs)
      idle.unref()
      worker?.unref()
      return
    }
    if (waiting.deaths > 1) {
      // Twice is no accident of the worker: better slow than empty.
      log.warn('The library is read on the core itself: its reader died twice.', { job: waiting.job.job })
      settle(waiting, () => ({ value: answer(jobs, store.db, waiting.job), tookMs: Number.POSITIVE_INFINITY }))
      next()
      return
    }
    lastId += 1
    current = Object.assign(waiting, { id: lastId })
    const asked = worker ?? started()
    asked.ref()
    asked.postMessage({ id: lastId, job: waiting.job } satisfies Question)
  }

  function started(): Worker {
    const fresh = new Worker(workers.reader, { workerData: { file: store.file }, name: 'reader' })
    worker = fresh
    fresh.on('message', (reply: Reply) => {
      const asked = current
      if (!asked || reply.id !== asked.id) return
      current = null
      if (reply.ok) settle(asked, () => reply)
      else
        asked.reject(new DwellError('internal', `The library could not be read (${asked.job.job}): ${reply.message}`))
      next()
    })
    fresh.on('error', error =>
      log.error('The reader of the library died; it is started again.', { error: error.message }),
    )
    fresh.on('exit', () => {
      if (worker === fresh) worker = null
      const asked = current
      if (!asked || worker) return
      current = null
      asked.deaths += 1
      queues.now.unshift(asked)
      next()
    })
    return fresh
  }

  function rest(): void {
    const resting = worker
    worker = null
    void resting?.terminate()
  }

  return {
    ask: (job, urgency) =>
      new Promise((resolve, reject) => {
        if (closed) {
          reject(closedError())
          return
        }
        // A job of any name is a job; which answer belongs to it is known to `answer` alone.
        queues[urgency].push({ job: job as Job<J>, resolve, reject, deaths: 0 })
        next()
      }),
    async close() {
      closed = true
      clearTimeout(idle)
      const lost = [...(current ? [current] : []), ...queues.now, ...queues.later]
      current = null
      queues.now = []
      queues.later = []
      for (const { reject } of lost) reject(closedError())
      await worker?.terminate()
    },
  }
}

const closedError = (): DwellError =>
  new DwellError('core-restarting', 'The library was closed before it could answer. Ask again.')

function settle<J extends Jobs>({ resolve, reject, job }: Waiting<J>, read: () => Read<unknown>): void {
  try {
    // The worker answers each job with that job's answer (reader/jobs.ts).
    resolve(read() as Read<never>)
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown)
    reject(new DwellError('internal', `The library could not be read (${job.job}): ${why}`, { cause: thrown }))
  }
}
