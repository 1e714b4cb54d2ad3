// TensorFlow's own library, where it is installed: an optional package, or one that somebody built (docs/tfjs-node.md).
import { createRequire } from 'node:module'
import util from 'node:util'
import * as tf from '@tensorflow/tfjs-core'
import { type Backend, quieten, whyOf } from './backend.ts'

/** `from`: the folder of the package, where it is not among this project's own. */
export function tfjsNodeBackend(from: string | undefined): Backend {
  return {
    name: 'tfjs-node',
    async start() {
      try {
        quieten()
        mendUtil()
        process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2'
        createRequire(import.meta.url)(from ?? '@tensorflow/tfjs-node')
        if (!(await tf.setBackend('tensorflow'))) return { why: 'TensorFlow did not start' }
        return { registered: 'tensorflow', detail: 'TensorFlow for Node, all cores' }
      } catch (error) {
        const { why } = whyOf(error)
        return {
          why: why.startsWith('Cannot find module') && from === undefined ? 'the package is not installed' : why,
        }
      }
    },
  }
}

/** tfjs-node 4.22 calls two functions of `util`: Node 23 took the first away, and complains of the second. */
function mendUtil(): void {
  Reflect.set(util, 'isNullOrUndefined', (value: unknown) => value === null || value === undefined)
  Reflect.set(util, 'isArray', Array.isArray)
}
