// Log-mel spectrogram: what the models of sound hear. By windows, so that a stream can be fed in pieces of any length; no host needed.
import FFT from 'fft.js'

export const SOUND_HZ = 22_050
export const MEL_WINDOW = 1024
export const MEL_HOP = 512
export const MEL_BANDS = 128
/** log(1 + C x), x being the power in a band (van den Oord et al. 2013 compress so; C as in Dieleman 2014). */
const COMPRESSION = 10_000

/** `values` [frames, MEL_BANDS], row by row; frame t covers the samples from t * MEL_HOP on. */
export interface LogMel {
  readonly frames: number
  readonly values: Float32Array
}

/**
 * The log-mel spectrogram of `samples` (mono, SOUND_HZ, -1..1). Convention: no padding at either end, a rest shorter than a window
 * is left out; Hann window (periodic); power |X|^2; 128 triangular bands on Slaney's mel scale from 0 Hz to 11,025 Hz, each of unit
 * area (librosa's defaults with center=False); natural log(1 + 10,000 x). Fewer samples than a window give no frame.
 */
export function logMel(samples: Float32Array): LogMel {
  return logMelStream().push(samples)
}

/** Frames as soon as their samples are there: what was pushed before and is still needed is kept. */
export interface LogMelStream {
  push(samples: Float32Array): LogMel
}

export function logMelStream(): LogMelStream {
  const fft = new FFT(MEL_WINDOW)
  const spectrum: number[] = fft.createComplexArray()
  const windowed: number[] = new Array(MEL_WINDOW).fill(0)
  const power = new Float64Array(MEL_WINDOW / 2 + 1)
  const hann = hannWindow()
  const bank = filterbank()
  let rest = new Float32Array(0)

  // Indices below stay inside arrays whose lengths are fixed above: the casts say so to the compiler.
  function frame(samples: Float32Array, from: number, out: Float32Array, at: number): void {
    for (let i = 0; i < MEL_WINDOW; i++) windowed[i] = (samples[from + i] as number) * (hann[i] as number)
    fft.realTransform(spectrum, windowed)
    for (let bin = 0; bin < power.length; bin++) {
      const [re, im] = [spectrum[2 * bin] as number, spectrum[2 * bin + 1] as number]
      power[bin] = re * re + im * im
    }
    for (let band = 0; band < MEL_BANDS; band++) {
      const [bin, start, end] = [
        bank.firstBin[band] as number,
        bank.starts[band] as number,
        bank.starts[band + 1] as number,
      ]
      let sum = 0
      for (let k = start; k < end; k++) sum += (bank.weights[k] as number) * (power[bin + k - start] as number)
      out[at + band] = Math.log1p(COMPRESSION * sum)
    }
  }

  return {
    push(samples) {
      const joined = rest.length === 0 ? samples : new Float32Array(rest.length + samples.length)
      if (joined !== samples) {
        joined.set(rest)
        joined.set(samples, rest.length)
      }
      const frames = Math.max(0, Math.floor((joined.length - MEL_WINDOW) / MEL_HOP) + 1)
      const values = new Float32Array(frames * MEL_BANDS)
      for (let t = 0; t < frames; t++) frame(joined, t * MEL_HOP, values, t * MEL_BANDS)
      rest = joined.slice(frames * MEL_HOP)
      return { frames, values }
    },
  }
}

function hannWindow(): Float64Array {
  return Float64Array.from({ length: MEL_WINDOW }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / MEL_WINDOW))
}

/** Slaney's Auditory Toolbox (1998): linear below 1 kHz, logarithmic above, 27 steps for a factor of 6.4. */
function hertzOf(mel: number): number {
  return mel < 15 ? (mel * 200) / 3 : 1000 * 6.4 ** ((mel - 15) / 27)
}

function melOf(hertz: number): number {
  return hertz < 1000 ? (hertz * 3) / 200 : 15 + (27 * Math.log(hertz / 1000)) / Math.log(6.4)
}

/** Of each band only the bins that it hears: band b has weights[starts[b]..starts[b + 1]] from bin firstBin[b] on. */
interface Filterbank {
  readonly firstBin: Int32Array
  readonly starts: Int32Array
  readonly weights: Float64Array
}

function filterbank(): Filterbank {
  const top = melOf(SOUND_HZ / 2)
  const edges = Array.from({ length: MEL_BANDS + 2 }, (_, i) => hertzOf((top * i) / (MEL_BANDS + 1)))
  const firstBin = new Int32Array(MEL_BANDS)
  const starts = new Int32Array(MEL_BANDS + 1)
  const weights: number[] = []
  for (let band = 0; band < MEL_BANDS; band++) {
    const [low = 0, centre = 0, high = 0] = edges.slice(band, band + 3)
    firstBin[band] = -1
    for (let bin = 0; bin <= MEL_WINDOW / 2; bin++) {
      const hertz = (bin * SOUND_HZ) / MEL_WINDOW
      const height = Math.min((hertz - low) / (centre - low), (high - hertz) / (high - centre))
      if (height <= 0) continue
      if (firstBin[band] === -1) firstBin[band] = bin
      weights.push((2 * height) / (high - low))
    }
    starts[band + 1] = weights.length
  }
  return { firstBin, starts, weights: Float64Array.from(weights) }
}
