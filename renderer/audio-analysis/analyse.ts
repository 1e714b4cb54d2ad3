// A track as the audio analysis know it: excerpts decoded one after another, each thrown away once its spectrogram is made.

import { excerptsOf } from '../../models/sound/excerpts.ts'
import { fingerprint } from '../../models/sound/fingerprint.ts'
import { type LogMel, logMel, MEL_BANDS, MEL_HOP, SOUND_HZ } from '../../models/sound/log-mel.ts'
import { sketchOf } from '../../models/sound/sketch.ts'
import { soundSummary } from '../../models/sound/summary.ts'
import type { Heard } from '../../preload/contract/audio-analysis.ts'
import { DwellError } from '../../preload/contract/errors.ts'
import { openRecording } from './recording.ts'

/** Throws DwellError with a code of the file's own trouble. `durationMs`: as the tags say it, for files that do not say it themselves. */
export async function analyse(url: string, durationMs: number): Promise<Omit<Heard, 'say' | 'job'>> {
  const recording = await openRecording(url, durationMs / 1000)
  try {
    const { parts, middle, middleFromS, middleToS } = excerptsOf(recording.durationS)
    const heard: LogMel[] = []
    let middleHeard: LogMel = { frames: 0, values: new Float32Array() }
    let trouble: unknown
    for (const [index, part] of parts.entries()) {
      try {
        const mel = logMel(await recording.excerpt(part))
        heard.push(mel)
        if (index === middle) middleHeard = framesBetween(mel, middleFromS, middleToS)
      } catch (thrown) {
        // A damaged stretch costs its excerpt; the rest of the track may be whole.
        trouble = thrown
      }
    }
    if (heard.every(({ frames }) => frames === 0))
      throw trouble ?? new DwellError('file-broken', 'the file holds no sound that can be decoded')
    return {
      durationMs: recording.durationS * 1000,
      summary: soundSummary(heard),
      sketch: sketchOf(middleHeard),
      fingerprint: fingerprint(middleHeard),
    }
  } finally {
    recording.close()
  }
}

function framesBetween({ frames, values }: LogMel, fromS: number, toS: number): LogMel {
  const frameAt = (s: number) => Math.max(0, Math.min(frames, Math.round((s * SOUND_HZ) / MEL_HOP)))
  const [from, to] = [frameAt(fromS), frameAt(toS)]
  return { frames: to - from, values: values.subarray(from * MEL_BANDS, to * MEL_BANDS) }
}
