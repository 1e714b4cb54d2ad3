// A sketch of a sound: the log-mel of an excerpt as coarse as the desktop network takes it, a byte a value, so that a library's fits on a disk.
import { ModelError } from '../model.ts'
import { coarse, type SoundClip } from './crops.ts'
import { type LogMel, MEL_BANDS } from './log-mel.ts'
import { DESKTOP } from './shape.ts'

const BANDS = MEL_BANDS / DESKTOP.bandsTogether
/** Of log-mel: a full-scale tone reaches 17.1, and music spreads by 2 to 3 within a band. */
const STEP = 0.07

/** `coarse` of DESKTOP in bytes, [steps, 64] row by row: half a minute is 41 kB, each value within 0.035. */
export function sketchOf(mel: LogMel): Uint8Array {
  return Uint8Array.from(coarse(mel, DESKTOP).values, value => Math.min(255, Math.round(value / STEP)))
}

/** The clip as `fitSoundCnn` and `predictSoundCnn` take it for DESKTOP. Throws 'bad-input' where bytes are missing. */
export function clipOf(sketch: Uint8Array): SoundClip {
  if (sketch.length % BANDS !== 0)
    throw new ModelError('bad-input', `a sketch of ${sketch.length} bytes is no whole number of steps of ${BANDS}`)
  return { steps: sketch.length / BANDS, values: Float32Array.from(sketch, byte => byte * STEP) }
}
