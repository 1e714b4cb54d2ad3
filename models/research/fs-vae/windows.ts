// Windows of a listening history as rows of numbers: each begins with an empty step, then plays, and every step says what is known after it.
import type { Rng } from '../../rng.ts'
import { type Listening, SIDE_SIZE } from './listening.ts'
import { SLOW_SIZE } from './slow-features.ts'

/**
 * A moment is predicted from the last 15 to 29 plays: windows begin at multiples of `HOP`, so that one pass over a window answers `HOP`
 * moments, and a moment's answer is the same whether it is asked alone or with a thousand others. (A window of its own for each moment
 * costs 15 to 30 times as much, and every window of 30 took 300 ms a batch of 256 on WASM.)
 */
export const HOP = 15
export const STEPS = 2 * HOP

/** One row: the steps' plays, and the moments that are asked for. */
export interface Window {
  /** Play of each step, -1: none. The first step is always none. [STEPS] */
  readonly plays: Int32Array
  /** Moment whose slow features belong to each step, -1: none. [STEPS] */
  readonly moments: Int32Array
  /** 1 where the step's moment is asked for, [STEPS]. */
  readonly asked: Uint8Array
}

function windowFrom(from: number, until: number): Window {
  const window = {
    plays: new Int32Array(STEPS).fill(-1),
    moments: new Int32Array(STEPS).fill(-1),
    asked: new Uint8Array(STEPS),
  }
  for (let step = 0; step < STEPS && from + step < until; step++) {
    if (step > 0) window.plays[step] = from + step - 1
    window.moments[step] = from + step
  }
  return window
}

/** Windows over the whole history, each moment in one of them, cut at a place that differs from epoch to epoch; asked where a play is a target. */
export function trainingWindows(listening: Listening, rng: Rng): Window[] {
  const out: Window[] = []
  for (let begin = rng.below(STEPS) - STEPS; begin < listening.count; begin += STEPS) {
    const window = windowFrom(Math.max(0, begin), Math.min(listening.count, begin + STEPS))
    let any = false
    for (let step = 0; step < STEPS; step++) {
      const moment = window.moments[step] ?? -1
      if (moment < 0 || listening.target[moment] !== 1) continue
      window.asked[step] = 1
      any = true
    }
    if (any) out.push(window)
  }
  return out
}

/** First play that the moment before play `moment` sees. */
export const windowStart = (moment: number): number => Math.max(0, (Math.floor(moment / HOP) - 1) * HOP)

/** Windows that answer these moments, and for each moment the row times STEPS plus the step where its answer lies. */
export function askedWindows(moments: ArrayLike<number>): { windows: Window[]; places: Int32Array } {
  const rows = new Map<number, number>()
  const windows: Window[] = []
  const places = new Int32Array(moments.length)
  for (let index = 0; index < moments.length; index++) {
    const moment = moments[index] ?? 0
    const group = Math.floor(moment / HOP)
    const from = windowStart(moment)
    let row = rows.get(group)
    if (row === undefined) {
      row = windows.length
      rows.set(group, row)
      windows.push(windowFrom(from, from + STEPS))
    }
    const step = moment - from
    places[index] = row * STEPS + step
    const window = windows[row]
    if (window) window.asked[step] = 1
  }
  return { windows, places }
}

/** The numbers of a batch of windows; moments of the history's end and steps without a play are zeros. */
export interface WindowBatch {
  readonly rows: number
  /** [rows, STEPS, vectors.size] */
  readonly vectors: Float32Array
  /** [rows, STEPS, SIDE_SIZE] */
  readonly side: Float32Array
  /** z-scored, [rows x STEPS, SLOW_SIZE] */
  readonly slow: Float32Array
}

export interface SlowScale {
  readonly mean: Float32Array
  readonly deviation: Float32Array
}

/** z-scores further out than this are brought back: totals only ever grow, so the future lies outside what was seen. */
const Z_LIMIT = 3

export function zScored(slow: ArrayLike<number>, from: number, scale: SlowScale, out: Float32Array, at: number): void {
  for (let k = 0; k < SLOW_SIZE; k++) {
    const z = ((slow[from + k] ?? 0) - (scale.mean[k] ?? 0)) / (scale.deviation[k] ?? 1)
    out[at + k] = Math.max(-Z_LIMIT, Math.min(Z_LIMIT, z))
  }
}

/** Mean and deviation of each slow feature over a history; a feature that never moves has deviation 1. */
export function slowScaleOf(listening: Listening): SlowScale {
  const mean = new Float32Array(SLOW_SIZE)
  const deviation = new Float32Array(SLOW_SIZE).fill(1)
  if (listening.count === 0) return { mean, deviation }
  for (let k = 0; k < SLOW_SIZE; k++) {
    let [sum, squares] = [0, 0]
    for (let moment = 0; moment < listening.count; moment++) sum += listening.slow[moment * SLOW_SIZE + k] ?? 0
    const centre = sum / listening.count
    for (let moment = 0; moment < listening.count; moment++) {
      squares += ((listening.slow[moment * SLOW_SIZE + k] ?? 0) - centre) ** 2
    }
    mean[k] = centre
    const spread = Math.sqrt(squares / listening.count)
    deviation[k] = spread > 1e-6 ? spread : 1
  }
  return { mean, deviation }
}

export function batchOf(listening: Listening, windows: readonly Window[], scale: SlowScale): WindowBatch {
  const { size, values } = listening.vectors
  const rows = windows.length
  const batch = {
    rows,
    vectors: new Float32Array(rows * STEPS * size),
    side: new Float32Array(rows * STEPS * SIDE_SIZE),
    slow: new Float32Array(rows * STEPS * SLOW_SIZE),
  }
  windows.forEach((window, row) => {
    for (let step = 0; step < STEPS; step++) {
      const place = row * STEPS + step
      const play = window.plays[step] ?? -1
      if (play >= 0 && play < listening.count) {
        const track = listening.track[play] ?? 0
        batch.vectors.set(values.subarray(track * size, (track + 1) * size), place * size)
        batch.side.set(listening.side.subarray(play * SIDE_SIZE, (play + 1) * SIDE_SIZE), place * SIDE_SIZE)
      }
      const moment = window.moments[step] ?? -1
      if (moment >= 0 && moment < listening.count)
        zScored(listening.slow, moment * SLOW_SIZE, scale, batch.slow, place * SLOW_SIZE)
    }
  })
  return batch
}

/** The vectors of the plays at the asked moments [rows x STEPS, size], and 1 where one is asked for [rows x STEPS]. */
export function targetsOf(
  listening: Listening,
  windows: readonly Window[],
): { next: Float32Array; mask: Float32Array } {
  const { size, values } = listening.vectors
  const next = new Float32Array(windows.length * STEPS * size)
  const mask = new Float32Array(windows.length * STEPS)
  windows.forEach((window, row) => {
    for (let step = 0; step < STEPS; step++) {
      if (window.asked[step] !== 1) continue
      const track = listening.track[window.moments[step] ?? 0] ?? 0
      next.set(values.subarray(track * size, (track + 1) * size), (row * STEPS + step) * size)
      mask[row * STEPS + step] = 1
    }
  })
  return { next, mask }
}
