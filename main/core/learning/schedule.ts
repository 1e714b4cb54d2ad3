// When a training begins by itself: enough was heard since the last one, and nobody would feel it.
import type { MachineState } from '../host/machine.ts'

export interface Due {
  readonly newPlays: number
  /** So many start the next one. */
  readonly nextAt: number
  /** What is learned from changed at once, or much of the library is new. */
  readonly changed: boolean
  /** ms since 1970; null: there was none. */
  readonly lastTrainedAt: number | null
  /** Not before this moment: the listener cancelled the last one, or it failed. */
  readonly notBefore: number
}

/** Nobody touched the machine for so long, seconds. */
const IDLE_S = 120
/** A night: what little was heard since yesterday is learned from too. */
const NIGHT_IDLE_S = 1800
const DAY_MS = 20 * 3_600_000
/** A listener who is hardly known is worth learning from anew after every few plays, while it takes a second. */
const FIRST = 30
const LEAST = 15
const GROWTH = 0.3

/** Plays that start the next training, of a listener of whom `plays` were learned from. */
export function playsToNext(wanted: number, plays: number | null): number {
  return Math.min(wanted, plays === null ? FIRST : Math.max(LEAST, Math.ceil(GROWTH * plays)))
}

export function isDue(due: Due, machine: MachineState, now: number): boolean {
  if (now < due.notBefore || machine.onBattery || machine.busy || machine.idleS < IDLE_S) return false
  if (due.changed || due.newPlays >= due.nextAt) return true
  return (
    due.newPlays > 0 && due.lastTrainedAt !== null && now - due.lastTrainedAt > DAY_MS && machine.idleS >= NIGHT_IDLE_S
  )
}
