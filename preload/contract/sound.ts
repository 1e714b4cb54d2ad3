// The audio analysis as the listener sees them: how much of the library was listened to, how long it will take, which files could not be decoded.
import { z } from 'zod'
import { call, command, event } from './define.ts'
import type { ErrorCode } from './errors.ts'
import type { TrackId } from './ids.ts'

export interface SoundProgress {
  /** 'waiting': polite (on battery, busy, or music plays on a weak machine); 'unsupported': no audio analysis here (command line). */
  readonly state: 'idle' | 'working' | 'waiting' | 'paused' | 'unsupported'
  readonly why: 'battery' | 'busy' | null
  readonly done: number
  readonly of: number
  readonly failed: number
  /** Title of the track in the audio analysis. */
  readonly current: string | null
  readonly msLeft: number | null
}

export interface SoundFailure {
  readonly trackId: TrackId
  readonly title: string
  readonly artist: string
  readonly code: ErrorCode
  readonly message: string
}

export const sound = {
  'sound.progress': call<SoundProgress>()(z.void(), 'again'),
  'sound.setPaused': command(z.object({ paused: z.boolean() }), 'again'),
  'sound.failures': call<readonly SoundFailure[]>()(z.object({ limit: z.number().int().min(1).max(500) }), 'again'),
  /** Tries the failed ones again. */
  'sound.retry': command(z.void(), 'again'),
} as const

export const soundEvents = {
  'sound.progressed': event<SoundProgress>(),
} as const
