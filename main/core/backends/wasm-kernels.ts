// Kernels for WebAssembly that copy less than the library's own. Those of Slice and SplitV read all of a tensor for every part
// (measured: one of the 30 steps of a tensor of 30 x 64 x 512 in 0.4 to 2.4 ms, here in 0.02); that of Identity, which every tensor
// kept for a gradient goes through, copies it, where every other backend counts references.
import { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { batchedProducts } from './wasm-products.ts'

let registered = false

/** Puts them in place of the library's. What is not numbers of 4 bytes goes on to those. */
export function registerKernels(): void {
  if (registered) return
  registered = true
  replace('Identity', library => call => {
    const { inputs, backend } = call
    const { x } = inputs
    if (x === undefined || !isOurs(x) || !(backend instanceof BackendWasm)) return library(call)
    backend.incRef(x.dataId)
    return { dataId: x.dataId, shape: x.shape, dtype: x.dtype }
  })
  replace('BatchMatMul', batchedProducts)
  replace('Slice', library => call => {
    const { inputs, attrs, backend } = call
    const { x } = inputs
    if (x === undefined || !isOurs(x) || !(backend instanceof BackendWasm)) return library(call)
    const [begin = [], size = []] = tf.slice_util.parseSliceParams(
      x,
      numbers(attrs?.['begin']),
      numbers(attrs?.['size']),
    )
    return part(backend, x, begin, size)
  })
  replace('SplitV', library => call => {
    const { inputs, attrs, backend } = call
    const { x } = inputs
    if (x === undefined || !isOurs(x) || !(backend instanceof BackendWasm)) return library(call)
    const axis = tf.util.parseAxisParam(numbers(attrs?.['axis']), x.shape)[0] ?? 0
    const asked = attrs?.['numOrSizeSplits']
    let from = 0
    return tf.backend_util.prepareSplitSize(x, typeof asked === 'number' ? asked : numbers(asked), axis).map(length => {
      const begin = x.shape.map((_, each) => (each === axis ? from : 0))
      from += length
      return part(backend, x, begin, x.shape.with(axis, length))
    })
  })
}

function replace(kernelName: string, make: (library: KernelFunc) => KernelFunc): void {
  const config = tf.getKernel(kernelName, 'wasm')
  if (config === undefined) throw new Error(`the WebAssembly backend has no kernel “${kernelName}”`)
  tf.unregisterKernel(kernelName, 'wasm')
  tf.registerKernel({ ...config, kernelFunc: make(config.kernelFunc) })
}

const isOurs = (x: TensorInfo) => x.dtype === 'float32' || x.dtype === 'int32'

const numbers = (value: unknown): number[] => (Array.isArray(value) ? value.map(Number) : [Number(value)])

function part(backend: BackendWasm, x: TensorInfo, begin: readonly number[], size: readonly number[]): TensorInfo {
  const out = backend.makeOutput([...size], x.dtype)
  // After the output, which may have made the memory grow and these views new.
  const [from, to] = [backend.typedArrayFromHeap(x), backend.typedArrayFromHeap(out)]
  if (to.length > 0) cut(from, x.shape, to, begin, size)
  return out
}

/** Copies the part run by run: a run is as long as it lies in one piece. */
function cut(
  from: tf.backend_util.TypedArray,
  shape: readonly number[],
  to: tf.backend_util.TypedArray,
  begin: readonly number[],
  size: readonly number[],
): void {
  let outer = size.length
  let run = 1
  // All axes from the last that is whole, and one more.
  while (outer > 0) {
    outer--
    run *= size[outer] ?? 1
    if (size[outer] !== shape[outer]) break
  }
  const strides = tf.util.computeStrides([...shape, 1])
  const at = begin.slice(0, outer)
  const last = begin.slice(outer).reduce((sum, index, axis) => sum + index * (strides[outer + axis] ?? 0), 0)
  for (let written = 0; written < to.length; written += run) {
    const start = at.reduce((sum, index, axis) => sum + index * (strides[axis] ?? 0), last)
    to.set(from.subarray(start, start + run), written)
    for (let axis = outer - 1; axis >= 0; axis--) {
      at[axis] = (at[axis] ?? 0) + 1
      if ((at[axis] ?? 0) < (begin[axis] ?? 0) + (size[axis] ?? 0)) break
      at[axis] = begin[axis] ?? 0
    }
  }
}
