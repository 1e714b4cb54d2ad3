// The training worker's host on a page: the GPU that Chromium reaches, the table of jobs, served over the one port that the page is given.
import * as tf from '@tensorflow/tfjs-core'
import { jobs } from '../../models/jobs/index.ts'
import { serveTraining, type TrainingHost } from '../../preload/contract/training-host.ts'
import { sidecarPort } from '../sidecar.ts'
import { startWebgl } from './webgl.ts'
import { startWebgpu } from './webgpu.ts'

tf.env().set('PROD', true) // it greets on the console for every backend that is loaded, unless it is in production

const { port1: here, port2: there } = new MessageChannel()

/** Timers are held back in a page; a message to oneself is not. */
function turn(): Promise<void> {
  return new Promise(resolve => {
    here.onmessage = () => resolve()
    there.postMessage(null)
  })
}

const host: TrainingHost = {
  jobs,
  turn,
  memoryBytes: () => tf.memory().numBytes,
  async start(backend) {
    try {
      if (backend === 'webgpu') return await startWebgpu()
      if (backend === 'webgl') return await startWebgl()
      return { why: 'not on a page' }
    } catch (error) {
      return { why: error instanceof Error ? error.message : String(error) }
    }
  },
}
void sidecarPort().then(port => serveTraining(port, host))
