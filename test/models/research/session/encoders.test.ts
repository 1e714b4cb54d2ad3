// NARM and SR-GNN against their papers' equations, written out number by number for one short session.
import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { SessionEncoder } from '../../../../models/research/session/encoder.ts'
import { narmEncoder } from '../../../../models/research/session/narm.ts'
import { srGnnEncoder } from '../../../../models/research/session/sr-gnn.ts'
import { rngOf } from '../../../../models/rng.ts'
import { prefixBatch } from '../../../../models/session/sequences.ts'
import { toTensors, type Weights } from '../../../../models/tensors/weights.ts'

const SIZE = 3
type Vector = readonly number[]

/** The first track comes back, so that the graph has a circle. */
const session = [0, 1, 0, 2]
const rng = rngOf(7)
const vectors: readonly Vector[] = Array.from({ length: 3 }, () => Array.from({ length: SIZE }, () => rng.normal()))
const heard = session.map(track => vectors[track] ?? [])

function lastOf(encoder: SessionEncoder, weights: Weights): Vector {
  const tensors = toTensors(weights)
  const values = tf.tidy(() => [
    ...encoder
      .states(tensors, tf.tensor3d([heard.map(each => [...each])]), prefixBatch([session], 10), null)
      .dataSync(),
  ])
  tf.dispose(tensors)
  return values.slice(-SIZE)
}

/** x W (+ b), for the matrix of this name. */
const times = (weights: Weights, name: string, x: Vector): Vector => {
  const { shape, values } = weights[name] ?? { shape: [0, 0], values: new Float32Array() }
  const width = shape[1] ?? 0
  return Array.from({ length: width }, (_, k) =>
    x.reduce((sum, each, row) => sum + each * (values[row * width + k] ?? 0), 0),
  )
}
const plus = (...all: readonly Vector[]): Vector =>
  Array.from(all[0] ?? [], (_, k) => all.reduce((sum, x) => sum + (x[k] ?? 0), 0))
const scaled = (x: Vector, by: number): Vector => x.map(each => each * by)
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x))
const biasOf = (weights: Weights, name: string): Vector => [...(weights[name]?.values ?? [])]
const dense = (weights: Weights, name: string, x: Vector): Vector =>
  plus(times(weights, `${name}/kernel`, x), biasOf(weights, `${name}/bias`))

/** h' = (1 - z) candidate + z h, the candidate behind the reset gate (Cho et al. 2014). */
function gruStep(weights: Weights, name: string, x: Vector, h: Vector): Vector {
  const [own, before] = [dense(weights, name, x), times(weights, `${name}/recurrent`, h)]
  return h.map((state, k) => {
    const update = sigmoid((own[k] ?? 0) + (before[k] ?? 0))
    const reset = sigmoid((own[SIZE + k] ?? 0) + (before[SIZE + k] ?? 0))
    const candidate = Math.tanh((own[2 * SIZE + k] ?? 0) + reset * (before[2 * SIZE + k] ?? 0))
    return (1 - update) * candidate + update * state
  })
}

function near(found: Vector, wanted: Vector): void {
  expect(found).toHaveLength(wanted.length)
  found.forEach((value, k) => {
    expect(value).toBeCloseTo(wanted[k] ?? Number.NaN, 5)
  })
}

describe('session encoders', () => {
  beforeAll(() => tf.setBackend('cpu'))

  it('NARM: e_seq = B [h_t; sum over j of v . sigmoid(A1 h_t + A2 h_j) h_j]', () => {
    const weights = narmEncoder.weights(rngOf(1), SIZE, 10)
    const states: Vector[] = []
    for (const x of heard) states.push(gruStep(weights, 'gru', x, states.at(-1) ?? [0, 0, 0]))
    const last = states.at(-1) ?? []
    const local = states.reduce(
      (sum, state) => {
        const asked = plus(
          times(weights, 'attention/last/kernel', last),
          times(weights, 'attention/each/kernel', state),
        )
        const [alpha = 0] = times(weights, 'attention/out/kernel', asked.map(sigmoid))
        return plus(sum, scaled(state, alpha))
      },
      [0, 0, 0] as Vector,
    )
    near(lastOf(narmEncoder, weights), times(weights, 'decode/kernel', [...last, ...local]))
  })

  it('SR-GNN: one gated step over the graph of the session, then s_l and s_g', () => {
    const weights = srGnnEncoder.weights(rngOf(2), SIZE, 10)
    // 0 -> 1 -> 0 -> 2: of what leaves 0 half goes to 1 and half to 2; what comes to 0 comes from 1, to 1 and to 2 from 0.
    const outgoing = [
      [0, 0.5, 0.5],
      [1, 0, 0],
      [0, 0, 0],
    ]
    const incoming = [
      [0, 1, 0],
      [1, 0, 0],
      [1, 0, 0],
    ]
    const flow = (name: string, edges: readonly Vector[], node: number) =>
      plus(...vectors.map((vector, other) => scaled(dense(weights, name, vector), edges[node]?.[other] ?? 0)))
    const nodes = vectors.map((vector, node) =>
      gruStep(weights, 'gate', [...flow('in', incoming, node), ...flow('out', outgoing, node)], vector),
    )
    const last = nodes[2] ?? []
    const global = nodes.reduce(
      (sum, node) => {
        const asked = plus(dense(weights, 'attention/last', last), times(weights, 'attention/each/kernel', node))
        const [alpha = 0] = times(weights, 'attention/out/kernel', asked.map(sigmoid))
        return plus(sum, scaled(node, alpha))
      },
      [0, 0, 0] as Vector,
    )
    near(lastOf(srGnnEncoder, weights), times(weights, 'decode/kernel', [...last, ...global]))
  })
})
