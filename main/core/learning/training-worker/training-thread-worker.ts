// The training worker as a thread, for the command line, tests and benches.
import { type MessagePort, parentPort } from 'node:worker_threads'
import { fromWorkerPort } from '../../../../preload/contract/port.ts'
import { serveTrainingInNode } from './node-host.ts'

parentPort?.once('message', (port: MessagePort) => serveTrainingInNode(fromWorkerPort(port)))
