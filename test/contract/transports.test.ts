// The contract over each way of reaching a core that needs no Electron.
import { MessageChannel, Worker } from 'node:worker_threads'
import { namesOf } from '../../preload/contract/contract.ts'
import { createFake } from '../../preload/contract/fake.ts'
import { createPortPair, fromDomPort, fromWorkerPort } from '../../preload/contract/port.ts'
import { type Door, serve } from '../../preload/contract/server.ts'
import { reachOf, reachOver } from './reach.ts'
import { createStandIn } from './stand-in.ts'
import { contractSuite } from './suite.ts'

contractSuite('in one process', async () => {
  const [here, there] = createPortPair()
  const { handlers } = createStandIn((name, payload) => door.emit(name, payload))
  const door: Door = serve(handlers, there, { allow: namesOf('window', 'core') })
  return reachOver(here, async () => {})
})

contractSuite('over a page’s message port', async () => {
  const { port1, port2 } = new globalThis.MessageChannel()
  const { handlers } = createStandIn((name, payload) => door.emit(name, payload))
  const door: Door = serve(handlers, fromDomPort(port2), { allow: namesOf('window', 'core') })
  return reachOver(fromDomPort(port1), async () => {})
})

contractSuite('over a worker thread', async () => {
  const worker = new Worker(new URL('./stand-in-worker.ts', import.meta.url))
  const { port1, port2 } = new MessageChannel()
  worker.postMessage(port2, [port2])
  return reachOver(fromWorkerPort(port1), async () => {
    await worker.terminate()
  })
})

contractSuite('over the fake of interface tests', async () => {
  const { handlers } = createStandIn((name, payload) => fake.emit(name, payload))
  const fake = createFake(handlers)
  return reachOf({ ask: fake.bridge.call, on: fake.bridge.on }, async () => {})
})
