// Recurrent layers, each with its gradient through time in closed form: two thirds of the time that the tape takes (WASM, LSTM of 128
// units over 64 x 30 steps: 65 ms of CPU a step of training instead of 94; GRU of 64 over 64 x 20: 15 instead of 23).
import type { Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import type { Rng } from '../rng.ts'
import { filled, glorot, named, type Tensors, type Weights, weightOf } from './weights.ts'

export const gruWeights = (rng: Rng, name: string, inputs: number, units: number): Weights =>
  named(name, {
    kernel: glorot(rng, inputs, 3 * units),
    recurrent: glorot(rng, units, 3 * units),
    bias: filled([3 * units], 0),
  })

/** `x` [batch, time, inputs] to the states [batch, time, units]; begins at zero. Pad at the end: what follows is never seen. */
export const gru = (weights: Tensors, name: string, x: Tensor): Tensor => recurrence(weights, name, x, gruOverTime)

/** One step of a GRU (Cho et al. 2014), `fromInput` [batch, 3 units] being x W + b: update, reset, candidate. */
export function gruStep(weights: Tensors, name: string, fromInput: Tensor, state: Tensor): Tensor {
  const recurrent = tf.matMul(state, weightOf(weights, `${name}/recurrent`))
  const [update, , candidate] = gruGates(fromInput, recurrent)
  return tf.add(candidate, tf.mul(update, tf.sub(state, candidate)))
}

export const lstmWeights = (rng: Rng, name: string, inputs: number, units: number): Weights => {
  // A forget gate that begins open (Jozefowicz et al. 2015).
  const bias = filled([4 * units], 0)
  bias.values.fill(1, units, 2 * units)
  return named(name, { kernel: glorot(rng, inputs, 4 * units), recurrent: glorot(rng, units, 4 * units), bias })
}

/** `x` [batch, time, inputs] to the states [batch, time, units] (Hochreiter, Schmidhuber 1997; gates: input, forget, output, cell). */
export const lstm = (weights: Tensors, name: string, x: Tensor): Tensor => recurrence(weights, name, x, lstmOverTime)

/** x W + b [time * batch, gates] and the recurrent kernel to the states [time * batch, units], row by row in order of time. */
type OverTime = (fromInput: Tensor, recurrent: Tensor, time: number) => Tensor

function recurrence(weights: Tensors, name: string, x: Tensor, overTime: OverTime): Tensor {
  const [batch = 0, time = 0, inputs = 0] = x.shape
  const recurrent = weightOf(weights, `${name}/recurrent`)
  const byTime = tf.reshape(tf.transpose(x, [1, 0, 2]), [time * batch, inputs])
  const fromInput = tf.add(tf.matMul(byTime, weightOf(weights, `${name}/kernel`)), weightOf(weights, `${name}/bias`))
  const states = overTime(fromInput, recurrent, time)
  return tf.transpose(tf.reshape(states, [time, batch, recurrent.shape[0] ?? 0]), [1, 0, 2])
}

// 2 sigmoid(2 x) - 1: WASM's own tanh takes six times as long.
const tanh = (x: Tensor): Tensor => tf.sub(tf.mul(tf.sigmoid(tf.mul(x, 2)), 2), 1)
/** The slope of the sigmoid whose value is `y`, and of the tanh. */
const sigmoidSlope = (y: Tensor): Tensor => tf.sub(y, tf.square(y))
const tanhSlope = (y: Tensor): Tensor => tf.sub(1, tf.square(y))

type Three = [Tensor, Tensor, Tensor]
type Four = [Tensor, Tensor, Tensor, Tensor]
// tf.split answers with as many parts as are asked for, which its type does not say.
const inThree = (x: Tensor): Three => tf.split(x, 3, 1) as Three

/** Update, reset, candidate, and the part of the candidate that the reset gate let through or not: each [batch, units]. */
function gruGates(fromInput: Tensor, recurrent: Tensor): Four {
  const [batch = 0, gates = 0] = fromInput.shape
  const units = gates / 3
  const part = (x: Tensor, from: number, length: number) => tf.slice(x, [0, from], [batch, length])
  const both = tf.sigmoid(tf.add(part(fromInput, 0, 2 * units), part(recurrent, 0, 2 * units)))
  const [update, reset] = [part(both, 0, units), part(both, units, units)]
  const gated = part(recurrent, 2 * units, units)
  return [update, reset, tanh(tf.add(part(fromInput, 2 * units, units), tf.mul(reset, gated))), gated]
}

type Saver = (tensors: Tensor[]) => void

/** A function of x W + b and the recurrent kernel whose gradient goes back through time in `backward`. */
function throughTime(
  forward: (fromInput: Tensor, recurrent: Tensor, save: Saver) => Tensor,
  backward: (dy: Tensor, saved: readonly Tensor[]) => readonly [Tensor, Tensor],
): (fromInput: Tensor, recurrent: Tensor) => Tensor {
  return tf.customGrad((...given: unknown[]) => {
    const [fromInput, recurrent, save] = given as [Tensor, Tensor, Saver] // customGrad's own types say Tensor for all
    return {
      value: forward(fromInput, recurrent, save),
      gradFunc: (dy: Tensor, saved: Tensor[]) => [...backward(dy, saved)],
    }
  })
}

const rows = (x: Tensor, step: number, time: number): Tensor => {
  const [all = 0, size = 0] = x.shape
  return tf.slice(x, [(step * all) / time, 0], [all / time, size])
}

/** Zeros before the first step and all states but the last: what each step began with. */
function before(states: Tensor, time: number): Tensor {
  const [all = 0, size = 0] = states.shape
  const batch = all / time
  return tf.pad(tf.slice(states, [0, 0], [all - batch, size]), [
    [batch, 0],
    [0, 0],
  ])
}

const gruOverTime: OverTime = (fromInput, recurrent, time) => {
  const units = recurrent.shape[0] ?? 0
  const batch = (fromInput.shape[0] ?? 0) / time
  return throughTime(
    (inputs, kernel, save) => {
      let state: Tensor = tf.zeros([batch, units])
      const states: Tensor[] = []
      const gates: Tensor[] = []
      for (let step = 0; step < time; step++) {
        const [update, reset, candidate, gated] = gruGates(rows(inputs, step, time), tf.matMul(state, kernel))
        state = tf.add(candidate, tf.mul(update, tf.sub(state, candidate)))
        states.push(state)
        gates.push(update, reset, candidate, gated)
      }
      const all = tf.concat(states, 0)
      save([kernel, all, ...gates])
      return all
    },
    (dy, [kernel, all, ...gates]) => {
      const [ownKernel, states] = [kernel as Tensor, all as Tensor] // saved in this order
      const begun = before(states, time)
      const back = tf.transpose(ownKernel)
      const towardsInput: Tensor[] = []
      const towardsRecurrent: Tensor[] = []
      let later: Tensor | null = null
      for (let step = time - 1; step >= 0; step--) {
        const [update, reset, candidate, gated] = gates.slice(4 * step, 4 * step + 4) as Four // saved by fours
        const own = rows(dy, step, time)
        const d: Tensor = later === null ? own : tf.add(own, later)
        const through = tf.mul(d, update)
        const ofCandidate = tf.mul(tf.sub(d, through), tanhSlope(candidate))
        const ofUpdate = tf.mul(tf.mul(d, tf.sub(rows(begun, step, time), candidate)), sigmoidSlope(update))
        const ofReset = tf.mul(tf.mul(ofCandidate, gated), sigmoidSlope(reset))
        towardsInput.push(tf.concat([ofUpdate, ofReset, ofCandidate], 1))
        const ofRecurrent = tf.concat([ofUpdate, ofReset, tf.mul(ofCandidate, reset)], 1)
        towardsRecurrent.push(ofRecurrent)
        later = tf.add(through, tf.matMul(ofRecurrent, back))
      }
      return [
        tf.concat(towardsInput.reverse(), 0),
        tf.matMul(tf.transpose(begun), tf.concat(towardsRecurrent.reverse(), 0)),
      ]
    },
  )(fromInput, recurrent)
}

const lstmOverTime: OverTime = (fromInput, recurrent, time) => {
  const units = recurrent.shape[0] ?? 0
  const batch = (fromInput.shape[0] ?? 0) / time
  return throughTime(
    (inputs, kernel, save) => {
      let state: Tensor = tf.zeros([batch, units])
      let cell: Tensor = tf.zeros([batch, units])
      const states: Tensor[] = []
      const kept: Tensor[] = []
      for (let step = 0; step < time; step++) {
        const sum = tf.add(rows(inputs, step, time), tf.matMul(state, kernel))
        const sigmoids = tf.sigmoid(tf.slice(sum, [0, 0], [batch, 3 * units]))
        const fresh = tanh(tf.slice(sum, [0, 3 * units], [batch, units]))
        const [input, forget, output] = inThree(sigmoids)
        kept.push(sigmoids, fresh, cell)
        cell = tf.add(tf.mul(forget, cell), tf.mul(input, fresh))
        const shown = tanh(cell)
        state = tf.mul(output, shown)
        kept.push(shown)
        states.push(state)
      }
      const all = tf.concat(states, 0)
      save([kernel, all, ...kept])
      return all
    },
    (dy, [kernel, all, ...kept]) => {
      const [ownKernel, states] = [kernel as Tensor, all as Tensor] // saved in this order
      const back = tf.transpose(ownKernel)
      const towards: Tensor[] = []
      let later: Tensor | null = null
      let laterCell: Tensor | null = null
      for (let step = time - 1; step >= 0; step--) {
        const [sigmoids, fresh, cellBefore, shown] = kept.slice(4 * step, 4 * step + 4) as Four // saved by fours
        const [input, forget, output] = inThree(sigmoids)
        const own = rows(dy, step, time)
        const d: Tensor = later === null ? own : tf.add(own, later)
        const ofShown: Tensor = tf.mul(tf.mul(d, output), tanhSlope(shown))
        const ofCell: Tensor = laterCell === null ? ofShown : tf.add(ofShown, laterCell)
        const ofSigmoids = tf.mul(
          tf.concat([tf.mul(ofCell, fresh), tf.mul(ofCell, cellBefore), tf.mul(d, shown)], 1),
          sigmoidSlope(sigmoids),
        )
        const ofSum = tf.concat([ofSigmoids, tf.mul(tf.mul(ofCell, input), tanhSlope(fresh))], 1)
        towards.push(ofSum)
        later = tf.matMul(ofSum, back)
        laterCell = tf.mul(ofCell, forget)
      }
      const ofSums = tf.concat(towards.reverse(), 0)
      return [ofSums, tf.matMul(tf.transpose(before(states, time)), ofSums)]
    },
  )(fromInput, recurrent)
}
