// The sound network fitted: what a track sounds like to where it lies among tracks that are heard together.
//
// van den Oord, Dieleman, Schrauwen 2013, "Deep content-based music recommendation" (equation 5: mean squared error to the
// co-listening vector), in the shape of Dieleman's write-up of 2014. A crop of log-mel is an example; a track is the mean over windows.
import * as tf from '@tensorflow/tfjs-core'
import { type Artifact, expectArtifact, floatsOf } from '../../artifact.ts'
import { type FitContext, ModelError, stepDone } from '../../model.ts'
import { type Rng, undrawn } from '../../rng.ts'
import {
  coarse,
  drawBatch,
  type SoundAugmentation,
  type SoundClip,
  type Standard,
  standardise,
} from '../../sound/crops.ts'
import { type LogMel, MEL_BANDS } from '../../sound/log-mel.ts'
import { DESKTOP, type SoundShape } from '../../sound/shape.ts'
import { warmupCosine } from '../../tensors/schedule.ts'
import { trainerOf } from '../../tensors/trainer.ts'
import { arraysOf, toTensors, type Weights, weightsFrom } from '../../tensors/weights.ts'
import { LEAST_STEPS, soundNetwork, soundWeights } from './network.ts'

export interface SoundExample {
  /** Excerpts of one track, as log-mel or made coarse for this shape already; those shorter than a crop are passed over. */
  readonly clips: readonly (LogMel | SoundClip)[]
  /** Its co-listening vector, of unit length. */
  readonly vector: Float32Array
  /** Number of its artist: each artist is drawn as often as the square root of its tracks. Not given: each track alike. */
  readonly artist?: number
}

export interface SoundCnnOptions {
  readonly shape?: SoundShape
  /** Of log-mel; 258: six seconds. */
  readonly cropFrames?: number
  readonly batch?: number
  readonly steps?: number
  readonly learningRate?: number
  readonly weightDecay?: number
  readonly dropout?: number
  readonly augmentation?: SoundAugmentation
}

export interface SoundCnn {
  readonly shape: SoundShape
  readonly size: number
  readonly cropFrames: number
  /** Of the training clips, [MEL_BANDS / shape.bandsTogether]: the input less the mean, divided by the deviation. */
  readonly mean: Float32Array
  readonly deviation: Float32Array
  readonly weights: Weights
}

const KIND = 'sound-cnn'
const VERSION = 1
const REPORT_EVERY = 10
/** Windows that are predicted at once. */
const WINDOWS_AT_ONCE = 32
/** These and the other defaults were found on Debian's music, on a drawing of artists that no table reports. */
const AUGMENTATION: SoundAugmentation = { gain: 0.4, tilt: 0.2, maskedBands: 10, mixed: 0.3 }

/**
 * Fits to tracks that have both sound and a vector. Throws 'no-examples' when no track has a clip as long as a crop, 'bad-input' for
 * vectors of several lengths or numbers that are none, 'diverged', 'cancelled'.
 */
export async function fitSoundCnn(
  examples: readonly SoundExample[],
  options: SoundCnnOptions,
  context: FitContext,
): Promise<SoundCnn> {
  const { shape = DESKTOP, cropFrames = 258, batch = 32, steps = 400 } = options
  const { learningRate = 2e-3, weightDecay = 0.01, dropout = 0.3, augmentation = AUGMENTATION } = options
  const cropSteps = Math.floor(cropFrames / shape.framesTogether)
  const bands = MEL_BANDS / shape.bandsTogether
  if (cropSteps < LEAST_STEPS)
    throw new ModelError(
      'bad-input',
      `“cropFrames” is ${cropFrames}, and the network needs ${LEAST_STEPS * shape.framesTogether}`,
    )
  const usable = checked(examples, cropSteps, shape)
  const size = usable[0]?.vector.length ?? 0
  const [begin, draws, noise] = [context.rng.fork(), context.rng.fork(), context.rng.fork()]
  const { mean, deviation } = bandStatistics(usable, bands)
  const trainer = trainerOf(beginning(usable, shape, size, begin), { learningRate, weightDecay, clipNorm: 5 })
  try {
    let [sum, counted] = [0, 0]
    for (let step = 0; step < steps; step++) {
      trainer.scale(warmupCosine(step, steps, Math.min(20, steps / 10)))
      const { inputs, targets } = drawBatch(usable, batch, cropSteps, augmentation, { mean, deviation }, draws)
      const { loss } = await trainer.step(weights => {
        const predicted = soundNetwork(weights, tf.tensor3d(inputs, [batch, cropSteps, bands]), dropout, noise)
        return tf.mean(tf.sum(tf.square(tf.sub(predicted, tf.tensor2d(targets, [batch, size]))), 1))
      })
      sum += loss
      counted++
      if (counted < REPORT_EVERY && step + 1 < steps) continue
      await stepDone(context, (step + 1) / steps, sum / counted)
      sum = 0
      counted = 0
    }
    return { shape, size, cropFrames, mean, deviation, weights: await trainer.weights() }
  } finally {
    trainer.dispose()
  }
}

/**
 * One vector a track, [size] each, the mean over windows of a crop's length, half overlapping. Null for a track without a window.
 * Throws 'bad-input' for a clip that holds no numbers.
 */
export async function predictSoundCnn(
  model: SoundCnn,
  tracks: readonly (readonly (LogMel | SoundClip)[])[],
): Promise<(Float32Array | null)[]> {
  const { shape, size } = model
  const cropSteps = Math.floor(model.cropFrames / shape.framesTogether)
  const bands = model.mean.length
  const weights = toTensors(model.weights)
  try {
    const out: (Float32Array | null)[] = []
    for (const clips of tracks) {
      const windows = windowsOf(clips, cropSteps, shape)
      if (!windows.every(window => window.every(Number.isFinite)))
        throw new ModelError('bad-input', `a clip of track ${out.length} holds a number that is none`)
      const sum = new Float64Array(size)
      for (let first = 0; first < windows.length; first += WINDOWS_AT_ONCE) {
        const some = windows.slice(first, first + WINDOWS_AT_ONCE)
        const inputs = new Float32Array(some.length * cropSteps * bands)
        some.forEach((window, index) => {
          inputs.set(standardise(window, model), index * cropSteps * bands)
        })
        const predicted = tf.tidy(() =>
          soundNetwork(weights, tf.tensor3d(inputs, [some.length, cropSteps, bands]), 0, null),
        )
        const values = await predicted.data()
        predicted.dispose()
        values.forEach((value, index) => {
          sum[index % size] = (sum[index % size] ?? 0) + value
        })
      }
      out.push(windows.length === 0 ? null : Float32Array.from(sum, value => value / windows.length))
    }
    return out
  } finally {
    tf.dispose(weights)
  }
}

export function soundCnnToArtifact(model: SoundCnn): Artifact {
  const { shape, size, cropFrames, mean, deviation, weights } = model
  return {
    kind: KIND,
    version: VERSION,
    settings: { ...shape, size, cropFrames },
    arrays: {
      ...arraysOf(weights),
      mean: { shape: [mean.length], values: mean },
      deviation: { shape: [mean.length], values: deviation },
    },
  }
}

/** Throws 'bad-artifact'. */
export function soundCnnFromArtifact(artifact: Artifact): SoundCnn {
  expectArtifact(artifact, KIND, VERSION)
  const whole = (value: unknown) => {
    if (typeof value !== 'number' || !(value > 0))
      throw new ModelError('bad-artifact', 'a size of the network is missing')
    return value
  }
  const { channels, dense, framesTogether, bandsTogether, size, cropFrames } = artifact.settings
  const [first, second, third, fourth] = Array.isArray(channels) ? channels.map(whole) : []
  const shape: SoundShape = {
    channels: [whole(first), whole(second), whole(third), whole(fourth)],
    dense: whole(dense),
    framesTogether: whole(framesTogether),
    bandsTogether: whole(bandsTogether),
  }
  const bands = MEL_BANDS / shape.bandsTogether
  const like = soundWeights(undrawn, shape, bands, whole(size))
  return {
    shape,
    size: whole(size),
    cropFrames: whole(cropFrames),
    mean: floatsOf(artifact, 'mean', [bands]),
    deviation: floatsOf(artifact, 'deviation', [bands]),
    weights: weightsFrom(artifact, like),
  }
}

interface Usable {
  readonly clips: readonly SoundClip[]
  readonly vector: Float32Array
  readonly artist?: number
}

function checked(examples: readonly SoundExample[], cropSteps: number, shape: SoundShape): Usable[] {
  const size = examples[0]?.vector.length ?? 0
  const usable: Usable[] = []
  examples.forEach((example, index) => {
    if (example.vector.length !== size || !example.vector.every(Number.isFinite))
      throw new ModelError('bad-input', `“vector” of example ${index} must be ${size} finite numbers`)
    const clips = example.clips.map(clip => coarse(clip, shape)).filter(({ steps }) => steps >= cropSteps)
    if (!clips.every(({ values }) => values.every(Number.isFinite)))
      throw new ModelError('bad-input', `a clip of example ${index} holds a number that is none`)
    if (clips.length > 0) usable.push({ ...example, clips })
  })
  if (usable.length === 0) throw new ModelError('no-examples', `no track has a clip of ${cropSteps} steps`)
  return usable
}

/** The network begins by saying the mean of the vectors, which a bias of zeros would have to learn first. */
function beginning(examples: readonly Usable[], shape: SoundShape, size: number, rng: Rng): Weights {
  const weights = soundWeights(rng, shape, MEL_BANDS / shape.bandsTogether, size)
  const bias = new Float32Array(size)
  for (const { vector } of examples) {
    for (const [k, value] of vector.entries()) bias[k] = (bias[k] ?? 0) + value / examples.length
  }
  return { ...weights, 'out/bias': { shape: [size], values: bias } }
}

/** Of each band over all steps, each track weighing alike. */
function bandStatistics(examples: readonly Usable[], bands: number): Standard {
  const [sums, squares] = [new Float64Array(bands), new Float64Array(bands)]
  for (const { clips } of examples) {
    const share = 1 / clips.reduce((steps, clip) => steps + clip.steps, 0)
    for (const { values } of clips) {
      for (let index = 0; index < values.length; index++) {
        const [band, value] = [index % bands, values[index] as number] // inside the array
        sums[band] = (sums[band] as number) + share * value
        squares[band] = (squares[band] as number) + share * value * value
      }
    }
  }
  const mean = Float32Array.from(sums, sum => sum / examples.length)
  const deviation = Float32Array.from(squares, (square, band) => {
    return Math.sqrt(Math.max(0, square / examples.length - (mean[band] ?? 0) ** 2)) || 1
  })
  return { mean, deviation }
}

/** Half overlapping. */
function windowsOf(clips: readonly (LogMel | SoundClip)[], cropSteps: number, shape: SoundShape): Float32Array[] {
  const [hop, bands] = [Math.floor(cropSteps / 2), MEL_BANDS / shape.bandsTogether]
  return clips.flatMap(clip => {
    const { steps, values } = coarse(clip, shape)
    const count = Math.max(0, Math.floor((steps - cropSteps) / hop) + 1)
    return Array.from({ length: count }, (_, index) =>
      values.subarray(index * hop * bands, (index * hop + cropSteps) * bands),
    )
  })
}
