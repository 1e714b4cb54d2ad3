// One of the threads of a night: fits the models it is told of, one after the other, on a backend of its own.
import { parentPort, workerData } from 'node:worker_threads'
import type { BackendName } from '../../main/core/backends/backend.ts'
import { backendsOf, chooseBackend } from '../../main/core/backends/choose.ts'
import { timedFit } from './clock.ts'
import { inventedHistory } from './listener.ts'
import { NIGHTLY } from './models.ts'

export interface NightShift {
  readonly backend: BackendName
  readonly names: readonly string[]
  readonly plays: number
}

/** What the thread answers with: seconds a model. */
export interface NightDone {
  readonly seconds: Readonly<Record<string, number>>
}

const { backend, names, plays }: NightShift = workerData // what night.ts hands over
await chooseBackend({ wanted: backend, backends: backendsOf(process.env), now: () => performance.now() })
const history = inventedHistory(plays, 1)
const seconds: Record<string, number> = {}
for (const model of NIGHTLY) {
  if (!names.includes(model.name)) continue
  const { ms } = await timedFit(context => model.fit(history, context), Number.POSITIVE_INFINITY)
  seconds[model.name] = ms / 1000
}
const done: NightDone = { seconds }
parentPort?.postMessage(done)
