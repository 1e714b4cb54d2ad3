// Sessions as a session model reads them: tracks in order, false positives apart, cut into windows and padded batches (FP-AdaMetric, Jeong et al. 2022).
import type { HistoryPlay } from '../history.ts'
import { ModelError } from '../model.ts'
import { type Rng, shuffled } from '../rng.ts'

export interface SessionSequence {
  /** 0-based indices, in the order of their starts. */
  readonly tracks: readonly number[]
  /** False positives of the same session: the track, and how many of `tracks` had begun before it. In order. */
  readonly falsePositives: readonly { readonly track: number; readonly after: number }[]
}

/**
 * The sessions of `plays` (by start). Apart: `tracks` holds the true positives only. Kept: every play is in `tracks`, as a system
 * would see them that knows no false positives. Sessions without a track are left out.
 */
export function sequencesOf(
  plays: readonly HistoryPlay[],
  falsePositives: 'apart' | 'kept' = 'apart',
): SessionSequence[] {
  const out: { tracks: number[]; falsePositives: { track: number; after: number }[] }[] = []
  let session: number | null = null
  for (const play of plays) {
    if (play.session !== session) out.push({ tracks: [], falsePositives: [] })
    session = play.session
    const last = out.at(-1)
    if (play.fp && falsePositives === 'apart')
      last?.falsePositives.push({ track: play.track, after: last.tracks.length })
    else last?.tracks.push(play.track)
  }
  return out.filter(({ tracks }) => tracks.length > 0)
}

/** Throws ModelError 'bad-input' where an index is not one of `tracks` tracks. */
export function checkSequences(sequences: readonly SessionSequence[], tracks: number): void {
  sequences.forEach((sequence, at) => {
    for (const track of sequence.tracks) checkTrack(track, tracks, at)
    for (const { track, after } of sequence.falsePositives) {
      checkTrack(track, tracks, at)
      if (!Number.isInteger(after) || after < 0)
        throw new ModelError('bad-input', `sequence ${at} holds a false positive after ${after} tracks`)
    }
  })
}

export function checkTrack(track: number, tracks: number, at: number): void {
  if (!Number.isInteger(track) || track < 0 || track >= tracks)
    throw new ModelError('bad-input', `sequence ${at} holds track ${track}, and there are ${tracks}`)
}

/** `batch` windows of one session each, padded at the end to `steps`; what is padded is -1. */
export interface SessionBatch {
  readonly batch: number
  readonly steps: number
  /** [batch, steps]: what was played, and what came after it. */
  readonly tracks: Int32Array
  readonly targets: Int32Array
  /** [batch, sets]: false positives of the window's session, and [batch, steps, sets] 1 where one came before that step's target. */
  readonly sets: number
  readonly falsePositives: Int32Array
  readonly before: Float32Array
}

interface Window {
  readonly sequence: SessionSequence
  /** Of `tracks`: inputs are from..from+length-1, targets one later. */
  readonly from: number
  readonly length: number
}

/** Cut at random places, so that over the epochs every target is seen after long and after short beginnings. */
function windowsOf(sequences: readonly SessionSequence[], steps: number, rng: Rng): Window[] {
  const out: Window[] = []
  for (const sequence of sequences) {
    const inputs = sequence.tracks.length - 1
    let from = 0
    let length = inputs > steps ? 1 + rng.below(steps) : inputs
    while (from < inputs) {
      out.push({ sequence, from, length })
      from += length
      length = Math.min(steps, inputs - from)
    }
  }
  return out
}

export interface BatchOptions {
  readonly steps: number
  /** Inputs in a batch, padding not counted. */
  readonly positions: number
  /** Most false positives of a window, drawn from its session's so far; 0: none. */
  readonly sets: number
}

/** One epoch's batches, in random order; windows of like length lie together, so that little is padded. */
export function batchesOf(sequences: readonly SessionSequence[], options: BatchOptions, rng: Rng): SessionBatch[] {
  const windows = shuffled(windowsOf(sequences, options.steps, rng), rng).sort((a, b) => a.length - b.length)
  const groups: Window[][] = []
  let positions = Number.POSITIVE_INFINITY
  for (const window of windows) {
    if (positions + window.length > options.positions) {
      groups.push([])
      positions = 0
    }
    groups.at(-1)?.push(window)
    positions += window.length
  }
  return shuffled(groups, rng).map(group => batchOf(group, options.sets, rng))
}

function batchOf(windows: readonly Window[], most: number, rng: Rng): SessionBatch {
  const steps = Math.max(...windows.map(({ length }) => length))
  const chosen = windows.map(({ sequence, from, length }) => {
    const far = sequence.falsePositives.filter(({ after }) => after <= from + length)
    return most === 0 ? [] : far.length <= most ? far : shuffled(far, rng).slice(0, most)
  })
  const sets = Math.max(...chosen.map(({ length }) => length))
  const batch = windows.length
  const tracks = new Int32Array(batch * steps).fill(-1)
  const targets = new Int32Array(batch * steps).fill(-1)
  const falsePositives = new Int32Array(batch * sets).fill(-1)
  const before = new Float32Array(batch * steps * sets)
  windows.forEach(({ sequence, from, length }, row) => {
    for (let step = 0; step < length; step++) {
      tracks[row * steps + step] = sequence.tracks[from + step] ?? -1
      targets[row * steps + step] = sequence.tracks[from + step + 1] ?? -1
    }
    chosen[row]?.forEach(({ track, after }, place) => {
      falsePositives[row * sets + place] = track
      for (let step = Math.max(0, after - from - 1); step < length; step++)
        before[(row * steps + step) * sets + place] = 1
    })
  })
  return { batch, steps, tracks, targets, sets, falsePositives, before }
}

/** Beginnings of sessions as one batch without targets; of each the last `steps` tracks. Empty ones are all padding. */
export function prefixBatch(prefixes: readonly (readonly number[])[], most: number): SessionBatch {
  const steps = Math.max(1, Math.min(most, ...[Math.max(0, ...prefixes.map(({ length }) => length))]))
  const batch = prefixes.length
  const tracks = new Int32Array(batch * steps).fill(-1)
  prefixes.forEach((prefix, row) => {
    const last = prefix.slice(-steps)
    tracks.set(last, row * steps)
  })
  return {
    batch,
    steps,
    tracks,
    targets: new Int32Array(batch * steps).fill(-1),
    sets: 0,
    falsePositives: new Int32Array(0),
    before: new Float32Array(0),
  }
}
