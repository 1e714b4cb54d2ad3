// Plain JavaScript: there is always this one, for tests and for when all else fails.
import * as tf from '@tensorflow/tfjs-core'
import { type Backend, quieten, whyOf } from './backend.ts'

export function cpuBackend(): Backend {
  return {
    name: 'cpu',
    async start() {
      try {
        quieten()
        await import('@tensorflow/tfjs-backend-cpu')
        await tf.setBackend('cpu')
        return { registered: 'cpu', detail: 'plain JavaScript, 1 thread' }
      } catch (error) {
        return whyOf(error)
      }
    },
  }
}
