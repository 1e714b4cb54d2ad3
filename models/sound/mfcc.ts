// MFCC: the shape of the spectrum in a few numbers, and a track as their means and deviations; what the ridge yardstick hears.
import { type LogMel, MEL_BANDS } from './log-mel.ts'

/** Choice: as many as librosa's default; the first is loudness. */
export const MFCC_COUNT = 20

/** [frames, MFCC_COUNT], row by row: orthonormal DCT-II of each frame's log-mel (Davis, Mermelstein 1980). */
export function mfcc({ frames, values }: LogMel): Float32Array {
  const cosines = cosineTable()
  const out = new Float32Array(frames * MFCC_COUNT)
  for (let t = 0; t < frames; t++) {
    for (let c = 0; c < MFCC_COUNT; c++) {
      let sum = 0 // both indices are inside: t and c run below the lengths
      for (let b = 0; b < MEL_BANDS; b++)
        sum += (cosines[c * MEL_BANDS + b] as number) * (values[t * MEL_BANDS + b] as number)
      out[t * MFCC_COUNT + c] = sum
    }
  }
  return out
}

/** Means, and on demand deviations, over all frames of all clips of a track: [MFCC_COUNT] or [2 MFCC_COUNT]; no frame: zeros. */
export function mfccSummary(clips: readonly LogMel[], withDeviations: boolean): Float32Array {
  const sums = new Float64Array(MFCC_COUNT)
  const squares = new Float64Array(MFCC_COUNT)
  let frames = 0
  for (const clip of clips) {
    frames += clip.frames
    mfcc(clip).forEach((value, index) => {
      const c = index % MFCC_COUNT
      sums[c] = (sums[c] ?? 0) + value
      squares[c] = (squares[c] ?? 0) + value * value
    })
  }
  const out = new Float32Array(withDeviations ? 2 * MFCC_COUNT : MFCC_COUNT)
  if (frames === 0) return out
  sums.forEach((sum, c) => {
    const mean = sum / frames
    out[c] = mean
    if (withDeviations) out[MFCC_COUNT + c] = Math.sqrt(Math.max(0, (squares[c] ?? 0) / frames - mean * mean))
  })
  return out
}

function cosineTable(): Float64Array {
  const table = new Float64Array(MFCC_COUNT * MEL_BANDS)
  for (let c = 0; c < MFCC_COUNT; c++) {
    const scale = Math.sqrt((c === 0 ? 1 : 2) / MEL_BANDS)
    for (let b = 0; b < MEL_BANDS; b++)
      table[c * MEL_BANDS + b] = scale * Math.cos((Math.PI * c * (b + 0.5)) / MEL_BANDS)
  }
  return table
}
