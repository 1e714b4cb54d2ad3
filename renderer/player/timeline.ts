// Where sound lies in time: tracks laid on the output's frames, exactly, to a fraction of a frame.
//
// One number places a track: its origin, the output frame (a fraction is allowed) at which its first frame sounds. Everything else
// follows: what is heard now, where it ends, where the next one begins.
import type { TrackRow } from '../../preload/contract/library.ts'
import type { Settings } from '../../preload/contract/settings.ts'

/** How many output frames one frame of the track lasts. */
export const ratio = (trackRate: number, outputRate: number): number => outputRate / trackRate

/** Output frame (with fraction) right after the track's last frame. */
export function endFrame(origin: number, frames: number, trackRate: number, outputRate: number): number {
  return origin + frames * ratio(trackRate, outputRate)
}

/** Position in the track, in ms, that sounds at an output frame. */
export function positionMs(frame: number, origin: number, outputRate: number): number {
  return ((frame - origin) / outputRate) * 1000
}

/** Whole and fractional part of an origin: nodes start on whole frames, the resampler carries the fraction (0 <= fraction < 1). */
export function split(origin: number): { readonly base: number; readonly fraction: number } {
  const base = Math.floor(origin)
  const fraction = origin - base
  // What rounding left over from the arithmetic is no fraction.
  if (fraction < 1e-6) return { base, fraction: 0 }
  if (fraction > 1 - 1e-6) return { base: base + 1, fraction: 0 }
  return { base, fraction }
}

/** The fraction an origin must have so that track frame `from` sounds on a whole output frame. */
export function fractionFor(from: number, trackRate: number, outputRate: number): number {
  const at = from * ratio(trackRate, outputRate)
  return split(Math.ceil(at) - at).fraction
}

export interface Join {
  /** `exact`: at the very end. `crossfade`: `overlapS` before it. `apart`: opened when the other has ended. */
  readonly kind: 'exact' | 'crossfade' | 'apart'
  readonly overlapS: number
}

type OnRecord = Pick<TrackRow, 'albumId' | 'disc' | 'track'>

/** Whether `b` comes right after `a` on the same record. */
export function consecutive(a: OnRecord, b: OnRecord): boolean {
  if (a.albumId === null || a.albumId !== b.albumId || a.track === null || b.track === null) return false
  const discA = a.disc ?? 1
  const discB = b.disc ?? 1
  return discA === discB ? b.track === a.track + 1 : discB === discA + 1 && b.track === 1
}

/** At most this part of either track is given to a crossfade, so that a short one is still heard alone. */
const mostOfATrack = 0.4

/** How `b` follows `a` when `a` ends by itself. */
export function joinOf(
  a: OnRecord & { readonly durationMs: number },
  b: OnRecord & { readonly durationMs: number },
  settings: Pick<Settings, 'gapless' | 'crossfadeS'>,
): Join {
  if (settings.gapless && consecutive(a, b)) return { kind: 'exact', overlapS: 0 }
  const overlapS = Math.min(
    settings.crossfadeS,
    (a.durationMs / 1000) * mostOfATrack,
    (b.durationMs / 1000) * mostOfATrack,
  )
  if (overlapS > 0.05) return { kind: 'crossfade', overlapS }
  return { kind: settings.gapless ? 'exact' : 'apart', overlapS: 0 }
}
