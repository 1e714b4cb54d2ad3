// Gradients of the operations that models/ is made of. The library's own compute matMul with transposing flags, which its WASM kernel
// does 10 to 40 times slower than transpose and multiply (measured: 640 x 64 x 1024 in 33-130 ms instead of 3.5), and its Node build
// exports none of them; so ours are registered instead, the same on every backend.
import type { GradConfig, NamedAttrMap, Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'

/** Sum over the axes along which `shape` was stretched to the shape of `dy`. */
function unstretched(dy: Tensor, shape: readonly number[]): Tensor {
  const axes = tf.broadcast_util.getReductionAxes([...shape], dy.shape)
  const leading = dy.rank - shape.length
  if (leading > 0 && axes.length === leading)
    return tf.reshape(sumOfRows(dy, tf.util.sizeFromShape([...shape])), [...shape])
  return tf.reshape(axes.length > 0 ? tf.sum(dy, axes) : dy, [...shape])
}

/** Of `x` as rows of `size`, [1, size]: as a product, which takes WASM an eighth of the time of its sum along the first axis. */
export function sumOfRows(x: Tensor, size: number): Tensor {
  const flat = tf.reshape(x, [-1, size])
  return tf.matMul(tf.ones([1, flat.shape[0] ?? 0]), flat)
}

/** The last two axes exchanged. */
function turned(x: Tensor): Tensor {
  const { rank } = x
  return tf.transpose(x, [...Array.from({ length: rank - 2 }, (_, axis) => axis), rank - 1, rank - 2])
}

const first = (saved: readonly Tensor[]): Tensor => saved[0] as Tensor // inputsToSave and outputsToSave name what is there
const second = (saved: readonly Tensor[]): Tensor => saved[1] as Tensor

type Both = (dy: Tensor, a: Tensor, b: Tensor) => readonly [() => Tensor, () => Tensor]

/** Of two inputs that stretch to each other. */
const binary = (kernelName: string, both: Both): GradConfig => ({
  kernelName,
  inputsToSave: ['a', 'b'],
  gradFunc: (dy, saved) => {
    const [a, b] = [first(saved), second(saved)]
    const [toA, toB] = both(dy as Tensor, a, b)
    return { a: () => unstretched(toA(), a.shape), b: () => unstretched(toB(), b.shape) }
  },
})

const ofInput = (kernelName: string, toX: (dy: Tensor, x: Tensor) => Tensor, input = 'x'): GradConfig => ({
  kernelName,
  inputsToSave: [input],
  gradFunc: (dy, saved) => ({ [input]: () => toX(dy as Tensor, first(saved)) }),
})

const ofOutput = (kernelName: string, toX: (dy: Tensor, y: Tensor) => Tensor, input = 'x'): GradConfig => ({
  kernelName,
  outputsToSave: [true],
  gradFunc: (dy, saved) => ({ [input]: () => toX(dy as Tensor, first(saved)) }),
})

const numbersOf = (attrs: NamedAttrMap, name: string): number[] => {
  const value = attrs[name]
  if (typeof value === 'number') return [value]
  return Array.isArray(value) ? value.map(Number) : []
}

/** dy of a reduction along `axis`, stretched back over the shape it came from. */
function stretchedBack(dy: Tensor, shape: readonly number[], axis: readonly number[]): Tensor {
  const axes = new Set(
    (axis.length > 0 ? axis : shape.map((_, each) => each)).map(each => (each + shape.length) % shape.length),
  )
  const kept = shape.map((length, each) => (axes.has(each) ? 1 : length))
  return tf.add(tf.reshape(dy, kept), tf.zeros([...shape]))
}

const configs: readonly GradConfig[] = [
  {
    kernelName: 'BatchMatMul',
    inputsToSave: ['a', 'b'],
    gradFunc: (dy, saved, attrs) => {
      if (attrs['transposeA'] || attrs['transposeB']) throw new Error('transpose before matMul: its flags are slow')
      return {
        a: () => tf.matMul(dy as Tensor, turned(second(saved))),
        b: () => tf.matMul(turned(first(saved)), dy as Tensor),
      }
    },
  },
  binary('Add', dy => [() => dy, () => dy]),
  binary('Sub', dy => [() => dy, () => tf.neg(dy)]),
  binary('Multiply', (dy, a, b) => [() => tf.mul(dy, b), () => tf.mul(dy, a)]),
  binary('RealDiv', (dy, a, b) => [() => tf.div(dy, b), () => tf.neg(tf.div(tf.mul(dy, a), tf.square(b)))]),
  binary('Maximum', (dy, a, b) => [
    () => tf.mul(dy, tf.cast(tf.greaterEqual(a, b), 'float32')),
    () => tf.mul(dy, tf.cast(tf.less(a, b), 'float32')),
  ]),
  ofInput('Neg', dy => tf.neg(dy)),
  ofInput('Square', (dy, x) => tf.mul(dy, tf.mul(x, 2))),
  ofInput('Log', (dy, x) => tf.div(dy, x)),
  ofInput('Relu', (dy, x) => tf.mul(dy, tf.step(x))),
  ofInput('Reshape', (dy, x) => tf.reshape(dy, x.shape)),
  ofOutput('Exp', (dy, y) => tf.mul(dy, y)),
  ofOutput('Sqrt', (dy, y) => tf.div(dy, tf.mul(y, 2))),
  ofOutput('Tanh', (dy, y) => tf.mul(dy, tf.sub(1, tf.square(y)))),
  ofOutput('Sigmoid', (dy, y) => tf.mul(dy, tf.mul(y, tf.sub(1, y)))),
  ofOutput(
    'Softmax',
    (dy, y) => {
      const weighted = tf.mul(dy, y)
      return tf.sub(weighted, tf.mul(tf.sum(weighted, -1, true), y))
    },
    'logits',
  ),
  {
    kernelName: 'LeakyRelu',
    inputsToSave: ['x'],
    gradFunc: (dy, saved, attrs) => ({
      x: () => tf.mul(dy as Tensor, tf.step(first(saved), Number(attrs['alpha']))),
    }),
  },
  {
    kernelName: 'Sum',
    inputsToSave: ['x'],
    gradFunc: (dy, saved, attrs) => ({
      x: () => stretchedBack(dy as Tensor, first(saved).shape, numbersOf(attrs, 'axis')),
    }),
  },
  {
    kernelName: 'Mean',
    inputsToSave: ['x'],
    gradFunc: (dy, saved, attrs) => ({
      x: () => {
        const x = first(saved)
        return tf.mul(stretchedBack(dy as Tensor, x.shape, numbersOf(attrs, 'axis')), (dy as Tensor).size / x.size)
      },
    }),
  },
  {
    kernelName: 'Max',
    inputsToSave: ['x'],
    outputsToSave: [true],
    // Ties share: each greatest element receives the whole gradient, as the library's does.
    gradFunc: (dy, saved, attrs) => ({
      x: () => {
        const x = first(saved)
        const axis = numbersOf(attrs, 'reductionIndices')
        const greatest = tf.cast(tf.equal(x, stretchedBack(second(saved), x.shape, axis)), 'float32')
        return tf.mul(stretchedBack(dy as Tensor, x.shape, axis), greatest)
      },
    }),
  },
  {
    kernelName: 'Transpose',
    gradFunc: (dy, _saved, attrs) => ({
      x: () => {
        const order = numbersOf(attrs, 'perm')
        return tf.transpose(
          dy as Tensor,
          order.map((_, axis) => order.indexOf(axis)),
        )
      },
    }),
  },
  {
    kernelName: 'Concat',
    saveAllInputs: true,
    gradFunc: (dy, saved, attrs) => {
      const lengths = saved.map(each => each.shape.at(Number(attrs['axis'])) ?? 0)
      const parts = tf.split(dy as Tensor, lengths, Number(attrs['axis']))
      return Object.fromEntries(parts.map((part, index) => [String(index), () => part]))
    },
  },
  {
    kernelName: 'Slice',
    inputsToSave: ['x'],
    gradFunc: (dy, saved, attrs) => ({
      x: () => {
        const { shape } = first(saved)
        const begin = numbersOf(attrs, 'begin')
        const size = (dy as Tensor).shape
        const around = shape.map((length, axis): [number, number] => {
          const from = begin[axis] ?? 0
          return [from, length - from - (size[axis] ?? 0)]
        })
        return tf.pad(dy as Tensor, around)
      },
    }),
  },
  {
    kernelName: 'SplitV',
    gradFunc: (dy, _saved, attrs) => ({ x: () => tf.concat(dy as Tensor[], Number(attrs['axis'])) }),
  },
]

/** Registers them, once; before any training. Again when a backend was loaded since that brought the library's own. */
export function registerGradients(): void {
  for (const config of configs) {
    if (tf.getGradient(config.kernelName) !== config) tf.registerGradient(config)
  }
}
