// What the interface sees of the player: one small state, a few commands, and a clock that is read without rendering.
import { create } from 'zustand'
import type { ErrorCode } from '../../preload/contract/errors.ts'
import type { QueueItemId, TrackId } from '../../preload/contract/ids.ts'
import type { TrackRow } from '../../preload/contract/library.ts'
import type { Origin } from '../../preload/contract/listening.ts'
import type { QueueItem, QueueSource } from '../../preload/contract/queue.ts'

/** `loading`: asked to play, nothing sounds yet. `error`: playing stopped because of `error`; the item stays where it was. */
export type PlayerStatus = 'empty' | 'paused' | 'loading' | 'playing' | 'error'

/**
 * Something the listener should read once.
 * `skipped`: this track would not play and was passed over. `stopped`: three in a row would not play, so playing stopped.
 * `device`: the output device went away, so playing paused.
 */
export interface PlayerTrouble {
  /** Counts up, so that the same message twice is two messages. */
  readonly id: number
  readonly kind: 'skipped' | 'stopped' | 'device'
  readonly code: ErrorCode
  readonly title: string | null
  /** English, names the file or device; the interface words `kind` and `code` in its own language. */
  readonly message: string
}

/** The dwell ring: `fill` 0..1 grows with the time heard; `passed` once this play counts as one the listener stayed with. */
export interface Ring {
  readonly fill: number
  readonly passed: boolean
}

export interface PlayerState {
  readonly status: PlayerStatus
  readonly item: QueueItem | null
  readonly track: TrackRow | null
  /** Of the file as it decodes, once known; of its tags before. */
  readonly durationMs: number
  /** Time heard in this play, and the ring it fills: refreshed four times a second while sounding (`dwellNow` is exact). */
  readonly dwellMs: number
  readonly ring: Ring
  /** Slider position 0..1; the ear's curve is applied inside. */
  readonly volume: number
  readonly muted: boolean
  readonly error: PlayerTrouble | null
}

export interface OutputDevice {
  /** Empty for the system's default. */
  readonly id: string
  readonly label: string
}

export interface PlayerCommands {
  /** Replaces what comes from a source by `ids` and plays `ids[startAt]` now. */
  playNow(
    ids: Int32Array | readonly TrackId[],
    startAt: number,
    origin: Origin,
    source: QueueSource,
    options?: { readonly shuffle?: boolean },
  ): void
  /** Dwell chooses what plays from now on, begun with `from` (null: with what it chooses). */
  startAutoplay(from: TrackId | null): void
  /** Plays this item of the queue now. */
  goTo(id: QueueItemId): void
  play(): void
  pause(): void
  toggle(): void
  next(): void
  /** In the first three seconds the item before; later back to the start. */
  previous(): void
  seek(positionMs: number): void
  setVolume(volume: number): void
  setMuted(muted: boolean): void
  dismissError(): void
  outputDevices(): Promise<readonly OutputDevice[]>
  /** Position in the track of what is heard at this instant, ms. Cheap: call it on every animation frame. */
  positionNow(): number
  /** Time heard in this play so far, ms. */
  dwellNow(): number
  /** The ring at this instant, for drawing it on animation frames. */
  ringNow(): Ring
}

export const emptyPlayer: PlayerState = {
  status: 'empty',
  item: null,
  track: null,
  durationMs: 0,
  dwellMs: 0,
  ring: { fill: 0, passed: false },
  volume: 0.8,
  muted: false,
  error: null,
}

/** Hook and store in one: `usePlayer(s => s.status)` in a component, `usePlayer.getState()` outside. */
export const usePlayer = create<PlayerState>()(() => emptyPlayer)

const silent: PlayerCommands = {
  playNow: () => undefined,
  startAutoplay: () => undefined,
  goTo: () => undefined,
  play: () => undefined,
  pause: () => undefined,
  toggle: () => undefined,
  next: () => undefined,
  previous: () => undefined,
  seek: () => undefined,
  setVolume: () => undefined,
  setMuted: () => undefined,
  dismissError: () => undefined,
  outputDevices: async () => [],
  positionNow: () => 0,
  dwellNow: () => 0,
  ringNow: () => emptyPlayer.ring,
}

let attached = silent

/** The engine, once it runs, answers the commands; tests of the interface attach a fake. Returns a function that detaches it. */
export function attachPlayer(commands: PlayerCommands): () => void {
  attached = commands
  return () => {
    attached = silent
  }
}

/** The commands. Always safe to call: before the engine runs they do nothing. */
export const player: PlayerCommands = {
  playNow: (...args) => attached.playNow(...args),
  startAutoplay: from => attached.startAutoplay(from),
  goTo: id => attached.goTo(id),
  play: () => attached.play(),
  pause: () => attached.pause(),
  toggle: () => attached.toggle(),
  next: () => attached.next(),
  previous: () => attached.previous(),
  seek: positionMs => attached.seek(positionMs),
  setVolume: volume => attached.setVolume(volume),
  setMuted: muted => attached.setMuted(muted),
  dismissError: () => attached.dismissError(),
  outputDevices: () => attached.outputDevices(),
  positionNow: () => attached.positionNow(),
  dwellNow: () => attached.dwellNow(),
  ringNow: () => attached.ringNow(),
}
