// How loud: the ear's curve of the volume slider, ReplayGain with its clipping guard, and the equal-power law of a crossfade.
import type { Loudness } from '../../preload/contract/library.ts'
import type { Settings } from '../../preload/contract/settings.ts'

export const dbToGain = (db: number): number => 10 ** (db / 20)
export const gainToDb = (gain: number): number => 20 * Math.log10(gain)

/** Slider 0..1 to gain 0..1. Cubic: loudness grows about evenly along the slider (half way is -18 dB). */
export function volumeGain(slider: number): number {
  const held = Math.min(1, Math.max(0, slider))
  return held ** 3
}

export type LevelSettings = Pick<Settings, 'replayGain' | 'preampDb' | 'clippingGuard'>

/**
 * Gain (linear) that levels a track. Album mode keeps the balance within an album and falls back to the track's own gain, and the
 * other way round. The guard holds gain x peak to full scale; where no peak is known it allows no amplification at all.
 * A track without any gain plays as it is (with the pre-amp). Source: ReplayGain 2.0 specification, "Player requirements".
 */
export function levelGain(loudness: Loudness | null, settings: LevelSettings): number {
  if (settings.replayGain === 'off') return 1
  const album = settings.replayGain === 'album'
  const own = { gainDb: loudness?.trackGainDb ?? null, peak: loudness?.trackPeak ?? null }
  const whole = { gainDb: loudness?.albumGainDb ?? null, peak: loudness?.albumPeak ?? null }
  const [first, second] = album ? [whole, own] : [own, whole]
  const used = first.gainDb === null ? second : first
  const gain = dbToGain((used.gainDb ?? 0) + settings.preampDb)
  if (!settings.clippingGuard) return gain
  const peak = used.peak ?? first.peak ?? second.peak
  const limit = peak !== null && peak > 0 ? 1 / peak : 1
  return Math.min(gain, limit)
}

/** The two gains at `x` (0..1) of a crossfade: squares add up to one, so two unlike sounds keep their loudness. */
export function equalPower(x: number): { readonly out: number; readonly in: number } {
  const held = Math.min(1, Math.max(0, x))
  return { out: Math.cos((held * Math.PI) / 2), in: Math.sin((held * Math.PI) / 2) }
}

/** `points` values of one side of the crossfade, for AudioParam.setValueCurveAtTime. */
export function fadeCurve(side: 'in' | 'out', points = 129): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: points }, (_, i) => equalPower(i / (points - 1))[side])
}
