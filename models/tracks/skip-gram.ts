// Skip-gram with negative sampling: tracks that are heard near each other get vectors that point the same way.
//
// Mikolov, Sutskever, Chen, Corrado, Dean 2013 (arXiv 1310.4546), equation 4, over sequences of tracks instead of words:
//   maximise  log s(v_c . u_o) + sum_k E_{n ~ P} log s(-v_c . u_n),   P(n) ~ count(n)^power,   s the sigmoid,
// for every track c and every track o at most `window` places from it, a nearer one more often. With recommendation in view `power`
// and the epochs matter more than with words: Caselles-Dupré, Lesaint, Royo-Letelier 2018 (arXiv 1804.04212).
import { type Artifact, expectArtifact, floatsOf, intsOf } from '../artifact.ts'
import { type FitContext, ModelError, stepDone } from '../model.ts'
import { type Rng, shuffled } from '../rng.ts'
import { dot, unitRows } from './vectors.ts'

export interface SkipGramOptions {
  /** Tracks are numbered 0..tracks-1. */
  readonly tracks: number
  readonly size?: number
  /** Places to each side; each centre draws its own width of 1..window. */
  readonly window?: number
  readonly negatives?: number
  readonly epochs?: number
  /** Exponent of a track's count in the noise that negatives are drawn from. */
  readonly power?: number
  /** Share of all plays above which a track is left out at times (Mikolov's t); 0: never. */
  readonly subsample?: number
  /** Tracks with fewer places are passed over. */
  readonly minCount?: number
  /** At the start; falls in a straight line to a thousandth. */
  readonly learningRate?: number
  /** Tracks that belong together in no order (an album, an artist): read in a new order in every epoch. */
  readonly bags?: readonly Int32Array[]
  /** Goes on from an earlier fit, which may know fewer tracks. */
  readonly from?: SkipGram
}

export interface SkipGram {
  readonly tracks: number
  readonly size: number
  /** What a track is: [tracks, size], v of the equation; zeros where it was never met. */
  readonly inputs: Float32Array
  /** What is heard near a track: [tracks, size], u of the equation. */
  readonly outputs: Float32Array
  /** Places at which each track was met, those of earlier fits included: [tracks]. */
  readonly counts: Int32Array
}

const KIND = 'skip-gram'
const VERSION = 1
const NOISE_TABLE = 1 << 20
const PLACES_A_STEP = 4096

/**
 * Fits to sequences of track numbers (sessions, playlists, albums). A track alone in its sequences keeps a vector of zeros.
 * Throws 'no-examples' when no sequence holds a track, 'bad-input' for a number outside 0..tracks-1, 'diverged', 'cancelled'.
 */
export async function fitSkipGram(
  sequences: readonly Int32Array[],
  options: SkipGramOptions,
  context: FitContext,
): Promise<SkipGram> {
  const { tracks, size = 80, window = 5, negatives = 5, epochs = 10, power = 0.75 } = options
  const { subsample = 1e-3, minCount = 1, learningRate = 0.2, bags = [], from } = options
  const { rng } = context
  for (const [name, value] of Object.entries({
    size,
    window,
    negatives,
    epochs,
    power,
    subsample,
    minCount,
    learningRate,
  }))
    if (!Number.isFinite(value)) throw new ModelError('bad-input', `“${name}” is ${value}`)
  const counts = countsOf([...sequences, ...bags], tracks)
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total === 0) throw new ModelError('no-examples', 'no sequence holds a track')
  if (from && from.size !== size)
    throw new ModelError('bad-input', `the earlier vectors have ${from.size} numbers each, and ${size} are asked for`)

  const inputs = Float32Array.from({ length: tracks * size }, () => (rng.next() - 0.5) / size)
  const outputs = new Float32Array(tracks * size)
  if (from) {
    const known = Math.min(tracks, from.tracks) * size
    for (let at = 0; at < known; at++) if (from.inputs[at] !== 0) inputs[at] = from.inputs[at] as number
    outputs.set(from.outputs.subarray(0, known))
  }
  // noise of all that was ever heard: noise of a few new plays alone would push them away from their own neighbours
  const everMet = counts.map((count, track) => count + (from?.counts[track] ?? 0))
  const noise = noiseOf(everMet, power, minCount)
  const met = Uint8Array.from(counts, (_, track) => (from && track < from.tracks && isKnown(from, track) ? 1 : 0))

  const descend = pairStep(inputs, outputs, size, noise, negatives, rng)
  const places = total * epochs
  let done = 0
  let sinceStep = 0
  let loss = 0
  let pairs = 0
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const sequence of shuffled([...sequences, ...bags.map(bag => reordered(bag, rng))], rng)) {
      const kept = keptOf(sequence, counts, total, subsample, minCount, rng)
      const rate = learningRate * Math.max(1e-3, 1 - done / places)
      for (let place = 0; place < kept.length; place++) {
        const centre = kept[place] as number
        const width = 1 + rng.below(window)
        const last = Math.min(kept.length - 1, place + width)
        for (let other = Math.max(0, place - width); other <= last; other++) {
          const near = kept[other] as number
          if (near === centre) continue // its own repeat says nothing about it, itself included
          loss += descend(centre, near, rate)
          met[centre] = 1
          pairs++
        }
      }
      done += sequence.length
      sinceStep += sequence.length
      if (sinceStep >= PLACES_A_STEP) {
        if (!Number.isFinite(loss)) throw new ModelError('diverged', 'the loss of the skip-gram is no longer a number')
        await stepDone(context, done / places, pairs ? loss / pairs : null)
        sinceStep = 0
        loss = 0
        pairs = 0
      }
    }
  }
  if (!Number.isFinite(loss)) throw new ModelError('diverged', 'the loss of the skip-gram is no longer a number')
  await stepDone(context, 1, pairs ? loss / pairs : null)
  for (let track = 0; track < tracks; track++) if (!met[track]) inputs.fill(0, track * size, (track + 1) * size)
  return { tracks, size, inputs, outputs, counts: everMet }
}

/** The tracks' vectors, of unit length: [tracks, size]; zeros where a track was never heard near another. */
export function skipGramVectors(model: SkipGram): Float32Array {
  return unitRows(model.inputs, model.size)
}

/** For each track how well it fits near `track`: v_track . u_t, the log-odds of the equation; unknown tracks get the mean. [tracks] */
export function nearScores(model: SkipGram, track: number): Float32Array {
  const { inputs, outputs, size, tracks } = model
  const scores = new Float32Array(tracks)
  let sum = 0
  let known = 0
  for (let other = 0; other < tracks; other++) {
    if (!isKnown(model, other)) continue
    const score = dot(inputs, track * size, outputs, other * size, size)
    scores[other] = score
    sum += score
    known++
  }
  if (known < tracks)
    for (let other = 0; other < tracks; other++) if (!isKnown(model, other)) scores[other] = sum / (known || 1)
  return scores
}

export function skipGramToArtifact(model: SkipGram): Artifact {
  const shape = [model.tracks, model.size]
  return {
    kind: KIND,
    version: VERSION,
    settings: {},
    arrays: {
      inputs: { shape, values: model.inputs },
      outputs: { shape, values: model.outputs },
      counts: { shape: [model.tracks], values: model.counts },
    },
  }
}

/** Throws 'bad-artifact'. */
export function skipGramFromArtifact(artifact: Artifact): SkipGram {
  expectArtifact(artifact, KIND, VERSION)
  const inputs = floatsOf(artifact, 'inputs', [-1, -1])
  const [tracks = 0, size = 0] = artifact.arrays['inputs']?.shape ?? []
  return {
    tracks,
    size,
    inputs,
    outputs: floatsOf(artifact, 'outputs', [tracks, size]),
    counts: intsOf(artifact, 'counts', [tracks]),
  }
}

function countsOf(sequences: readonly Int32Array[], tracks: number): Int32Array {
  const counts = new Int32Array(tracks)
  sequences.forEach((sequence, index) => {
    for (const track of sequence) {
      if (track < 0 || track >= tracks)
        throw new ModelError('bad-input', `sequence ${index} holds track ${track}, and there are ${tracks}`)
      counts[track] = (counts[track] as number) + 1
    }
  })
  return counts
}

/** Track numbers, each as often as its share of the noise: one draw is one read (word2vec's unigram table). */
function noiseOf(counts: Int32Array, power: number, minCount: number): Int32Array {
  const weights = Float64Array.from(counts, count => (count >= Math.max(1, minCount) ? count ** power : 0))
  const sum = weights.reduce((all, weight) => all + weight, 0)
  const table = new Int32Array(NOISE_TABLE)
  let at = 0
  let reached = 0
  weights.forEach((weight, track) => {
    reached += weight
    const end = Math.round((reached / sum) * NOISE_TABLE)
    while (at < end) table[at++] = track
  })
  return table
}

const reordered = (bag: Int32Array, rng: Rng) => Int32Array.from(shuffled([...bag], rng))

function keptOf(
  sequence: Int32Array,
  counts: Int32Array,
  total: number,
  subsample: number,
  minCount: number,
  rng: Rng,
): Int32Array {
  if (subsample === 0 && minCount <= 1) return sequence
  return sequence.filter(track => {
    const count = counts[track] as number
    if (count < minCount) return false
    return subsample === 0 || rng.next() < Math.sqrt((subsample * total) / count)
  })
}

/** Whether it was ever heard near another. */
const isKnown = ({ inputs, size }: SkipGram, track: number) =>
  inputs.subarray(track * size, (track + 1) * size).some(value => value !== 0)

/** One pair and its negatives, by gradient; returns their loss. Casts: every index is a track's row. */
function pairStep(
  inputs: Float32Array,
  outputs: Float32Array,
  size: number,
  noise: Int32Array,
  negatives: number,
  rng: Rng,
): (centre: number, near: number, rate: number) => number {
  const move = new Float64Array(size)
  return (centre, near, rate) => {
    const from = centre * size
    let loss = 0
    move.fill(0)
    for (let draw = 0; draw <= negatives; draw++) {
      const other = draw === 0 ? near : (noise[rng.below(NOISE_TABLE)] as number)
      if (draw > 0 && other === near) continue
      const to = other * size
      const score = dot(inputs, from, outputs, to, size)
      const sigmoid = 1 / (1 + Math.exp(-score))
      loss -= Math.log(Math.max(1e-12, draw === 0 ? sigmoid : 1 - sigmoid))
      const slope = rate * ((draw === 0 ? 1 : 0) - sigmoid)
      for (let k = 0; k < size; k++) {
        const output = outputs[to + k] as number
        move[k] = (move[k] as number) + slope * output
        outputs[to + k] = output + slope * (inputs[from + k] as number)
      }
    }
    for (let k = 0; k < size; k++) inputs[from + k] = (inputs[from + k] as number) + (move[k] as number)
    return loss
  }
}
