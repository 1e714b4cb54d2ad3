// A worker thread that holds the stand-in core: the door arrives as a message, as it does in the app.
import { type MessagePort, parentPort } from 'node:worker_threads'
import { namesOf } from '../../preload/contract/contract.ts'
import { fromWorkerPort } from '../../preload/contract/port.ts'
import { type Door, serve } from '../../preload/contract/server.ts'
import { createStandIn } from './stand-in.ts'

const doors: Door[] = []
const { handlers } = createStandIn((name, payload) => {
  for (const door of doors) door.emit(name, payload)
})
parentPort?.on('message', (port: MessagePort) => {
  doors.push(serve(handlers, fromWorkerPort(port), { allow: namesOf('window', 'core') }))
})
