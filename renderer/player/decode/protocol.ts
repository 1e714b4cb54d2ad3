// The few words between the page and its decoding worker.
import type { ErrorCode } from '../../../preload/contract/errors.ts'

/** What is known of an opened file. Frames are at the file's own rate, trimmed of what the encoder added. */
export interface Shape {
  readonly rate: number
  readonly channels: number
  readonly codec: string
  /** Null when only the end will tell; an estimate unless `exact`. */
  readonly frames: number | null
  readonly exact: boolean
}

export interface Start {
  /** Frame of the track to begin at. */
  readonly from: number
  /** Fraction of an output frame at which the track's frame 0 lies (timeline.split). */
  readonly fraction: number
  readonly outputRate: number
}

/** Output-rate samples; `at` counts output frames from the whole part of the track's origin. */
export interface Chunk {
  readonly at: number
  readonly planes: readonly Float32Array<ArrayBuffer>[]
  /** Set on the last chunk (which may hold no samples): the track's true length in its own frames. */
  readonly ends: number | null
}

/** `start` begins (again) somewhere; `read` takes at most that many output frames. A stream is named by the page. */
export type Request =
  | { readonly id: number; readonly ask: 'open'; readonly stream: number; readonly url: string }
  | { readonly id: number; readonly ask: 'start'; readonly stream: number; readonly start: Start }
  | { readonly id: number; readonly ask: 'read'; readonly stream: number; readonly frames: number }
  | { readonly id: number; readonly ask: 'close'; readonly stream: number }
  /** From now on a tick every so many ms, or none at 0: a worker's timers are not slowed down when the window is hidden. */
  | { readonly id: number; readonly ask: 'tick'; readonly everyMs: number }

export type Reply =
  | { readonly id: number; readonly ok: true; readonly shape?: Shape; readonly chunk?: Chunk | null }
  | { readonly id: number; readonly ok: false; readonly code: ErrorCode; readonly message: string }
  | { readonly tick: true }
