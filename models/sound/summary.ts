// A track's sound in a few numbers: timbre by MFCC, and how it moves. What sound neighbours and the ridge regression hear.
import { type LogMel, MEL_BANDS } from './log-mel.ts'
import { MFCC_COUNT, mfccSummary } from './mfcc.ts'

/** Beside MFCC, in this order. */
const movements = [
  'flux', // mean rise of a band from frame to frame
  'fluxDeviation',
  'onsetsPerSecond',
  'pulse', // strongest regularity of the rises between 50 and 200 a minute, 0..1; not its tempo
  'quiet', // share of frames well below the mean loudness
  'range', // loudness of the loud (95 %) less that of the soft (5 %)
  'brightness', // mean band, weighed by log-mel, 0..1
  'brightnessDeviation',
] as const

/** Length of a summary: means and deviations of MFCC, then the movements. Units differ: standardise over a library before measuring distances. */
export const SUMMARY_SIZE = 2 * MFCC_COUNT + movements.length

const FRAMES_PER_SECOND = 22_050 / 512
const SLOWEST_LAG = Math.round((60 / 50) * FRAMES_PER_SECOND)
const FASTEST_LAG = Math.round((60 / 200) * FRAMES_PER_SECOND)
/** log-mel: some 6 dB. */
const WELL_BELOW = 1.4
/** A rise of all bands that nobody hears. */
const UNHEARD = 0.02

/** All excerpts of a track to [SUMMARY_SIZE] finite numbers; no frame: zeros. */
export function soundSummary(excerpts: readonly LogMel[]): Float32Array {
  const out = new Float32Array(SUMMARY_SIZE)
  const heard = excerpts.filter(({ frames }) => frames > 0)
  if (heard.length === 0) return out
  out.set(mfccSummary(heard, true))
  const curves = heard.map(curvesOf)
  const rises = curves.flatMap(({ rise }) => [...rise])
  const loudness = curves.flatMap(({ level }) => [...level])
  const brightness = curves.flatMap(({ centre }) => [...centre])
  const flux = mean(rises)
  const spread = deviation(rises, flux)
  const seconds = rises.length / FRAMES_PER_SECOND
  const onsets = curves.reduce((sum, { rise }) => sum + peaks(rise, flux + spread + UNHEARD), 0)
  const level = mean(loudness)
  const sorted = Float64Array.from(loudness).sort()
  const at = (part: number) => sorted[Math.floor(part * (sorted.length - 1))] ?? 0
  const centre = mean(brightness)
  const moved: Record<(typeof movements)[number], number> = {
    flux,
    fluxDeviation: spread,
    onsetsPerSecond: seconds > 0 ? onsets / seconds : 0,
    pulse: Math.max(...curves.map(({ rise }) => pulseOf(rise))),
    quiet: loudness.filter(value => value < level - WELL_BELOW).length / loudness.length,
    range: at(0.95) - at(0.05),
    brightness: centre,
    brightnessDeviation: deviation(brightness, centre),
  }
  movements.forEach((name, index) => {
    out[2 * MFCC_COUNT + index] = moved[name]
  })
  return out
}

interface Curves {
  /** Mean rise of a band since the frame before, from the second frame on. */
  readonly rise: Float64Array
  /** Mean log-mel of each frame. */
  readonly level: Float64Array
  readonly centre: Float64Array
}

function curvesOf({ frames, values }: LogMel): Curves {
  const rise = new Float64Array(Math.max(0, frames - 1))
  const level = new Float64Array(frames)
  const centre = new Float64Array(frames)
  for (let t = 0; t < frames; t++) {
    let sum = 0
    let weighed = 0
    let rises = 0
    for (let b = 0; b < MEL_BANDS; b++) {
      const value = values[t * MEL_BANDS + b] as number // inside: t < frames
      sum += value
      weighed += b * value
      if (t > 0) rises += Math.max(0, value - (values[(t - 1) * MEL_BANDS + b] as number)) // inside
    }
    level[t] = sum / MEL_BANDS
    centre[t] = sum > 0 ? weighed / (sum * (MEL_BANDS - 1)) : 0
    if (t > 0) rise[t - 1] = rises / MEL_BANDS
  }
  return { rise, level, centre }
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length

const deviation = (values: readonly number[], around: number): number =>
  values.length === 0 ? 0 : Math.sqrt(values.reduce((sum, value) => sum + (value - around) ** 2, 0) / values.length)

/** Local peaks above `least`. */
function peaks(curve: Float64Array, least: number): number {
  let count = 0
  for (let t = 1; t + 1 < curve.length; t++) {
    const value = curve[t] as number // inside, as its neighbours are
    if (value > least && value >= (curve[t - 1] as number) && value > (curve[t + 1] as number)) count++
  }
  return count
}

/** The highest autocorrelation of the curve at a lag of a beat; 0 for a curve shorter than two slow beats, or one that does not move. */
function pulseOf(curve: Float64Array): number {
  if (curve.length < 2 * SLOWEST_LAG) return 0
  const around = curve.reduce((sum, value) => sum + value, 0) / curve.length
  const power = curve.reduce((sum, value) => sum + (value - around) ** 2, 0)
  if (power <= 1e-9) return 0
  let best = 0
  for (let lag = FASTEST_LAG; lag <= SLOWEST_LAG; lag++) {
    let sum = 0
    for (let t = lag; t < curve.length; t++)
      sum += ((curve[t] as number) - around) * ((curve[t - lag] as number) - around) // inside
    best = Math.max(best, sum / power)
  }
  return Math.min(1, best)
}
