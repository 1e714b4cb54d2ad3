// A listener's history as FS-VAE and its comparisons read it: each play with its outcome and gap (fast), each moment before a play (slow).
import type { History, HistoryPlay } from '../../history.ts'
import { ModelError } from '../../model.ts'
import { type MarkKind, SLOW_SIZE, slowFeatures } from './slow-features.ts'
import type { TrackVectors } from './vectors.ts'

/** Beside the vector of a play: is a play, has no vector, stayed, skipped, false positive, by hand, gap, first play, time since it last played. */
export const SIDE_SIZE = 9

/** Moment i is the one before play i; it knows the plays 0..i-1. */
export interface Listening {
  readonly vectors: TrackVectors
  readonly count: number
  /** Track of each play, [count]. */
  readonly track: Int32Array
  /** Outcome and gap of each play, [count, SIDE_SIZE]. */
  readonly side: Float32Array
  /** Slow features of each moment, [count, SLOW_SIZE]. */
  readonly slow: Float32Array
  /** 1 where the play was no false positive and its track has a vector: what can be predicted at that moment, [count]. */
  readonly target: Uint8Array
  /** 1 where the play was no false positive, [count]. */
  readonly stayed: Uint8Array
}

export interface Mark {
  readonly time: number
  readonly kind: MarkKind
}

/** What is kept of a listener while plays come in: the slow features and the last plays. */
export interface ListenerMemory {
  readonly vectors: TrackVectors
  /** Plays so far. */
  readonly count: number
  /** Returns the play's side features, [SIDE_SIZE]. */
  add(play: HistoryPlay): Float32Array
  mark(mark: Mark): void
  /** Slow features before a play at `time` (seconds since 1970), [SLOW_SIZE]. */
  slowAt(time: number): Float32Array
  /** The last `KEPT_PLAYS` plays, oldest first. */
  readonly last: readonly KeptPlay[]
}

export interface KeptPlay {
  readonly track: number
  readonly side: Float32Array
}

export const KEPT_PLAYS = 64

/** Of a listener who has not played anything yet. */
export function listenerMemory(vectors: TrackVectors): ListenerMemory {
  const slow = slowFeatures(vectors)
  const playedAt = new Map<number, number>()
  const last: KeptPlay[] = []
  let count = 0
  let lastEnd: number | null = null
  return {
    vectors,
    get count() {
      return count
    },
    last,
    add(play) {
      checkPlay(play, vectors, count)
      slow.add(play)
      const before = playedAt.get(play.track)
      const side = Float32Array.of(
        1,
        vectors.known[play.track] === 1 ? 0 : 1,
        play.sat === 1 ? 1 : 0,
        play.sat === 0 ? 1 : 0,
        play.fp ? 1 : 0,
        play.byHand === true ? 1 : 0,
        // Divided so that a gap of a month, or of years, stays near 1.
        lastEnd === null ? 0 : Math.log1p(Math.max(0, play.start - lastEnd) / 60) / 10,
        before === undefined ? 1 : 0,
        before === undefined ? 0 : Math.log1p(Math.max(0, play.start - before) / 3600) / 10,
      )
      playedAt.set(play.track, play.start)
      lastEnd = Math.max(lastEnd ?? play.end, play.end)
      count++
      last.push({ track: play.track, side })
      if (last.length > KEPT_PLAYS) last.shift()
      return side
    },
    mark: ({ time, kind }) => slow.mark(time, kind),
    slowAt: time => slow.at(time),
  }
}

/** The whole history in one pass; `marks` by time. Throws ModelError 'bad-input' that names the play. */
export function listeningOf(history: History, vectors: TrackVectors, marks: readonly Mark[] = []): Listening {
  const count = history.plays.length
  const out = {
    vectors,
    count,
    track: new Int32Array(count),
    side: new Float32Array(count * SIDE_SIZE),
    slow: new Float32Array(count * SLOW_SIZE),
    target: new Uint8Array(count),
    stayed: new Uint8Array(count),
  }
  const memory = listenerMemory(vectors)
  let marked = 0
  history.plays.forEach((play, index) => {
    checkPlay(play, vectors, index)
    for (let mark = marks[marked]; mark !== undefined && mark.time <= play.start; mark = marks[++marked])
      memory.mark(mark)
    out.slow.set(memory.slowAt(play.start), index * SLOW_SIZE)
    out.side.set(memory.add(play), index * SIDE_SIZE)
    out.track[index] = play.track
    out.stayed[index] = play.fp ? 0 : 1
    out.target[index] = !play.fp && vectors.known[play.track] === 1 ? 1 : 0
  })
  return out
}

/** The first `count` plays alone: what a model is fitted on when the rest is its future. */
export function firstPlays(listening: Listening, count: number): Listening {
  const kept = Math.max(0, Math.min(count, listening.count))
  return {
    vectors: listening.vectors,
    count: kept,
    track: listening.track.subarray(0, kept),
    side: listening.side.subarray(0, kept * SIDE_SIZE),
    slow: listening.slow.subarray(0, kept * SLOW_SIZE),
    target: listening.target.subarray(0, kept),
    stayed: listening.stayed.subarray(0, kept),
  }
}

function checkPlay(play: HistoryPlay, vectors: TrackVectors, index: number): void {
  if (!(play.track >= 0 && play.track < vectors.count))
    throw new ModelError('bad-input', `play ${index} is of track ${play.track}, and there are ${vectors.count} tracks`)
  for (const [name, value] of [
    ['start', play.start],
    ['end', play.end],
    ['dwellMs', play.dwellMs],
  ] as const) {
    if (!Number.isFinite(value)) throw new ModelError('bad-input', `play ${index} has ${name} ${value}`)
  }
}
