// A sidecar in which a backend runs: jobs go in one at a time, and what goes wrong is either the job's own fault or the backend's.
import { ModelError } from '../../../../models/model.ts'
import { after } from '../../../../preload/contract/everywhere.ts'
import type { BackendName } from '../../../../preload/contract/learning.ts'
import { inParts } from '../../../../preload/contract/parts.ts'
import type { Port } from '../../../../preload/contract/port.ts'
import { type FromTraining, fromTraining, type ToTraining } from '../../../../preload/contract/training-worker.ts'
import type { SidecarName, Sidecars } from '../../host/sidecars.ts'

/** The backend could not do it: it crashed, went away, ran out of memory or took too long. Another may. */
export class BackendFault extends Error {}

export interface SessionJob {
  readonly name: string
  readonly input: unknown
  readonly seed: number
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Extract<FromTraining, { say: 'progress' }>) => void
  readonly limitMs: number
}

export interface TrainingSession {
  /** What the backend runs on. */
  readonly detail: string
  readonly isOpen: () => boolean
  /** Rejects with the job's own ModelError, or with BackendFault, after which the session is closed. */
  run(job: SessionJob): Promise<unknown>
  close(): void
}

export interface SessionOptions {
  readonly sidecars: Sidecars
  readonly sidecar: SidecarName
  readonly backend: BackendName
  /** Bytes that tensors may take up. */
  readonly memoryBytes: number
}

/** A driver that has not answered by then hangs. */
const START_LIMIT_MS = 30_000
/** A job that has not given up by then is ended with its sidecar. */
const CANCEL_LIMIT_MS = 3000

/** Opens the sidecar and starts the backend there. Never throws: what goes wrong is the answer. */
export async function openSession(options: SessionOptions): Promise<TrainingSession | { readonly why: string }> {
  const sidecar = await options.sidecars.open(options.sidecar)
  if (!sidecar)
    return { why: options.sidecar === 'training-page' ? 'no page could be opened here' : 'its process did not start' }
  return started(inParts(sidecar), options)
}

/** What the host says next goes to whoever waits; null: the sidecar is gone. */
type Hear = (message: FromTraining | null) => void

function started(
  port: Port,
  { backend, memoryBytes }: SessionOptions,
): Promise<TrainingSession | { readonly why: string }> {
  let hear: Hear = () => {}
  let open = true
  let last = 0
  const say = (message: ToTraining) => port.post(message)
  const close = () => {
    open = false
    port.close()
  }
  port.onClose(() => {
    open = false
    hear(null)
  })
  port.onMessage(message => {
    const said = fromTraining.safeParse(message)
    if (!said.success) close()
    hear(said.data ?? { say: 'fault', message: 'what it said could not be read' })
  })

  const session: Omit<TrainingSession, 'detail'> = {
    isOpen: () => open,
    close,
    run({ name, input, seed, signal, onProgress, limitMs }) {
      const id = ++last
      let resolve: (output: unknown) => void = () => {}
      let reject: (error: Error) => void = () => {}
      const promise = new Promise<unknown>((done, failed) => {
        resolve = done
        reject = failed
      })
      const fail = (why: string) => {
        close()
        reject(new BackendFault(why))
      }
      const stopLimit = after(limitMs, () => fail(`it took longer than ${Math.round(limitMs / 1000)} s`))
      let stopCancel = () => {}
      const cancel = () => {
        say({ say: 'cancel', id })
        stopCancel = after(CANCEL_LIMIT_MS, () => {
          close()
          reject(new ModelError('cancelled', 'the job was ended'))
        })
      }
      hear = said => {
        if (!said) fail('its process ended')
        else if (said.say === 'fault') fail(said.message)
        else if (said.say === 'progress' && said.id === id) onProgress?.(said)
        else if (said.say === 'done' && said.id === id) resolve(said.output)
        else if (said.say === 'failed' && said.id === id) reject(new ModelError(said.code, said.message))
      }
      if (!open) fail('its process ended')
      else if (signal?.aborted) reject(new ModelError('cancelled', 'the job was cancelled before it began'))
      else {
        say({ say: 'run', id, job: name, input, seed })
        signal?.addEventListener('abort', cancel)
      }
      return promise.finally(() => {
        stopLimit()
        stopCancel()
        signal?.removeEventListener('abort', cancel)
        // A device that goes away between two jobs takes the session with it.
        hear = late => {
          if (late?.say === 'fault') close()
        }
      })
    },
  }

  return new Promise(resolve => {
    const give = (answer: TrainingSession | { readonly why: string }) => {
      stop()
      hear = () => {}
      if ('why' in answer) close()
      resolve(answer)
    }
    const stop = after(START_LIMIT_MS, () => give({ why: `it did not start within ${START_LIMIT_MS / 1000} s` }))
    hear = said => {
      if (!said) give({ why: 'its process ended while it started' })
      else if (said.say === 'started') give({ ...session, detail: said.detail })
      else if (said.say === 'absent') give({ why: said.why })
      else if (said.say === 'fault') give({ why: said.message })
    }
    say({ say: 'start', backend, memoryBytes })
  })
}
