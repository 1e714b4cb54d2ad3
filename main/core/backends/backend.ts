// What computes tensors on this machine: a backend of TensorFlow.js that starts, or says why it does not.

import * as tf from '@tensorflow/tfjs-core'

export type BackendName = 'tfjs-node' | 'webgpu' | 'wasm' | 'cpu'

export interface Started {
  /** The name by which tfjs knows it: for `tf.setBackend`. */
  readonly registered: string
  /** What it runs on, to be read: 'WebAssembly with SIMD, 1 thread'. */
  readonly detail: string
  /** Settles with why when the device goes away; not there where a device cannot. */
  readonly lost?: Promise<string>
}

export interface NotHere {
  readonly why: string
}

export interface Backend {
  readonly name: BackendName
  /** Loads it and makes it the one in use. Never throws: what goes wrong is the answer. */
  start(): Promise<Started | NotHere>
}

export const whyOf = (error: unknown): NotHere => ({
  why: (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '',
})

/** tfjs greets and warns on the console for every backend that is loaded, unless it is in production. */
export function quieten(): void {
  tf.env().set('PROD', true)
}
