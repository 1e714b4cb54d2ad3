// A history cut into windows of plays in a row, as the sets that the encoder learns from: who may look at whom, and how they are related.
import type { HistoryPlay } from '../history.ts'
import type { SatRows } from './sat-examples.ts'

/** Numbers that say how a play before went: stayed, skipped, share heard, ln(1 + seconds heard), chosen by hand. */
export const OUTCOMES = 5
/** Numbers that say how a play before stands to the one to come: see `relate`. */
export const RELATIONS = 7

export interface TrackVectors {
  readonly size: number
  /** [tracks, size]; unit rows, or zeros where nothing is known. */
  readonly values: Float32Array
}

export interface SetSizes {
  /** Plays before that an element may look at. */
  readonly reach: number
  /** Plays of a window that are predicted, and plays before them that are only looked at. */
  readonly scored: number
  readonly before: number
}

/** `count` windows of `length` plays; each array row by row. */
export interface SetBatch {
  readonly count: number
  readonly length: number
  /** [count, length, features], as they are. */
  readonly features: Float32Array
  /** [count, length, OUTCOMES]. */
  readonly outcomes: Float32Array
  /** [count, length, length]: 1 where the row may look at the column, a play before it. */
  readonly allowed: Float32Array
  /** [count, length, length, RELATIONS]. */
  readonly relations: Float32Array
  /** [count, length]: 1 stayed, 0 skipped; and 1 where it is known and predicted here. */
  readonly labels: Float32Array
  readonly counted: Float32Array
  /** [count, length, length]: weight of the pair (stayed, skipped) of one session; those of a session add up to its labelled plays. */
  readonly pairs: Float32Array
  /** [count, length]: which play, -1 where a window is not full. */
  readonly plays: Int32Array
}

/** How one play says something: written into `out` from `at`. */
export function writeOutcome(play: HistoryPlay, fraction: number, out: Float32Array, at: number): void {
  out[at] = play.sat === 1 ? 1 : 0
  out[at + 1] = play.sat === 0 ? 1 : 0
  out[at + 2] = fraction
  out[at + 3] = Math.log1p(play.dwellMs / 1000) / 5
  out[at + 4] = play.byHand === true ? 1 : 0
}

export interface Element {
  readonly track: number
  readonly artist: number
  readonly album: number
  readonly session: number
}

/** The relation of an element to a play `age` plays before it (1: the one just before). */
export function relate(
  now: Element,
  then: Element,
  age: number,
  vectors: TrackVectors | null,
  out: Float32Array,
  at: number,
): void {
  out[at] = Math.log(age)
  out[at + 1] = age === 1 ? 1 : 0
  out[at + 2] = now.session === then.session ? 1 : 0
  out[at + 3] = now.track === then.track ? 1 : 0
  out[at + 4] = now.artist === then.artist ? 1 : 0
  out[at + 5] = now.album >= 0 && now.album === then.album ? 1 : 0
  out[at + 6] = vectors === null ? 0 : cosine(vectors, now.track, then.track)
}

/** Windows over plays `from` to `to` - 1, so that each of them is scored once. */
export function setBatches(
  plays: readonly HistoryPlay[],
  rows: SatRows,
  vectors: TrackVectors | null,
  sizes: SetSizes,
  perBatch: number,
  range: { readonly from: number; readonly to: number; readonly offset?: number },
): SetBatch[] {
  const starts: number[] = []
  for (let start = range.from - (range.offset ?? 0); start < range.to; start += sizes.scored) starts.push(start)
  const batches: SetBatch[] = []
  for (let first = 0; first < starts.length; first += perBatch) {
    batches.push(batchOf(plays, rows, vectors, sizes, starts.slice(first, first + perBatch), range))
  }
  return batches
}

function batchOf(
  plays: readonly HistoryPlay[],
  rows: SatRows,
  vectors: TrackVectors | null,
  sizes: SetSizes,
  starts: readonly number[],
  range: { readonly from: number; readonly to: number },
): SetBatch {
  const width = rows.names.length
  const count = starts.length
  const length = sizes.before + sizes.scored
  const batch = {
    count,
    length,
    features: new Float32Array(count * length * width),
    outcomes: new Float32Array(count * length * OUTCOMES),
    allowed: new Float32Array(count * length * length),
    relations: new Float32Array(count * length * length * RELATIONS),
    labels: new Float32Array(count * length),
    counted: new Float32Array(count * length),
    pairs: new Float32Array(count * length * length),
    plays: new Int32Array(count * length).fill(-1),
  }
  starts.forEach((start, row) => {
    const labelled = new Map<number, number[]>()
    for (let place = 0; place < length; place++) {
      const index = start - sizes.before + place
      const play = plays[index]
      if (play === undefined || index >= range.to) continue
      const at = row * length + place
      batch.plays[at] = index
      batch.features.set(rows.values.subarray(index * width, (index + 1) * width), at * width)
      writeOutcome(play, rows.fractions[index] ?? 0, batch.outcomes, at * OUTCOMES)
      if (play.sat !== null && place >= sizes.before && index >= range.from) {
        batch.labels[at] = play.sat
        batch.counted[at] = 1
        const own = labelled.get(play.session)
        if (own) own.push(place)
        else labelled.set(play.session, [place])
      }
      for (let other = Math.max(0, place - sizes.reach); other < place; other++) {
        const then = plays[start - sizes.before + other]
        if (then === undefined) continue
        batch.allowed[at * length + other] = 1
        relate(play, then, place - other, vectors, batch.relations, (at * length + other) * RELATIONS)
      }
    }
    for (const places of labelled.values()) writePairs(batch, row, places)
  })
  return batch
}

function writePairs(batch: SetBatch, row: number, places: readonly number[]): void {
  const stayed = places.filter(place => batch.labels[row * batch.length + place] === 1)
  const skipped = places.filter(place => batch.labels[row * batch.length + place] === 0)
  const weight = places.length / (stayed.length * skipped.length)
  for (const up of stayed) {
    for (const down of skipped) batch.pairs[(row * batch.length + up) * batch.length + down] = weight
  }
}

function cosine({ size, values }: TrackVectors, a: number, b: number): number {
  let sum = 0
  for (let k = 0; k < size; k++) sum += (values[a * size + k] ?? 0) * (values[b * size + k] ?? 0)
  return sum
}
