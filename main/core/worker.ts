// Entry of the core in a worker thread, for tests: its host, spoken to over the parent port.
import { type MessagePort, parentPort } from 'node:worker_threads'
import { fromWorkerPort } from '../../preload/contract/port.ts'
import { hostCore, type ToHost } from './core-host.ts'
import { createCore } from './index.ts'

const parent = parentPort
if (parent === null) throw new Error('the core’s worker entry was started as a program; start main/core/cli.ts instead')

hostCore(
  {
    say: message => parent.postMessage(message),
    onMessage: listener =>
      parent.on('message', ({ message, port }: { message: ToHost; port: MessagePort | null }) =>
        listener(message, port ? fromWorkerPort(port) : null),
      ),
  },
  createCore,
  () => parent.close(),
)
