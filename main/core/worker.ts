// The core in a worker thread, from source: for tests and for programs that keep their own thread free.
import { type MessagePort, parentPort } from 'node:worker_threads'
import { fromWorkerPort } from '../../preload/contract/port.ts'
import { type Control, hostCore, type ToHost } from './host.ts'
import { createCore } from './index.ts'

const control: Control = {
  say: message => parentPort?.postMessage(message),
  onMessage(listener) {
    parentPort?.on('message', ({ message, port }: { message: ToHost; port?: MessagePort }) =>
      listener(message, port ? fromWorkerPort(port) : null),
    )
  },
}

hostCore(control, createCore, () => parentPort?.close())
