// Taste by month, and by who chose: plays picked by hand beside those that a queue, an album or a shuffle gave.
import { ModelError } from '../model.ts'
import { emptyTaste, type Taste, withTrack } from './gs-score.ts'

export interface TastePlay {
  readonly track: number
  /** Seconds since 1970. */
  readonly start: number
  readonly fp: boolean
  readonly byHand: boolean | null
}

export interface TasteMonth {
  /** '2025-03', in UTC. */
  readonly month: string
  readonly all: Taste
  readonly byHand: Taste
  readonly queued: Taste
}

/**
 * Months with a heard play in order. `vectors` [tracks, size]; tracks without one (zeros) and false positives are passed over.
 * A play of which nobody knows who chose it counts in `all` alone. Throws ModelError 'bad-input' on a start that is no time.
 */
export function tasteByMonth(plays: readonly TastePlay[], vectors: Float32Array, size: number): TasteMonth[] {
  const months = new Map<string, { all: Taste; byHand: Taste; queued: Taste }>()
  for (const [place, { track, start, fp, byHand }] of plays.entries()) {
    const vector = vectors.subarray(track * size, (track + 1) * size)
    if (fp || !vector.some(value => value !== 0)) continue
    const began = new Date(start * 1000)
    if (Number.isNaN(began.getTime())) throw new ModelError('bad-input', `play ${place}: “start” is ${start}, no time`)
    const month = began.toISOString().slice(0, 7)
    const of = months.get(month) ?? { all: emptyTaste(size), byHand: emptyTaste(size), queued: emptyTaste(size) }
    of.all = withTrack(of.all, vector)
    if (byHand === true) of.byHand = withTrack(of.byHand, vector)
    if (byHand === false) of.queued = withTrack(of.queued, vector)
    months.set(month, of)
  }
  return [...months].map(([month, of]) => ({ month, ...of })).sort((a, b) => (a.month < b.month ? -1 : 1))
}
