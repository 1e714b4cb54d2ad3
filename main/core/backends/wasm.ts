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
        // Every Node that Dwell runs on has SIMD, and none has the threads of a page.
        const file = import.meta.resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm')
        wasm.setWasmPaths({
          'tfjs-backend-wasm.wasm': file,
          'tfjs-backend-wasm-simd.wasm': file,
          'tfjs-backend-wasm-threaded-simd.wasm': file,
        })
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
