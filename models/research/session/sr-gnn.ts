// SR-GNN (Wu et al., AAAI 2019): the session so far as a graph of its tracks, a gated graph network over it, attention of the last track.
import type { Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import type { SessionBatch } from '../../session/sequences.ts'
import { dense, denseWeights, dropout, gruStep, gruWeights, linear } from '../../tensors/layers.ts'
import { glorot, type Tensors, weightOf } from '../../tensors/weights.ts'
import type { SessionEncoder } from './encoder.ts'

/**
 * One graph for every step of every window: nodes are the tracks played so far, an edge for each that followed another, in shares of
 * what left a node and of what came to it. One round of propagation (eq. 1-5, as the authors run it); local s_l = the last track's
 * node, global s_g = sum of q . sigmoid(W1 v_n + W2 v_i + c) v_i (eq. 6), e_seq = W3 [s_l; s_g] (eq. 7).
 */
export const srGnnEncoder: SessionEncoder = {
  longest: 10, // a graph of n nodes for each of n steps
  weights: (rng, size) => ({
    ...denseWeights(rng, 'in', size, size),
    ...denseWeights(rng, 'out', size, size),
    ...gruWeights(rng, 'gate', 2 * size, size),
    ...denseWeights(rng, 'attention/last', size, size),
    'attention/each/kernel': glorot(rng, size, size),
    'attention/out/kernel': glorot(rng, size, 1),
    'decode/kernel': glorot(rng, 2 * size, size),
  }),
  states(weights, x, played, noise) {
    const { batch, steps } = played
    const size = x.shape[2] ?? 0
    const [rate, rng] = [noise?.rate ?? 0, noise?.rng ?? null]
    const graphs = batch * steps
    const { incoming, outgoing, last, nodes } = graphsOf(played)
    // The place where a track was first heard is its node; x holds its vector there.
    const first = tf.mul(
      tf.reshape(dropout(x, rate, rng), [batch, 1, steps, size]),
      tf.reshape(nodes, [batch, steps, steps, 1]),
    )
    const before = tf.reshape(first, [graphs * steps, size])
    const flow = (name: string, edges: Tensor) =>
      tf.reshape(tf.matMul(edges, tf.reshape(dense(weights, name, before), [graphs, steps, size])), [
        graphs * steps,
        size,
      ])
    const heard = tf.concat([flow('in', incoming), flow('out', outgoing)], 1)
    const after = gruStep(weights, 'gate', gateInput(weights, heard), before)
    const byGraph = tf.reshape(after, [graphs, steps, size])
    const local = tf.reshape(tf.matMul(last, byGraph), [graphs, size])
    const asked = tf.reshape(dense(weights, 'attention/last', local), [graphs, 1, size])
    const each = tf.reshape(linear(weightOf(weights, 'attention/each/kernel'), after), [graphs, steps, size])
    const alpha = tf.mul(linear(weightOf(weights, 'attention/out/kernel'), tf.sigmoid(tf.add(asked, each))), nodes)
    const global = tf.sum(tf.mul(alpha, byGraph), 1)
    const both = dropout(tf.concat([local, global], 1), rate, rng)
    return tf.reshape(linear(weightOf(weights, 'decode/kernel'), both), [batch, steps, size])
  },
}

const gateInput = (weights: Tensors, heard: Tensor) =>
  tf.add(tf.matMul(heard, weightOf(weights, 'gate/kernel')), weightOf(weights, 'gate/bias'))

interface Graphs {
  /** [graphs, nodes, nodes]: row a node, column where from (incoming) or where to (outgoing); rows that have an edge sum to 1. */
  readonly incoming: Tensor
  readonly outgoing: Tensor
  /** [graphs, 1, nodes], 1 at the last track's node; [graphs, nodes, 1], 1 where there is a node. */
  readonly last: Tensor
  readonly nodes: Tensor
}

function graphsOf({ batch, steps, tracks }: SessionBatch): Graphs {
  const graphs = batch * steps
  const square = steps * steps
  const incoming = new Float32Array(graphs * square)
  const outgoing = new Float32Array(graphs * square)
  const last = new Float32Array(graphs * steps)
  const nodes = new Float32Array(graphs * steps)
  for (let row = 0; row < batch; row++) {
    const known = new Map<number, number>()
    const counts = new Float32Array(square)
    let from = -1
    for (let step = 0; step < steps; step++) {
      const track = tracks[row * steps + step] ?? -1
      if (track < 0) break
      const node = known.get(track) ?? step
      known.set(track, node)
      if (from >= 0) counts[from * steps + node] = (counts[from * steps + node] ?? 0) + 1
      from = node
      const graph = row * steps + step
      last[graph * steps + node] = 1
      for (const each of known.values()) nodes[graph * steps + each] = 1
      shares(counts, steps, outgoing.subarray(graph * square), incoming.subarray(graph * square))
    }
  }
  return {
    incoming: tf.tensor(incoming, [graphs, steps, steps]),
    outgoing: tf.tensor(outgoing, [graphs, steps, steps]),
    last: tf.tensor(last, [graphs, 1, steps]),
    nodes: tf.tensor(nodes, [graphs, steps, 1]),
  }
}

/** Each node's edges as shares: of what leaves it to `outgoing`, of what comes to it, turned, to `incoming`. */
function shares(counts: Float32Array, steps: number, outgoing: Float32Array, incoming: Float32Array): void {
  for (let node = 0; node < steps; node++) {
    let [left, came] = [0, 0]
    for (let other = 0; other < steps; other++) {
      left += counts[node * steps + other] ?? 0
      came += counts[other * steps + node] ?? 0
    }
    for (let other = 0; other < steps; other++) {
      if (left > 0) outgoing[node * steps + other] = (counts[node * steps + other] ?? 0) / left
      if (came > 0) incoming[node * steps + other] = (counts[other * steps + node] ?? 0) / came
    }
  }
}
