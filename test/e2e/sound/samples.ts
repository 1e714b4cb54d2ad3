// What can be said about a stretch of sound: how loud, how silent, which tone and in which phase.

export interface Sound {
  readonly rate: number
  /** Context frame of the first sample. */
  readonly from: number
  readonly left: Float32Array
  readonly right: Float32Array
}

export const toDb = (gain: number): number => 20 * Math.log10(gain)

export function rms(samples: Float32Array, from: number, to: number): number {
  let sum = 0
  for (let i = from; i < to; i++) sum += (samples[i] ?? 0) ** 2
  return Math.sqrt(sum / Math.max(1, to - from))
}

/** First and last index whose magnitude exceeds `floor`; null when all is silent. */
export function sounding(samples: Float32Array, floor = 0.01): { readonly from: number; readonly to: number } | null {
  const from = samples.findIndex(x => Math.abs(x) > floor)
  if (from < 0) return null
  return { from, to: samples.findLastIndex(x => Math.abs(x) > floor) }
}

/** Longest run of near-silence (or missing tape) between two indexes, in ms. */
export function longestSilenceMs(samples: Float32Array, rate: number, from: number, to: number, floor = 0.01): number {
  let longest = 0
  let run = 0
  for (let i = from; i < to; i++) {
    // A tone passes through zero: only what stays there is silence.
    run = Math.abs(samples[i] ?? 0) > floor ? 0 : run + 1
    longest = Math.max(longest, run)
  }
  return (longest / rate) * 1000
}

/** Amplitude and phase (radians, of a cosine at index 0) of one tone within a stretch, by correlation over whole periods. */
export function tone(
  samples: Float32Array,
  rate: number,
  hz: number,
  from: number,
  frames: number,
): { readonly amplitude: number; readonly phase: number } {
  const period = rate / hz
  const whole = Math.max(1, Math.floor(frames / period)) * period
  const count = Math.round(whole)
  let re = 0
  let im = 0
  for (let i = 0; i < count; i++) {
    const angle = (2 * Math.PI * hz * (from + i)) / rate
    const x = samples[from + i] ?? 0
    re += x * Math.cos(angle)
    im -= x * Math.sin(angle)
  }
  return { amplitude: (2 * Math.hypot(re, im)) / count, phase: Math.atan2(im, re) }
}

/** Difference of two phases in degrees, -180..180. */
export function phaseStepDeg(a: number, b: number): number {
  const step = ((b - a) * 180) / Math.PI
  return ((((step + 180) % 360) + 360) % 360) - 180
}

/** Largest departure from a steady tone around `at`: what a click is. Relative to the tone's amplitude. */
export function worstAgainstTone(samples: Float32Array, rate: number, hz: number, at: number, reach: number): number {
  const before = tone(samples, rate, hz, at - reach - Math.round(0.05 * rate), Math.round(0.05 * rate))
  let worst = 0
  for (let i = at - reach; i < at + reach; i++) {
    const wanted = before.amplitude * Math.cos((2 * Math.PI * hz * i) / rate + before.phase)
    worst = Math.max(worst, Math.abs((samples[i] ?? 0) - wanted))
  }
  return worst / before.amplitude
}
