// Turns notes into a stereo recording: each distinct note is made once and mixed wherever it is played, then an echo, then a safe level.
import type { Instrument } from './instruments.ts'
import type { Note } from './styles.ts'

export interface Recording {
  readonly rate: number
  readonly left: Float32Array
  readonly right: Float32Array
}

export interface Piece {
  readonly notes: readonly Note[]
  readonly echoS: number
  readonly echoGain: number
}

/** `seconds` of sound at `rate` samples a second, peak at `peak` (1 = full scale). */
export function render(piece: Piece, seconds: number, rate: number, peak: number, random: () => number): Recording {
  const length = Math.floor(seconds * rate)
  const left = new Float32Array(length)
  const right = new Float32Array(length)
  const made = new Map<Instrument, Map<string, Float32Array>>()
  for (const note of piece.notes) {
    const own = made.get(note.instrument) ?? new Map<string, Float32Array>()
    made.set(note.instrument, own)
    const key = `${note.midi} ${note.seconds.toFixed(3)}`
    const samples = own.get(key) ?? note.instrument(440 * 2 ** ((note.midi - 69) / 12), note.seconds, rate, random)
    own.set(key, samples)
    mix(samples, left, Math.floor(note.atS * rate), note.gain * Math.cos(((note.pan + 1) * Math.PI) / 4))
    mix(samples, right, Math.floor(note.atS * rate), note.gain * Math.sin(((note.pan + 1) * Math.PI) / 4))
  }
  // the two sides answer each other
  echo(left, right, Math.floor(piece.echoS * rate), piece.echoGain)
  level([left, right], peak)
  return { rate, left, right }
}

function mix(samples: Float32Array, into: Float32Array, at: number, gain: number): void {
  const end = Math.min(samples.length, into.length - at)
  for (let i = 0; i < end; i++) into[at + i] = (into[at + i] ?? 0) + gain * (samples[i] ?? 0)
}

function echo(left: Float32Array, right: Float32Array, delay: number, gain: number): void {
  for (let i = delay; i < left.length; i++) {
    const fromRight = gain * (right[i - delay] ?? 0)
    const fromLeft = gain * (left[i - delay] ?? 0)
    left[i] = (left[i] ?? 0) + fromRight
    right[i] = (right[i] ?? 0) + fromLeft
  }
}

function level(channels: readonly Float32Array[], peak: number): void {
  let highest = 1e-9
  for (const channel of channels) for (const sample of channel) highest = Math.max(highest, Math.abs(sample))
  const gain = peak / highest
  for (const channel of channels) for (let i = 0; i < channel.length; i++) channel[i] = gain * (channel[i] ?? 0)
}

/** 16-bit samples, left and right in turn. */
export function interleaved({ left, right }: Recording): Int16Array {
  const samples = new Int16Array(left.length * 2)
  for (let i = 0; i < left.length; i++) {
    samples[2 * i] = Math.round((left[i] ?? 0) * 32767)
    samples[2 * i + 1] = Math.round((right[i] ?? 0) * 32767)
  }
  return samples
}
