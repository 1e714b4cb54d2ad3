// Crops that the sound network learns from: drawn at random, standardised, and changed in ways that leave the music what it is.
import type { Rng } from '../rng.ts'
import { type LogMel, MEL_BANDS } from './log-mel.ts'
import type { SoundShape } from './shape.ts'

/** All in units of a standardised band (1 is its deviation over the training tracks), so that 0 changes nothing. */
export interface SoundAugmentation {
  /** Deviation of a loudness added to the whole crop. */
  readonly gain: number
  /** Deviation of each of four slow cosines over the bands: another room, another equaliser. */
  readonly tilt: number
  /** Up to so many neighbouring bands are silenced to their mean (Park et al. 2019, SpecAugment). */
  readonly maskedBands: number
  /** Share of crops that are mixed with another, inputs and vectors alike (Zhang et al. 2018). */
  readonly mixed: number
}

/** A clip as the network takes it: `values` [steps, bands]. */
export interface SoundClip {
  readonly steps: number
  readonly values: Float32Array
}

/** Of each band of the network's input; both [bands]. */
export interface Standard {
  readonly mean: Float32Array
  readonly deviation: Float32Array
}

interface Example {
  readonly clips: readonly SoundClip[]
  readonly vector: Float32Array
  readonly artist?: number
}

const TILTS = 4

/** Means of neighbouring frames and bands, as many as the shape takes together; frames that fill no step are left out. What is coarse stays so. */
export function coarse(clip: LogMel | SoundClip, { framesTogether, bandsTogether }: SoundShape): SoundClip {
  if ('steps' in clip) return clip
  const { frames, values } = clip
  const [steps, bands] = [Math.floor(frames / framesTogether), MEL_BANDS / bandsTogether]
  if (framesTogether === 1 && bandsTogether === 1) return { steps, values }
  const out = new Float32Array(steps * bands)
  const share = 1 / (framesTogether * bandsTogether)
  for (let t = 0; t < steps * framesTogether; t++) {
    const row = Math.floor(t / framesTogether) * bands
    for (let b = 0; b < MEL_BANDS; b++) {
      const at = row + Math.floor(b / bandsTogether) // inside: row below steps * bands
      out[at] = (out[at] as number) + share * (values[t * MEL_BANDS + b] as number)
    }
  }
  return { steps, values: out }
}

/** Rows of bands, each band less its mean and divided by its deviation. */
export function standardise(values: Float32Array, { mean, deviation }: Standard): Float32Array {
  const bands = mean.length // of both
  return values.map((value, index) => {
    const band = index % bands
    return (value - (mean[band] as number)) / (deviation[band] as number)
  })
}

/** `inputs` [batch, cropSteps, bands], `targets` [batch, size]. Every example has a clip of cropSteps or more. */
export function drawBatch(
  examples: readonly Example[],
  batch: number,
  cropSteps: number,
  augmentation: SoundAugmentation,
  standard: Standard,
  rng: Rng,
): { inputs: Float32Array; targets: Float32Array } {
  const size = examples[0]?.vector.length ?? 0
  const bands = standard.mean.length
  const inputs = new Float32Array(batch * cropSteps * bands)
  const targets = new Float32Array(batch * size)
  const draw = drawerOf(examples, rng)
  const one = (example: Example) =>
    changed(standardise(cropOf(example, cropSteps, bands, rng), standard), bands, augmentation, rng)
  for (let row = 0; row < batch; row++) {
    const example = draw()
    const [crop, vector] = [one(example), Float32Array.from(example.vector)]
    if (rng.next() < augmentation.mixed) {
      const other = draw()
      const share = 0.5 + 0.5 * rng.next()
      blend(crop, one(other), share)
      blend(vector, other.vector, share)
    }
    inputs.set(crop, row * cropSteps * bands)
    targets.set(vector, row * size)
  }
  return { inputs, targets }
}

/** Each artist as often as the square root of its tracks, each of its tracks alike: one with thirty would drown ten with three. */
function drawerOf(examples: readonly Example[], rng: Rng): () => Example {
  const counts = new Map<number, number>()
  for (const { artist = -1 } of examples) counts.set(artist, (counts.get(artist) ?? 0) + 1)
  const reached: number[] = []
  let sum = 0
  for (const { artist } of examples) {
    sum += artist === undefined ? 1 : 1 / Math.sqrt(counts.get(artist) ?? 1)
    reached.push(sum)
  }
  return () => {
    const place = rng.next() * sum
    const found = reached.findIndex(end => place < end)
    return examples[found < 0 ? examples.length - 1 : found] as Example // inside, and there is at least one
  }
}

function cropOf({ clips }: Example, cropSteps: number, bands: number, rng: Rng): Float32Array {
  const { steps, values } = clips[rng.below(clips.length)] as SoundClip // every example has a clip
  const from = rng.below(steps - cropSteps + 1)
  return values.subarray(from * bands, (from + cropSteps) * bands)
}

function changed(
  crop: Float32Array,
  bands: number,
  { gain, tilt, maskedBands }: SoundAugmentation,
  rng: Rng,
): Float32Array {
  const shift = new Float32Array(bands).fill(gain * rng.normal())
  for (let wave = 1; wave <= TILTS; wave++) {
    const height = tilt * rng.normal()
    for (let band = 0; band < bands; band++)
      shift[band] = (shift[band] ?? 0) + height * Math.cos((Math.PI * wave * (band + 0.5)) / bands)
  }
  const masked = rng.below(maskedBands + 1)
  const first = rng.below(bands - masked + 1)
  for (let index = 0; index < crop.length; index++) {
    const band = index % bands
    const isMasked = band >= first && band < first + masked
    crop[index] = isMasked ? 0 : (crop[index] as number) + (shift[band] as number) // inside both
  }
  return crop
}

function blend(to: Float32Array, from: Float32Array, share: number): void {
  for (let index = 0; index < to.length; index++)
    to[index] = share * (to[index] as number) + (1 - share) * (from[index] as number) // of one length
}
