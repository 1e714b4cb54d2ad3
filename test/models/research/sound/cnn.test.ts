// Laws of the network of sound: its published shapes, that it learns what it hears, and the shared suite.
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-wasm'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  fitSoundCnn,
  predictSoundCnn,
  type SoundCnn,
  type SoundCnnOptions,
  type SoundExample,
  soundCnnFromArtifact,
  soundCnnToArtifact,
} from '../../../../models/research/sound/cnn.ts'
import { LEAST_STEPS, soundFeatures, soundNetwork, soundWeights } from '../../../../models/research/sound/network.ts'
import { rngOf } from '../../../../models/rng.ts'
import { coarse, drawBatch } from '../../../../models/sound/crops.ts'
import { type LogMel, MEL_BANDS } from '../../../../models/sound/log-mel.ts'
import { DESKTOP, FULL } from '../../../../models/sound/shape.ts'
import { maxPool, timeConvolution } from '../../../../models/tensors/layers.ts'
import { toTensors } from '../../../../models/tensors/weights.ts'
import { modelSuite } from '../../suite.ts'

const tiny: SoundCnnOptions = {
  shape: { channels: [2, 2, 3, 3], dense: 4, framesTogether: 1, bandsTogether: 4 },
  cropFrames: LEAST_STEPS,
  batch: 4,
  steps: 30,
  learningRate: 0.01,
  dropout: 0.1,
  augmentation: { gain: 0.1, tilt: 0.1, maskedBands: 4, mixed: 0.2 },
}

/** Noise that is louder in the low bands (vector [1, 0]) or in the high ones ([0, 1]). */
function sounds(count: number, seed = 5, frames = LEAST_STEPS + 10): SoundExample[] {
  const rng = rngOf(seed)
  return Array.from({ length: count }, (_, index) => {
    const low = index % 2 === 0
    const values = Float32Array.from({ length: frames * MEL_BANDS }, (_, at) => {
      return 5 + 0.5 * rng.normal() + (at % MEL_BANDS < MEL_BANDS / 2 === low ? 2 : 0)
    })
    return { clips: [{ frames, values }], vector: low ? Float32Array.of(1, 0) : Float32Array.of(0, 1), artist: index }
  })
}

function poisoned(field: 'clips' | 'vector', value: number): SoundExample[] {
  return sounds(4).map((example, index) => {
    if (index !== 2) return example
    if (field === 'vector') return { ...example, vector: Float32Array.of(value, 0) }
    const [{ frames, values }] = example.clips as readonly [LogMel] // sounds() gives one clip each
    return { ...example, clips: [{ frames, values: values.with(99, value) }] }
  })
}

const predicted = async (model: SoundCnn, examples: readonly SoundExample[]) =>
  Float32Array.from(
    (
      await predictSoundCnn(
        model,
        examples.map(({ clips }) => clips),
      )
    ).flatMap(vector => [...(vector ?? [])]),
  )

modelSuite<SoundCnn, SoundExample[]>({
  name: 'sound CNN',
  tensors: true,
  examples: () => sounds(4),
  fit: (examples, context) => fitSoundCnn(examples, { ...tiny, steps: 12 }, context),
  fitBriefly: (examples, context) => fitSoundCnn(examples, { ...tiny, steps: 1 }, context),
  predict: predicted,
  toArtifact: soundCnnToArtifact,
  fromArtifact: soundCnnFromArtifact,
  async knownAnswer() {
    const options = {
      ...tiny,
      shape: { channels: [6, 6, 8, 8], dense: 16, framesTogether: 1, bandsTogether: 2 },
      steps: 60,
    } as const
    const model = await fitSoundCnn(sounds(8), options, { rng: rngOf(3) })
    const answers = await predicted(model, sounds(4, 77)) // never heard
    for (const [index, low] of [true, false, true, false].entries()) {
      const [one = 0, other = 0] = answers.subarray(2 * index, 2 * index + 2)
      expect(one > other, `track ${index}: ${one}, ${other}`).toBe(low)
      expect(Math.abs(one - other)).toBeGreaterThan(0.4)
    }
  },
  poisoned: value => ({ clips: poisoned('clips', value), vector: poisoned('vector', value) }),
  onlyOne: () => sounds(1),
  empty: () => [],
})

describe('the network of sound', () => {
  beforeAll(() => tf.setBackend('wasm'))

  it('has the published shape: 599 x 128 to 149, 73, 35, 32, and 1536 numbers of a crop', () => {
    const size = 40
    const weights = soundWeights(rngOf(1), FULL, MEL_BANDS, size)
    const tensors = toTensors(weights)
    const lengths: number[] = []
    tf.tidy(() => {
      const x = tf.zeros([1, 599, MEL_BANDS])
      let seen = maxPool(timeConvolution(tensors, 'convolution1', x, 4), 4)
      lengths.push(seen.shape[1] ?? 0)
      for (const layer of [2, 3]) {
        seen = maxPool(timeConvolution(tensors, `convolution${layer}`, seen, 4), 2)
        lengths.push(seen.shape[1] ?? 0)
      }
      lengths.push(timeConvolution(tensors, 'convolution4', seen, 4).shape[1] ?? 0)
      expect(soundFeatures(tensors, x).shape).toEqual([1, 1536])
      expect(soundNetwork(tensors, x, 0, null).shape).toEqual([1, size])
    })
    tf.dispose(tensors)
    expect(lengths).toEqual([149, 73, 35, 32])
    expect(weights['dense1/kernel']?.shape).toEqual([1536, 2048])
    expect(weights['dense2/kernel']?.shape).toEqual([2048, 2048])
  })

  it('needs 103 steps for the last convolution to have one step, and refuses to learn from crops of fewer', async () => {
    expect(LEAST_STEPS).toBe((((1 + 3) * 2 + 3) * 2 + 3) * 4 + 3)
    const tensors = toTensors(soundWeights(rngOf(1), DESKTOP, 64, 4))
    const features = tf.tidy(() => soundFeatures(tensors, tf.ones([1, LEAST_STEPS, 64])).dataSync())
    expect(features.length).toBe(3 * 128)
    expect(features.every(Number.isFinite)).toBe(true)
    tf.dispose(tensors)
    await expect(
      fitSoundCnn(sounds(2), { ...tiny, cropFrames: LEAST_STEPS - 1 }, { rng: rngOf(1) }),
    ).rejects.toMatchObject({ code: 'bad-input' })
  })

  it('passes over a clip that is shorter than a crop, and has no vector for a track of nothing else', async () => {
    const short = sounds(2, 9, LEAST_STEPS - 1)
    const model = await fitSoundCnn([...short, ...sounds(2)], { ...tiny, steps: 2 }, { rng: rngOf(1) })
    expect(await predictSoundCnn(model, [[], short[0]?.clips ?? []])).toEqual([null, null])
    await expect(fitSoundCnn(short, tiny, { rng: rngOf(1) })).rejects.toMatchObject({ code: 'no-examples' })
  })

  it('predicts for a track the mean over its windows', async () => {
    const [low, high] = sounds(2, 6, LEAST_STEPS) as [SoundExample, SoundExample]
    const model = await fitSoundCnn([low, high], { ...tiny, steps: 3 }, { rng: rngOf(1) })
    const [first, second, both] = await predictSoundCnn(model, [low.clips, high.clips, [...low.clips, ...high.clips]])
    both?.forEach((value, k) => {
      expect(value).toBeCloseTo(((first?.[k] ?? 0) + (second?.[k] ?? 0)) / 2, 5)
    })
  })
})

describe('the crops it learns from', () => {
  const clipped = (examples: readonly SoundExample[]) =>
    examples.map(example => ({ ...example, clips: example.clips.map(clip => coarse(clip, FULL)) }))
  const plain = { gain: 0, tilt: 0, maskedBands: 0, mixed: 0 }
  const standard = { mean: new Float32Array(MEL_BANDS).fill(5), deviation: new Float32Array(MEL_BANDS).fill(2) }

  it('are pieces of the clips, standardised, where nothing is changed', () => {
    const [example] = sounds(1, 3, 8) as [SoundExample]
    const { inputs, targets } = drawBatch(clipped([example]), 3, 8, plain, standard, rngOf(1))
    const expected = [...(example.clips[0]?.values ?? [])].map(value => Math.fround((value - 5) / 2))
    for (const row of [0, 1, 2])
      expect([...inputs.subarray(row * 8 * MEL_BANDS, (row + 1) * 8 * MEL_BANDS)]).toEqual(expected)
    expect(targets).toEqual(Float32Array.of(1, 0, 1, 0, 1, 0))
  })

  it('are means of neighbouring frames and bands where the shape takes some together', () => {
    const values = Float32Array.from(
      { length: 5 * MEL_BANDS },
      (_, at) => 1000 * Math.floor(at / MEL_BANDS) + (at % MEL_BANDS),
    )
    const { steps, values: seen } = coarse({ frames: 5, values }, DESKTOP)
    expect(steps).toBe(2)
    expect([...seen.subarray(0, 2), ...seen.subarray(64, 66)]).toEqual([500.5, 502.5, 2500.5, 2502.5])
    expect(coarse({ frames: 5, values }, FULL)).toEqual({ steps: 5, values })
  })

  it('are mixed with the vectors in the same shares', () => {
    const { targets } = drawBatch(clipped(sounds(2, 3, 8)), 40, 8, { ...plain, mixed: 1 }, standard, rngOf(1))
    for (let row = 0; row < 40; row++) expect((targets[2 * row] ?? 0) + (targets[2 * row + 1] ?? 0)).toBeCloseTo(1, 5)
    expect(targets.some(value => value > 0.1 && value < 0.4)).toBe(true)
  })

  it('hide at most so many bands, the same in every frame', () => {
    const [example] = sounds(1, 3, 8) as [SoundExample]
    for (let seed = 0; seed < 20; seed++) {
      const { inputs } = drawBatch(clipped([example]), 1, 8, { ...plain, maskedBands: 10 }, standard, rngOf(seed))
      const hidden = (t: number) => [...inputs.subarray(t * MEL_BANDS, (t + 1) * MEL_BANDS)].map(value => value === 0)
      expect(hidden(0).filter(Boolean).length).toBeLessThanOrEqual(10)
      for (let t = 1; t < 8; t++) expect(hidden(t)).toEqual(hidden(0))
    }
  })

  it('come from an artist with four times the tracks twice as often', () => {
    const examples = sounds(5, 3, 8).map((example, index) => ({
      ...example,
      artist: index === 0 ? 0 : 1,
      vector: index === 0 ? Float32Array.of(1) : Float32Array.of(0),
    }))
    const { targets } = drawBatch(clipped(examples), 3000, 8, plain, standard, rngOf(1))
    const share = targets.reduce((sum, value) => sum + value, 0) / 3000
    expect(share).toBeCloseTo(1 / 3, 1)
  })
})
