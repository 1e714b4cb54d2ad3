// A room in which a backend runs: jobs go in one at a time, and what goes wrong is either the job's own fault or the backend's.
import { ModelError } from '../../../../models/model.ts'
import { after } from '../../../../preload/contract/everywhere.ts'
import { type FromLab, fromLab, type ToLab } from '../../../../preload/contract/lab.ts'
import type { BackendName } from '../../../../preload/contract/learning.ts'
import { inParts } from '../../../../preload/contract/parts.ts'
import type { Port } from '../../../../preload/contract/port.ts'
import type { RoomName, Rooms } from '../../rooms.ts'

/** The backend could not do it: it crashed, went away, ran out of memory or took too long. Another may. */
export class BackendFault extends Error {}

export interface StationJob {
  readonly name: string
  readonly input: unknown
  readonly seed: number
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Extract<FromLab, { say: 'progress' }>) => void
  readonly limitMs: number
}

export interface Station {
  /** What the backend runs on. */
  readonly detail: string
  readonly isOpen: () => boolean
  /** Rejects with the job's own ModelError, or with BackendFault, after which the station is closed. */
  run(job: StationJob): Promise<unknown>
  close(): void
}

export interface StationOptions {
  readonly rooms: Rooms
  readonly room: RoomName
  readonly backend: BackendName
  /** Bytes that tensors may take up. */
  readonly memoryBytes: number
}

/** A driver that has not answered by then hangs. */
const START_LIMIT_MS = 30_000
/** A job that has not given up by then is ended with its room. */
const CANCEL_LIMIT_MS = 3000

/** Opens the room and starts the backend there. Never throws: what goes wrong is the answer. */
export async function openStation(options: StationOptions): Promise<Station | { readonly why: string }> {
  const room = await options.rooms.open(options.room)
  if (!room) return { why: options.room === 'lab-page' ? 'no page could be opened here' : 'its process did not start' }
  return started(inParts(room), options)
}

/** What the host says next goes to whoever waits; null: the room is gone. */
type Hear = (message: FromLab | null) => void

function started(port: Port, { backend, memoryBytes }: StationOptions): Promise<Station | { readonly why: string }> {
  let hear: Hear = () => {}
  let open = true
  let last = 0
  const say = (message: ToLab) => port.post(message)
  const close = () => {
    open = false
    port.close()
  }
  port.onClose(() => {
    open = false
    hear(null)
  })
  port.onMessage(message => {
    const said = fromLab.safeParse(message)
    if (!said.success) close()
    hear(said.data ?? { say: 'fault', message: 'what it said could not be read' })
  })

  const station: Omit<Station, 'detail'> = {
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
        // A device that goes away between two jobs takes the station with it.
        hear = late => {
          if (late?.say === 'fault') close()
        }
      })
    },
  }

  return new Promise(resolve => {
    const give = (answer: Station | { readonly why: string }) => {
      stop()
      hear = () => {}
      if ('why' in answer) close()
      resolve(answer)
    }
    const stop = after(START_LIMIT_MS, () => give({ why: `it did not start within ${START_LIMIT_MS / 1000} s` }))
    hear = said => {
      if (!said) give({ why: 'its process ended while it started' })
      else if (said.say === 'started') give({ ...station, detail: said.detail })
      else if (said.say === 'absent') give({ why: said.why })
      else if (said.say === 'fault') give({ why: said.message })
    }
    say({ say: 'start', backend, memoryBytes })
  })
}
