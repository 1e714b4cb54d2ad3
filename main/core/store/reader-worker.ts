// The reader: a worker with a connection that can only read, so that no order of a whole library is ever computed on the core's own thread.
import { parentPort, workerData } from 'node:worker_threads'
import { DwellError } from '../../../preload/contract/errors.ts'
import { openStore } from './open.ts'
import { answer, buffersIn, type Job } from './reader-jobs.ts'

/** Asked one at a time; answered in turn. */
export interface Question {
  readonly id: number
  readonly job: Job
}

export type Reply =
  | { readonly id: number; readonly ok: true; readonly value: unknown; readonly tookMs: number }
  | { readonly id: number; readonly ok: false; readonly message: string }

const port = parentPort
if (!port) throw new DwellError('internal', 'The reader was started outside a worker.')
// Given by the reader's client (library/views/reader.ts).
const { file } = workerData as { file: string }
const store = openStore({ file, readOnly: true })

port.on('message', ({ id, job }: Question) => {
  try {
    const from = performance.now()
    const value = answer(store.db, job)
    const reply: Reply = { id, ok: true, value, tookMs: performance.now() - from }
    port.postMessage(reply, buffersIn(value))
  } catch (thrown) {
    const reply: Reply = { id, ok: false, message: thrown instanceof Error ? thrown.message : String(thrown) }
    port.postMessage(reply)
  }
})
