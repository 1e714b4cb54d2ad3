// The lab as a thread, for the command line, tests and benches.
import { type MessagePort, parentPort } from 'node:worker_threads'
import { fromWorkerPort } from '../../../../preload/contract/port.ts'
import { serveNodeLab } from './node-host.ts'

parentPort?.once('message', (port: MessagePort) => serveNodeLab(fromWorkerPort(port)))
