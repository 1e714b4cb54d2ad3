// The scanner's side of a walk: in a worker, or right here for who has no window to answer; batches come as they are found.
import { setImmediate } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { DwellError } from '../../../../preload/contract/errors.ts'
import { createAsyncQueue } from './async-queue.ts'
import { type FoundFolder, type WalkRequest, walk } from './walk.ts'
import type { WalkMessage } from './walk-worker.ts'

/** Throws DwellError 'root-missing', 'file-unreadable' (the root cannot be listed), 'cancelled' when the signal fires. */
export type Walk = (request: WalkRequest, signal: AbortSignal) => AsyncIterable<readonly FoundFolder[]>

export const walkWorker = new URL('./walk-worker.ts', import.meta.url)

/** Walks in a worker made from `entry`, so that no slow disk holds up the core. */
export function walkInWorker(entry: URL): Walk {
  return async function* walking(request, signal) {
    const queue = createAsyncQueue<readonly FoundFolder[]>()
    let failed: DwellError | null = null
    let done = false
    const worker = new Worker(entry, { workerData: request })
    const stop = (error: DwellError | null) => {
      failed ??= error
      done = true
      queue.close()
    }
    const cancel = () => stop(new DwellError('cancelled', 'The scan was cancelled.'))
    signal.addEventListener('abort', cancel)
    worker.on('message', (message: WalkMessage) => {
      if (message.kind === 'found') queue.put([message.folders])
      else if (message.kind === 'failed' && !message.error.ok)
        stop(new DwellError(message.error.code, message.error.message))
      else stop(null)
    })
    worker.on('error', error =>
      stop(new DwellError('internal', `Listing the folder failed: ${error.message}`, { cause: error })),
    )
    worker.on('exit', () => {
      if (!done) stop(new DwellError('internal', 'Listing the folder ended early.'))
    })
    try {
      if (signal.aborted) cancel()
      for (;;) {
        const [batch] = await queue.take(1)
        if (failed !== null) throw failed
        if (batch === undefined) return
        yield batch
      }
    } finally {
      signal.removeEventListener('abort', cancel)
      await worker.terminate()
    }
  }
}

/** Walks on this thread, folder by folder. */
export const walkHere: Walk = async function* walkHere(request, signal) {
  for (const folder of walk(request)) {
    if (signal.aborted) throw new DwellError('cancelled', 'The scan was cancelled.')
    yield [folder]
    await setImmediate()
  }
}
