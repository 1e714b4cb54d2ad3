// The training worker's sidecar as a worker thread, where there is no shell to open processes: on the command line, in tests and benches. There are no pages.
import { MessageChannel, Worker } from 'node:worker_threads'
import { fromWorkerPort, type Port } from '../../../../preload/contract/port.ts'
import type { Sidecars } from '../../host/sidecars.ts'

/** Of JavaScript's own heap. */
const HEAP_MB = 2048

/** `onFall` is told why a thread ended that nobody asked to. */
export function threadSidecars(onFall: (reason: string) => void = () => {}): Sidecars {
  return { open: sidecar => Promise.resolve(sidecar === 'training-node' ? openTraining(onFall) : null) }
}

function openTraining(onFall: (reason: string) => void): Port {
  const { port1, port2 } = new MessageChannel()
  const worker = new Worker(new URL('./training-thread-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  })
  const port = fromWorkerPort(port1)
  // Without a listener its error would be ours. Its port closes with it.
  worker.on('error', (error: unknown) => onFall(String(error)))
  worker.postMessage(port2, [port2])
  return {
    ...port,
    close() {
      port.close()
      void worker.terminate()
    },
  }
}
