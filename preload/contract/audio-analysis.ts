// What is said between the core and the audio analysis, the hidden page that decodes: one request a track, one answer to it. Both doors parse.
import { z } from 'zod'
import { errorCodes } from './errors.ts'
import { trackId } from './ids.ts'

/**
 * To be raised when what the audio analysis make of a file changes: excerpts, log-mel, summary, sketch or fingerprint. Every track is then listened to
 * again, by and by, and what an older version heard is not read any more.
 */
export const EARS_VERSION = 1

/** Numbers the requests of one port, so that an answer finds its own. */
const job = z.number().int().positive()

export const toAnalysis = z.object({
  say: z.literal('analyse'),
  job,
  trackId,
  /** As the tags say it; 0 where they say nothing. */
  durationMs: z.number().min(0),
})
export type ToAnalysis = z.infer<typeof toAnalysis>

export const fromAnalysis = z.discriminatedUnion('say', [
  z.object({
    say: z.literal('heard'),
    job,
    /** As decoded. */
    durationMs: z.number().min(0),
    /** [SUMMARY_SIZE] of models/sound/summary.ts. */
    summary: z.custom<Float32Array>(value => value instanceof Float32Array),
    /** Of models/sound/sketch.ts: half a minute in the middle. */
    sketch: z.custom<Uint8Array>(value => value instanceof Uint8Array),
    /** Of models/sound/fingerprint.ts; empty where the sound says nothing. */
    fingerprint: z.custom<Uint32Array>(value => value instanceof Uint32Array),
  }),
  z.object({ say: z.literal('failed'), job, code: z.enum(errorCodes), message: z.string() }),
])
export type FromAnalysis = z.infer<typeof fromAnalysis>
export type Heard = Extract<FromAnalysis, { say: 'heard' }>
