// Mostra's encoder: a Set Transformer without positions, over the candidate and the plays before it with how they went (one logit, SAT).
//
// Lee et al. 2019, equations 6 to 8, in the sizes of Bugliarello et al. 2022. The set at a moment is {C_j} and {Q_i}: C_j a play before
// with its outcome, Q_i a candidate without. Every element looks at the plays before it and at itself; a play's outcome is in C_j alone and
// C_j is seen by later elements alone, so no logit knows its own outcome or a later one. Candidates see the same plays, in no order but
// their age: permuting them permutes their logits. How two elements stand to each other (age, same artist, similarity) enters as a learned
// bias of each head (Shaw et al. 2018). Before the blocks, pooling heads that ask for age and kind alone give each element means of how the
// plays before it went: the session's summary, learned instead of made by hand.
import type { Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import type { Rng } from '../rng.ts'
import {
  attentionWeights,
  dense,
  denseWeights,
  dropout,
  layerNorm,
  layerNormWeights,
  linear,
} from '../tensors/layers.ts'
import { filled, glorot, type Tensors, type Weights, weightOf } from '../tensors/weights.ts'
import { OUTCOMES, RELATIONS } from './sat-windows.ts'

export const HEADS = 4
export const SIZE = 64
export const INNER = 128
const BLOCKS = 2
/** Where each head looks before it has learned: at the newest plays, at the whole session, at the same artist and album, at the like. */
const FIRST_LOOK: readonly (readonly number[])[] = [
  [-2, -0.5, -0.7, -0.5], // ln(age)
  [0, 0, 0, 0], // the one just before
  [1, 1, 0.5, 0.5], // same session
  [0, 0, 2, 2], // same track
  [0, 0, 2, 0], // same artist
  [0, 0, 1, 0], // same album
  [0, 0, 0, 4], // cosine
]

/** Who may look at the plays, and how they stand to them. */
export interface Looks {
  /** [count, looking, heard]: 1 where it may. */
  readonly allowed: Tensor
  /** [count looking heard, RELATIONS]. */
  readonly relations: Tensor
}

/** `count` sets of `heard` plays with their outcomes and `asked` candidates. In windows of a log both are the same plays. */
export interface SetTensors {
  readonly count: number
  readonly heard: number
  readonly asked: number
  /** [count heard, features] and [count asked, features], scaled. */
  readonly heardFeatures: Tensor
  readonly askedFeatures: Tensor
  /** [count heard, OUTCOMES]. */
  readonly outcomes: Tensor
  readonly heardLooks: Looks
  readonly askedLooks: Looks
}

/** How the plays before went, seen by age and kind alone: where each pooling head begins, and the weight of seeing nothing. */
const FIRST_POOL: readonly (readonly number[])[] = [
  [-6, -2, -1, 0, -0.5, 0, 0, 0], // ln(age)
  [0, 0, 0, 0, 0, 0, 0, 0], // the one just before
  [8, 8, 8, 8, 0, 4, 0, 4], // same session
  [0, 0, 0, 0, 0, 0, 9, 0], // same track
  [0, 0, 0, 0, 0, 5, 0, 0], // same artist
  [0, 0, 0, 0, 0, 0, 0, 5], // same album
  [0, 0, 0, 0, 0, 0, 0, 0], // cosine
]
const NOTHING = [4, 4, 4, 4, 0, 4, 4, 4]
const POOLS = NOTHING.length
const POOLED = POOLS * OUTCOMES

export const setTransformerWeights = (rng: Rng, features: number): Weights => {
  const weights: Record<string, Weights[string]> = {
    ...denseWeights(rng, 'embed', features + POOLED, SIZE),
    'pool/kernel': { shape: [RELATIONS, POOLS], values: Float32Array.from(FIRST_POOL.flat()) },
    'pool/nothing': { shape: [POOLS], values: Float32Array.from(NOTHING) },
    'outcome/kernel': glorot(rng, OUTCOMES, SIZE),
    'outcome/bias': filled([SIZE], 0),
    ...denseWeights(rng, 'logit', SIZE, 1),
    'wide/kernel': filled([features + POOLED, 1], 0),
  }
  for (let block = 0; block < BLOCKS; block++) {
    Object.assign(
      weights,
      attentionWeights(rng, `block${block}/attention`, SIZE),
      {
        [`block${block}/relation/kernel`]: { shape: [RELATIONS, HEADS], values: Float32Array.from(FIRST_LOOK.flat()) },
      },
      { [`block${block}/went/kernel`]: glorot(rng, OUTCOMES, SIZE) },
      layerNormWeights(`block${block}/norm1`, SIZE),
      denseWeights(rng, `block${block}/feed1`, SIZE, INNER),
      denseWeights(rng, `block${block}/feed2`, INNER, SIZE),
      layerNormWeights(`block${block}/norm2`, SIZE),
    )
  }
  return weights
}

/** What the plain part of the network sees of each candidate: its features and the pooled outcomes, [count asked, features + POOLED]. */
export const setInputs = (weights: Tensors, set: SetTensors): Tensor =>
  tf.concat([set.askedFeatures, pooled(weights, set, set.askedLooks, set.asked)], 1)

/** Logits of the candidates, [count, asked]. `rng` draws dropout; null: none. */
export function setLogits(weights: Tensors, set: SetTensors, rate = 0, rng: Rng | null = null): Tensor {
  const { count, heard, asked } = set
  const askedInputs = setInputs(weights, set)
  const heardInputs =
    set.heardLooks === set.askedLooks
      ? askedInputs
      : tf.concat([set.heardFeatures, pooled(weights, set, set.heardLooks, heard)], 1)
  const embedded = (x: Tensor) => dense(weights, 'embed', dropout(x, rate, rng))
  // Once a play has ended its element says how; a candidate's says nothing.
  const ended = tf.add(embedded(heardInputs), dense(weights, 'outcome', set.outcomes))
  let elements = tf.relu(
    tf.concat([tf.reshape(ended, [count, heard, SIZE]), tf.reshape(embedded(askedInputs), [count, asked, SIZE])], 1),
  )
  for (let block = 0; block < BLOCKS; block++) {
    elements = setBlock(weights, `block${block}`, elements, set, block === BLOCKS - 1, rate, rng)
  }
  const deep = tf.reshape(dense(weights, 'logit', elements), [count, asked])
  return tf.add(deep, tf.reshape(linear(weightOf(weights, 'wide/kernel'), askedInputs), [count, asked]))
}

/** Means of outcomes over the plays before, by attention that asks for age and kind alone: [count looking, POOLED]. */
function pooled(weights: Tensors, set: SetTensors, looks: Looks, looking: number): Tensor {
  const { count, heard } = set
  const related = tf.reshape(linear(weightOf(weights, 'pool/kernel'), looks.relations), [count, looking, heard, POOLS])
  const logits = tf.add(
    tf.transpose(related, [0, 3, 1, 2]),
    tf.mul(tf.sub(tf.reshape(looks.allowed, [count, 1, looking, heard]), 1), 1e9),
  )
  const nothing = tf.add(
    tf.zeros([count, POOLS, looking, 1]),
    tf.reshape(weightOf(weights, 'pool/nothing'), [POOLS, 1, 1]),
  )
  const attention = tf.slice(tf.softmax(tf.concat([logits, nothing], 3)), [0, 0, 0, 0], [count, POOLS, looking, heard])
  const means = tf.matMul(
    tf.reshape(attention, [count, POOLS * looking, heard]),
    tf.reshape(set.outcomes, [count, heard, OUTCOMES]),
  )
  const byLooking = tf.transpose(tf.reshape(means, [count, POOLS, looking, OUTCOMES]), [0, 2, 1, 3])
  return tf.reshape(byLooking, [count * looking, POOLED])
}

/** `elements`: of each set the plays, then the candidates, [count, heard + asked, SIZE]; the last block keeps the candidates alone. */
function setBlock(
  weights: Tensors,
  name: string,
  elements: Tensor,
  set: SetTensors,
  isLast: boolean,
  rate: number,
  rng: Rng | null,
): Tensor {
  const { count, heard, asked } = set
  const width = SIZE / HEADS
  const from = isLast ? heard : 0
  const looking = heard + asked - from
  const heads = (x: Tensor) => tf.reshape(x, [count, -1, HEADS, width])
  const byHead = (x: Tensor) => tf.transpose(x, [0, 2, 1, 3])
  const rows = (x: Tensor, begin: number, size: number) => tf.slice(x, [0, begin, 0, 0], [count, size, HEADS, width])
  const askers = isLast ? tf.slice(elements, [0, from, 0], [count, looking, SIZE]) : elements
  const query = tf.mul(heads(dense(weights, `${name}/attention/query`, askers)), 1 / Math.sqrt(width))
  const keys = heads(dense(weights, `${name}/attention/key`, elements))
  // How a play went is carried to who looks at it directly, beside what the element has become.
  const went = tf.reshape(linear(weightOf(weights, `${name}/went/kernel`), set.outcomes), [count, heard, SIZE])
  const values = heads(
    tf.add(dense(weights, `${name}/attention/value`, elements), tf.concat([went, tf.zeros([count, asked, SIZE])], 1)),
  )
  const askedBias = lookBias(weights, name, set.askedLooks, count, asked, heard)
  const bias = isLast
    ? askedBias
    : tf.concat([lookBias(weights, name, set.heardLooks, count, heard, heard), askedBias], 2)
  const key = tf.transpose(rows(keys, 0, heard), [0, 2, 3, 1])
  const toPlays = tf.add(tf.matMul(byHead(query), key), bias)
  const toSelf = byHead(tf.sum(tf.mul(query, rows(keys, from, looking)), -1, true))
  const attention = tf.softmax(tf.concat([toPlays, toSelf], 3))
  const part = (begin: number, size: number) => tf.slice(attention, [0, 0, 0, begin], [count, HEADS, looking, size])
  const seen = tf.add(
    byHead(tf.matMul(part(0, heard), byHead(rows(values, 0, heard)))),
    tf.mul(byHead(part(heard, 1)), rows(values, from, looking)),
  )
  const out = dropout(dense(weights, `${name}/attention/out`, tf.reshape(seen, [count, looking, SIZE])), rate, rng)
  return fed(weights, name, layerNorm(weights, `${name}/norm1`, tf.add(askers, out)), rate, rng)
}

/** [count, HEADS, looking, heard], to be added to the logits of attention. */
function lookBias(weights: Tensors, name: string, looks: Looks, count: number, looking: number, heard: number): Tensor {
  const related = linear(weightOf(weights, `${name}/relation/kernel`), looks.relations)
  return tf.add(
    tf.transpose(tf.reshape(related, [count, looking, heard, HEADS]), [0, 3, 1, 2]),
    tf.mul(tf.sub(tf.reshape(looks.allowed, [count, 1, looking, heard]), 1), 1e9),
  )
}

/** norm(x + feed(x)). */
function fed(weights: Tensors, name: string, x: Tensor, rate: number, rng: Rng | null): Tensor {
  const inner = tf.relu(dense(weights, `${name}/feed1`, x))
  return layerNorm(weights, `${name}/norm2`, tf.add(x, dropout(dense(weights, `${name}/feed2`, inner), rate, rng)))
}
