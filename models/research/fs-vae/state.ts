// The listener right now, for the app: FS-VAE's z and the next track's vector from the plays so far, in plain arithmetic, about a millisecond.
import { ModelError } from '../../model.ts'
import type { Weights } from '../../tensors/weights.ts'
import { type FsVae, LEAK } from './fs-vae.ts'
import { KEPT_PLAYS, type ListenerMemory, SIDE_SIZE } from './listening.ts'
import { SLOW_SIZE } from './slow-features.ts'
import { windowStart, zScored } from './windows.ts'

/** As in the layer norm of models/tensors. */
const NORM_FLOOR = 1e-5

export interface ListenerState {
  /** The listener's vector, [latent]. */
  readonly z: Float32Array
  /** The predicted vector of the next track, of length 1 (zeros when it came out as zeros), [size]. */
  readonly next: Float32Array
}

/**
 * Before a play at `time` (seconds since 1970), knowing what was added to `memory`. The same numbers as `predictFsVae` gives for that moment,
 * to rounding. Throws ModelError 'bad-input' on vectors of another length or a time that is no number.
 */
export function listenerStateOf(model: FsVae, memory: ListenerMemory, time: number): ListenerState {
  const { size, weights, options } = model
  if (memory.vectors.size !== size)
    throw new ModelError(
      'bad-input',
      `track vectors of ${memory.vectors.size} numbers, and the model was fitted on ${size}`,
    )
  const slow = new Float32Array(SLOW_SIZE)
  zScored(memory.slowAt(time), 0, model.scale, slow, 0)
  const parts = [
    ...(options.fast === 'none' ? [] : [fastOf(model, memory)]),
    ...(options.slow ? [leaky(dense(weights, 'slow/dense2', leaky(dense(weights, 'slow/dense1', slow))))] : []),
  ]
  const joined = Float32Array.from(parts.flatMap(part => [...part]))
  const z = dense(weights, 'mu', joined)
  return { z, next: unit(dense(weights, 'decoder/out', leaky(dense(weights, 'decoder/dense', z)))) }
}

/** The two LSTMs over the empty step and the window's plays; the state after the last. */
function fastOf({ weights, options, size }: FsVae, memory: ListenerMemory): Float32Array {
  const units = options.lstm
  const first = layerOf(weights, 'fast/lstm1', units)
  const second = layerOf(weights, 'fast/lstm2', units)
  const length = Math.min(KEPT_PLAYS, memory.count - windowStart(memory.count))
  const step = new Float32Array(size + SIDE_SIZE)
  const encode = () => {
    const state = first(step)
    return second(state).map((value, k) => value + (state[k] ?? 0))
  }
  let out = encode()
  for (const { track, side } of length > 0 ? memory.last.slice(-length) : []) {
    const from = track * size
    for (let k = 0; k < size; k++) step[k] = (memory.vectors.values[from + k] ?? 0) * Math.sqrt(size)
    step.set(side, size)
    out = encode()
  }
  return out
}

/** An LSTM at its beginning, its state normed and through the leaky ReLU; each call is a step. */
function layerOf(weights: Weights, name: string, units: number): (input: Float32Array) => Float32Array {
  const step = lstmOf(weights, name, units)
  const [gain, bias] = [arrayOf(weights, `${name}/norm/gain`), arrayOf(weights, `${name}/norm/bias`)]
  return input => {
    const state = step(input)
    const mean = state.reduce((sum, value) => sum + value, 0) / units
    const variance = state.reduce((sum, value) => sum + (value - mean) ** 2, 0) / units
    const deviation = Math.sqrt(variance + NORM_FLOOR)
    return leaky(state.map((value, k) => ((value - mean) / deviation) * (gain[k] ?? 1) + (bias[k] ?? 0)))
  }
}

/** An LSTM at its beginning; each call is a step and answers its state. */
function lstmOf(weights: Weights, name: string, units: number): (input: Float32Array) => Float32Array {
  const bias = arrayOf(weights, `${name}/bias`)
  const [kernel, recurrent] = [arrayOf(weights, `${name}/kernel`), arrayOf(weights, `${name}/recurrent`)]
  const state = new Float32Array(units)
  const cell = new Float32Array(units)
  const sum = new Float32Array(4 * units)
  return input => {
    sum.set(bias)
    addProduct(input, kernel, sum)
    addProduct(state, recurrent, sum)
    for (let k = 0; k < units; k++) {
      // Gates in the order of models/tensors: input, forget, output, cell. The indices are inside.
      const fresh = Math.tanh(sum[3 * units + k] as number)
      const after = sigmoid(sum[units + k] as number) * (cell[k] as number) + sigmoid(sum[k] as number) * fresh
      cell[k] = after
      state[k] = sigmoid(sum[2 * units + k] as number) * Math.tanh(after)
    }
    return state.slice()
  }
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))

/** `out` += x W, W [x.length, out.length]; four rows at a time, so that each sum is read and written once for four products. */
function addProduct(x: Float32Array, kernel: Float32Array, out: Float32Array): void {
  const width = out.length
  let row = 0
  for (; row + 3 < x.length; row += 4) {
    // every index here is inside
    const [a, b, c, d] = [x[row] as number, x[row + 1] as number, x[row + 2] as number, x[row + 3] as number]
    const [first, second, third, fourth] = [row * width, (row + 1) * width, (row + 2) * width, (row + 3) * width]
    for (let k = 0; k < width; k++) {
      out[k] =
        (out[k] as number) +
        (a * (kernel[first + k] as number) + b * (kernel[second + k] as number)) +
        (c * (kernel[third + k] as number) + d * (kernel[fourth + k] as number))
    }
  }
  for (; row < x.length; row++) {
    for (let k = 0; k < width; k++)
      out[k] = (out[k] as number) + (x[row] as number) * (kernel[row * width + k] as number)
  }
}

function dense(weights: Weights, name: string, x: Float32Array): Float32Array {
  const out = arrayOf(weights, `${name}/bias`).slice()
  addProduct(x, arrayOf(weights, `${name}/kernel`), out)
  return out
}

function arrayOf(weights: Weights, name: string): Float32Array {
  const found = weights[name]
  if (found === undefined) throw new ModelError('bad-artifact', `the model has no weight “${name}”`)
  return found.values
}

const leaky = (x: Float32Array): Float32Array => x.map(value => (value > 0 ? value : LEAK * value))

function unit(x: Float32Array): Float32Array {
  const length = Math.sqrt(x.reduce((sum, value) => sum + value * value, 0))
  return length > 0 ? x.map(value => value / length) : x
}
