// Slow features: what a listener has done over a week, a month and ever (Fazelnia et al. 2022, section 4.1; weekdays and the last three of a span are ours).
import type { HistoryPlay } from '../../history.ts'
import { ModelError } from '../../model.ts'
import type { TrackVectors } from './vectors.ts'

const DAY_S = 86_400
const SPANS_S = [7 * DAY_S, 30 * DAY_S, Number.POSITIVE_INFINITY] as const
const [PLAYS, SKIPS, RELISTENS, LIKES, ADDS, HOURS] = [0, 1, 2, 3, 4, 5] as const
const HOUR_BINS = 6
const WEEKDAYS = HOURS + HOUR_BINS
const COUNTS = WEEKDAYS + 7
/** Counts, then share of discovery, mean dwell fraction and GS-score. */
const PER_SPAN = COUNTS + 3
/** The first so many are of the listener's habits; the rest are of the moment. */
export const HABITS = PER_SPAN * SPANS_S.length
/** Length of a moment's features: 21 for each span, then the hour and the weekday as points on a circle, and the silence before it. */
export const SLOW_SIZE = HABITS + 5
/** Where the silence since the last play lies: log(1 + minutes). */
export const SILENCE_AT = HABITS + 4

export type MarkKind = 'like' | 'playlist-add'

/** Adds plays in order of their starts and answers what is known before the next one; nothing later can reach it. */
export interface SlowFeatures {
  /** An earlier time than the latest counts as the latest: a clock was set back. Throws ModelError 'bad-input' on a time that is no number. */
  add(play: HistoryPlay): void
  /** A like or an addition to a playlist, at seconds since 1970. */
  mark(time: number, kind: MarkKind): void
  /** Of the moment `time`, log(1 + x) of each; not z-scored. Time does not go back afterwards. [SLOW_SIZE] */
  at(time: number): Float32Array
}

interface Entry {
  readonly time: number
  /** What it adds to the counts; each by one. */
  readonly counted: readonly number[]
  /** Null of a mark or a false positive. */
  readonly track: number | null
  readonly first: boolean
  /** Share of the track that was heard; null where its length is not known. */
  readonly fraction: number | null
}

interface Span {
  readonly lengthS: number
  from: number
  readonly counts: Float64Array
  heard: number
  firsts: number
  fractions: number
  withFraction: number
  withVector: number
  readonly direction: Float64Array
}

/** Hours and weekdays are those of the clock that the times are given by. */
export function slowFeatures(vectors: TrackVectors): SlowFeatures {
  const spans: Span[] = SPANS_S.map(lengthS => ({
    lengthS,
    from: 0,
    counts: new Float64Array(COUNTS),
    heard: 0,
    firsts: 0,
    fractions: 0,
    withFraction: 0,
    withVector: 0,
    direction: new Float64Array(vectors.size),
  }))
  const entries: Entry[] = []
  const known = new Set<number>()
  const lengthMs = new Map<number, number>()
  let now = Number.NEGATIVE_INFINITY
  let lastEnd: number | null = null

  function weigh(span: Span, entry: Entry, sign: 1 | -1): void {
    for (const which of entry.counted) span.counts[which] = (span.counts[which] ?? 0) + sign
    if (entry.track === null) return
    span.heard += sign
    if (entry.first) span.firsts += sign
    if (entry.fraction !== null) {
      span.fractions += sign * entry.fraction
      span.withFraction += sign
    }
    if (vectors.known[entry.track] !== 1) return
    span.withVector += sign
    const row = entry.track * vectors.size
    for (let k = 0; k < vectors.size; k++) {
      // An emptied span is exactly zero again: rounding does not pile up over the years.
      const sum = (span.direction[k] ?? 0) + sign * (vectors.values[row + k] ?? 0)
      span.direction[k] = span.withVector === 0 ? 0 : sum
    }
  }

  function advance(time: number): void {
    if (!Number.isFinite(time)) throw new ModelError('bad-input', `a moment's time is ${time}`)
    now = Math.max(now, time)
    for (const span of spans) {
      for (; span.from < entries.length; span.from++) {
        const entry = entries[span.from]
        if (entry === undefined || entry.time > now - span.lengthS) break
        weigh(span, entry, -1)
      }
    }
  }

  function enter(entry: Entry): void {
    entries.push(entry)
    for (const span of spans) weigh(span, entry, 1)
  }

  return {
    add(play) {
      advance(play.start)
      const { track, fp } = play
      if (play.sat === 1) lengthMs.set(track, Math.max(lengthMs.get(track) ?? 0, play.dwellMs))
      const length = lengthMs.get(track) ?? 0
      const first = !fp && !known.has(track)
      const { bin, weekday } = clockOf(now)
      const counted = [PLAYS, HOURS + bin, WEEKDAYS + weekday]
      if (play.sat === 0) counted.push(SKIPS)
      if (!fp && !first) counted.push(RELISTENS)
      if (!fp) known.add(track)
      enter({
        time: now,
        counted,
        track: fp ? null : track,
        first,
        fraction: length > 0 ? Math.min(1, play.dwellMs / length) : null,
      })
      lastEnd = Math.max(lastEnd ?? Number.NEGATIVE_INFINITY, now + play.dwellMs / 1000)
    },
    mark(time, kind) {
      advance(time)
      enter({ time: now, counted: [kind === 'like' ? LIKES : ADDS], track: null, first: false, fraction: null })
    },
    at(time) {
      advance(time)
      const out = new Float32Array(SLOW_SIZE)
      spans.forEach((span, which) => {
        const base = which * PER_SPAN
        for (let each = 0; each < COUNTS; each++) out[base + each] = Math.log1p(Math.max(0, span.counts[each] ?? 0))
        out[base + COUNTS] = Math.log1p(span.heard > 0 ? span.firsts / span.heard : 0)
        out[base + COUNTS + 1] = Math.log1p(span.withFraction > 0 ? Math.max(0, span.fractions / span.withFraction) : 0)
        out[base + COUNTS + 2] = Math.log1p(span.withVector > 0 ? lengthOf(span.direction) / span.withVector : 0)
      })
      const { dayShare, weekday } = clockOf(now)
      const week = (weekday + dayShare) / 7
      out[HABITS] = Math.sin(2 * Math.PI * dayShare)
      out[HABITS + 1] = Math.cos(2 * Math.PI * dayShare)
      out[HABITS + 2] = Math.sin(2 * Math.PI * week)
      out[HABITS + 3] = Math.cos(2 * Math.PI * week)
      out[SILENCE_AT] = lastEnd === null ? 0 : Math.log1p(Math.max(0, now - lastEnd) / 60)
      return out
    },
  }
}

function clockOf(time: number): { bin: number; dayShare: number; weekday: number } {
  const days = Math.floor(time / DAY_S)
  const dayShare = time / DAY_S - days
  return {
    bin: Math.min(HOUR_BINS - 1, Math.floor(dayShare * HOUR_BINS)),
    dayShare,
    weekday: (((days + 4) % 7) + 7) % 7,
  }
}

function lengthOf(vector: Float64Array): number {
  let sum = 0
  for (const each of vector) sum += each * each
  return Math.sqrt(sum)
}
