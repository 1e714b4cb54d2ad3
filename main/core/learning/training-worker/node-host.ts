// The training worker's host in Node: the backends of this process, the table of jobs, served over one port.
import { setImmediate } from 'node:timers/promises'
import * as tf from '@tensorflow/tfjs-core'
import { jobs } from '../../../../models/jobs/index.ts'
import type { BackendName } from '../../../../preload/contract/learning.ts'
import type { Port } from '../../../../preload/contract/port.ts'
import { serveTraining } from '../../../../preload/contract/training-host.ts'
import { backendsOf } from '../../backends/choose.ts'

/** One client, one backend, as long as the port lives. */
export function serveTrainingInNode(port: Port): void {
  serveTraining(port, { start, jobs, memoryBytes: () => tf.memory().numBytes, turn: () => setImmediate() })
}

async function start(name: BackendName) {
  const backend = backendsOf(process.env).find(each => each.name === name)
  return backend ? backend.start() : { why: 'not in Node' }
}
