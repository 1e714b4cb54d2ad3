// Made-up music for the models of sound: chords that change, a beat, and noise, drawn by a seed; and what encoders and players do to it.
import { rngOf } from '../../../models/rng.ts'
import { SOUND_HZ } from '../../../models/sound/log-mel.ts'

/** `seconds` of a song of its own, mono, -1..1. */
export function song(seed: number, seconds: number): Float32Array {
  const rng = rngOf(seed)
  const samples = new Float32Array(Math.round(seconds * SOUND_HZ))
  const beatS = 0.35 + 0.3 * rng.next()
  const beats = Math.ceil(seconds / beatS)
  for (let beat = 0; beat < beats; beat++) {
    const from = Math.round(beat * beatS * SOUND_HZ)
    const tones = Array.from({ length: 3 }, () => 110 * 2 ** (rng.below(48) / 12))
    for (let n = 0; n < beatS * SOUND_HZ && from + n < samples.length; n++) {
      const fade = Math.exp((-4 * n) / (beatS * SOUND_HZ))
      let sum = n < 400 ? 0.3 * rng.normal() : 0
      for (const hertz of tones)
        for (let overtone = 1; overtone <= 4; overtone++)
          sum += (0.3 / overtone) * Math.sin((2 * Math.PI * hertz * overtone * n) / SOUND_HZ)
      samples[from + n] = 0.3 * fade * sum + 0.002 * rng.normal()
    }
  }
  return samples
}

/** Noise below the music, a softer volume, highs lost, the start cut: what another encoding at another loudness is. */
export function reencoded(samples: Float32Array, seed: number, cutS: number): Float32Array {
  const rng = rngOf(seed)
  const out = new Float32Array(Math.max(0, samples.length - Math.round(cutS * SOUND_HZ)))
  let smooth = 0
  for (let n = 0; n < out.length; n++) {
    smooth += 0.7 * ((samples[n + samples.length - out.length] ?? 0) - smooth)
    out[n] = 0.5 * smooth + 0.001 * rng.normal()
  }
  return out
}
