// The reader: a worker with a connection that can only read, so that no order of a whole library is ever computed on the core's own thread.
import { parentPort, workerData } from 'node:worker_threads'
import { DwellError } from '../../preload/contract/errors.ts'
import { insightJobs } from './insights/reader-jobs.ts'
import { libraryJobs } from './library/reader-jobs.ts'
import { answer, buffersIn, type Job } from './reader/jobs.ts'
import type { Question, Reply } from './reader/protocol.ts'
import { openStore } from './store/open.ts'

/** Every service's. */
const jobs = { ...libraryJobs, ...insightJobs }

const port = parentPort
if (!port) throw new DwellError('internal', 'The reader was started outside a worker.')
// Given by the reader's client (reader/client.ts).
const { file } = workerData as { file: string }
const store = openStore({ file, readOnly: true })

port.on('message', ({ id, job }: Question) => {
  try {
    const from = performance.now()
    // Asked by a service for one of its own jobs.
    const value = answer(jobs, store.db, job as Job<typeof jobs>)
    const reply: Reply = { id, ok: true, value, tookMs: performance.now() - from }
    port.postMessage(reply, buffersIn(value))
  } catch (thrown) {
    const reply: Reply = { id, ok: false, message: thrown instanceof Error ? thrown.message : String(thrown) }
    port.postMessage(reply)
  }
})
