// WebAssembly: on every machine, fast for matrices.
import * as tf from '@tensorflow/tfjs-core'
import { type Backend, quieten, whyOf } from './backend.ts'

export function wasmBackend(): Backend {
  return {
    name: 'wasm',
    async start() {
      try {
        quieten()
        const wasm = await import('@tensorflow/tfjs-backend-wasm')
        if (!(await tf.setBackend('wasm'))) return { why: 'WebAssembly did not start' }
        // Only now: the library is loaded when somebody asks for it.
        const { registerKernels } = await import('./wasm-kernels.ts')
        registerKernels()
        const simd = await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT')
        const threads = wasm.getThreadsCount()
        return {
          registered: 'wasm',
          detail: `WebAssembly ${simd ? 'with' : 'without'} SIMD, ${threads} ${threads === 1 ? 'thread' : 'threads'}`,
        }
      } catch (error) {
        return whyOf(error)
      }
    },
  }
}
