// Products of batches of matrices in WebAssembly, each by XNNPACK. The library does so for a single product only, and goes through batches
// in a plain loop (measured: 64 of 128 x 16 by 16 x 64 in 11 ms, here in 0.8; 256 of 20 x 16 by 16 x 20 in 1.4 and 0.7).
import { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'

/** The library's product of one pair of matrices, by the ids under which its memory knows them. */
type Product = (a: number, b: number, out: number, shapeA: Uint8Array, shapeB: Uint8Array) => void

function productOf(backend: BackendWasm): Product {
  const wrap: unknown = Reflect.get(backend.wasm, 'cwrap') // Emscripten's own, which the library's types leave out
  if (typeof wrap !== 'function') throw new Error('the WebAssembly backend does not let its functions be called')
  const shaped = ['number', 'array', 'number'] // id, shape, rank
  const call: unknown = wrap('BatchMatMul', null, [...shaped, ...shaped, 'number', 'number', 'number'])
  if (typeof call !== 'function') throw new Error('the WebAssembly backend has no BatchMatMul')
  return (a, b, out, shapeA, shapeB) => call(a, shapeA, 3, b, shapeB, 3, 0, 0, out)
}

// Ids of parts of tensors, far above those of the backend's own tensors, which count from 1.
const FIRST_ID = 2 ** 30
let nextId = FIRST_ID

/** Instead of the library's BatchMatMul; what it cannot do (flags that transpose, stretched batches) goes on to that. */
export const batchedProducts = (library: KernelFunc): KernelFunc => {
  let known: { readonly backend: BackendWasm; readonly product: Product } | null = null
  return call => {
    const { inputs, attrs, backend } = call
    const { a, b } = inputs
    if (a === undefined || b === undefined || !(backend instanceof BackendWasm)) return library(call)
    const batch = batchOf(a)
    if (attrs?.['transposeA'] || attrs?.['transposeB'] || batch !== batchOf(b) || batch < 2) return library(call)
    if (a.shape.length !== b.shape.length || a.dtype !== 'float32' || b.dtype !== 'float32') return library(call)
    known = known?.backend === backend ? known : { backend, product: productOf(backend) }
    return multiplied(backend, known.product, a, b, batch)
  }
}

const batchOf = ({ shape }: TensorInfo) => tf.util.sizeFromShape(shape.slice(0, -2))

function multiplied(backend: BackendWasm, product: Product, a: TensorInfo, b: TensorInfo, batch: number): TensorInfo {
  const [rows = 0, inner = 0] = a.shape.slice(-2)
  const columns = b.shape.at(-1) ?? 0
  const out = backend.makeOutput([...a.shape.slice(0, -1), columns], 'float32')
  const { registerTensor, disposeData } = backend.wasm.tfjs
  const parts = [
    { size: rows * inner, offset: backend.getMemoryOffset(a.dataId) },
    { size: inner * columns, offset: backend.getMemoryOffset(b.dataId) },
    { size: rows * columns, offset: backend.getMemoryOffset(out.dataId) },
  ]
  const shapes = [
    [1, rows, inner],
    [1, inner, columns],
  ].map(shape => new Uint8Array(Int32Array.from(shape).buffer)) as [Uint8Array, Uint8Array] // two in, two out
  for (let place = 0; place < batch; place++) {
    if (nextId + 3 > 2 ** 31) nextId = FIRST_ID
    const first = nextId
    nextId += 3
    parts.forEach(({ size, offset }, index) => {
      registerTensor(first + index, size, offset + place * size * 4)
    })
    product(first, first + 1, first + 2, ...shapes)
    // Forgets the ids and what XNNPACK packed for them; the memory is the tensors' own.
    for (let index = 0; index < 3; index++) disposeData(first + index)
  }
  return out
}
