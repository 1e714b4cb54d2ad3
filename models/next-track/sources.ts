// Sources of the ranker beside its counts: what other models say of a candidate, as columns, and what they propose.

import type { HistoryPlay } from '../history.ts'

/** A fitted model's word on candidates at a moment. */
export interface Source {
  /** Its columns, in order. */
  readonly names: readonly string[]
  /** Told of all moments that will be asked for, before the first is: for models that answer many at once. */
  prepare?(moments: readonly SourceMoment[]): Promise<void>
  /** The play that just ended; for those that remember. */
  add?(play: HistoryPlay): void
  /** Tracks it would play next, best first; few. */
  propose(moment: SourceMoment): readonly number[]
  /** Fills `out` at `at` with its columns for one candidate. */
  fill(moment: SourceMoment, candidate: number, out: Float32Array, at: number): void
}

export interface SourceMoment {
  /** Place of the play that is asked for, in the history. */
  readonly index: number
  /** Tracks of the session so far that count, the oldest first. */
  readonly prefix: readonly number[]
}

/** Several as one. */
export function joined(sources: readonly Source[]): Source {
  return {
    names: sources.flatMap(source => source.names),
    async prepare(moments) {
      for (const source of sources) await source.prepare?.(moments)
    },
    add(play) {
      for (const source of sources) source.add?.(play)
    },
    propose: moment => sources.flatMap(source => source.propose(moment)),
    fill(moment, candidate, out, at) {
      let place = at
      for (const source of sources) {
        source.fill(moment, candidate, out, place)
        place += source.names.length
      }
    },
  }
}
