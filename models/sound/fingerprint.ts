// A fingerprint of a recording: the same for every encoding of it, another for every other. Haitsma, Kalker 2002, over log-mel bands.
//
// One bit a place in time and band: does the difference of neighbouring bands rise? What equalisers, volumes and encoders do to a band stays
// the same from moment to moment and falls out. Bits lie in 32-bit words, one a moment.
import { type LogMel, MEL_BANDS } from './log-mel.ts'

const BITS = 32
/** 33 bands of 52 Hz and more from 205 Hz to 2.5 kHz: the part that every encoder keeps. */
const FIRST_BAND = 8
const BANDS_TOGETHER = 2
/** A moment is a smooth 0.37 s, as in the paper: where the excerpt begins hardly matters. */
const SMOOTH_FRAMES = 16
/** A word every 93 ms: 30 s are some 320 words. */
const HOP_FRAMES = 4
const WORDS_PER_SECOND = 22_050 / (512 * HOP_FRAMES)
/** How far two fingerprints may be shifted against each other. */
const SHIFT_WORDS = Math.round(2 * WORDS_PER_SECOND)
/** Three seconds: less overlap agrees by chance too often. */
const LEAST_WORDS = Math.round(3 * WORDS_PER_SECOND)
/** Mean change of a band difference, in log-mel, below which a moment says nothing: silence, a steady tone. */
const STILL = 0.004

/** At or below, two tracks of the same length are one recording (measured in test/models/sound/fingerprint.test.ts: encodings stay below .2, others above .4). */
export const SAME_RECORDING = 0.28

/** Words of an excerpt; none where it is shorter than three seconds or mostly still, as silence is. */
export function fingerprint(mel: LogMel): Uint32Array {
  const moments = Math.floor((mel.frames - SMOOTH_FRAMES) / HOP_FRAMES) + 1
  if (moments <= LEAST_WORDS) return new Uint32Array(0)
  const levels = smoothed(mel, moments)
  const words = new Uint32Array(moments - 1)
  let moving = 0
  for (let n = 1; n < moments; n++) {
    let word = 0
    let change = 0
    for (let bit = 0; bit < BITS; bit++) {
      const here = n * (BITS + 1) + bit
      const before = here - (BITS + 1)
      // Both rows and both neighbours are inside: levels has moments x 33 values.
      const rise =
        (levels[here] as number) -
        (levels[here + 1] as number) -
        ((levels[before] as number) - (levels[before + 1] as number))
      if (rise > 0) word |= 1 << bit
      change += Math.abs(rise)
    }
    words[n - 1] = word >>> 0
    if (change / BITS > STILL) moving++
  }
  return moving < words.length / 4 ? new Uint32Array(0) : words
}

/**
 * Share of bits in which two fingerprints differ where they agree best, within two seconds of each other: 0 for the same, about 0.45 for
 * strangers, 1 where one says nothing.
 */
export function fingerprintDistance(a: Uint32Array, b: Uint32Array): number {
  let best = 1
  for (let shift = -SHIFT_WORDS; shift <= SHIFT_WORDS; shift++) {
    const [from, to] = [Math.max(0, shift), Math.min(a.length, b.length + shift)]
    if (to - from < LEAST_WORDS) continue
    let differing = 0
    for (let n = from; n < to; n++) differing += ones((a[n] as number) ^ (b[n - shift] as number)) // inside both by the bounds
    best = Math.min(best, differing / (BITS * (to - from)))
  }
  return best
}

/** Means over bands and moments, weighed by a Hann window in time: [moments, 33]. */
function smoothed({ values }: LogMel, moments: number): Float64Array {
  const bands = BITS + 1
  const window = Float64Array.from(
    { length: SMOOTH_FRAMES },
    (_, t) => Math.sin((Math.PI * (t + 0.5)) / SMOOTH_FRAMES) ** 2,
  )
  const share = 2 / (SMOOTH_FRAMES * BANDS_TOGETHER)
  const levels = new Float64Array(moments * bands)
  for (let n = 0; n < moments; n++) {
    for (let t = 0; t < SMOOTH_FRAMES; t++) {
      const row = (n * HOP_FRAMES + t) * MEL_BANDS + FIRST_BAND
      const weight = share * (window[t] as number) // inside, as all below
      for (let k = 0; k < bands * BANDS_TOGETHER; k++) {
        const at = n * bands + Math.floor(k / BANDS_TOGETHER)
        levels[at] = (levels[at] as number) + weight * (values[row + k] as number)
      }
    }
  }
  return levels
}

/** Set bits of a 32-bit word. */
function ones(word: number): number {
  let n = word - ((word >>> 1) & 0x55555555)
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333)
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
