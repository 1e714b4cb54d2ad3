// From rows to plays of tracks: matched, ordered, duplicates left out, and what each play says by the rule of its format.
import { outcomeOf, satOf } from '../../../../models/listening/outcome.ts'
import { fpThreshold, PLAYS_IN_HISTOGRAM } from '../../../../models/listening/threshold.ts'
import type { HistoryFormat, ImportPreview, MatchSample } from '../../../../preload/contract/history.ts'
import type { ImportReading } from '../../store/tables/import-reading.ts'
import { causeCodes, type ImportColumns, type Name, originCodes } from './columns.ts'
import { type KnownStart, knownAmong, SAME_LISTENING_MS } from './duplicates.ts'
import { createMatcher, ghostKey, type MatchKind } from './match.ts'
import { ownedOf } from './owned.ts'
import type { Place } from './read.ts'
import { nameKey } from './titles.ts'

/** What a play is of: an owned track, or one that is not. */
export interface Target {
  readonly trackId: number | null
  readonly artist: string
  readonly title: string
  readonly artistFold: string
  readonly titleFold: string
  readonly artistId: number | null
  readonly how: MatchKind | null
  /** "artist · title" of the owned track. */
  readonly matched: string | null
  durationMs: number
  plays: number
}

const outcomeCodes = ['neither', 'TP', 'FP'] as const

/** Plays to be written, by start. */
export interface Prepared {
  readonly targets: readonly Target[]
  readonly count: number
  readonly target: Int32Array
  readonly startedAt: Float64Array
  readonly endedAt: Float64Array
  readonly dwellMs: Int32Array
  readonly durationMs: Int32Array
  readonly origin: Uint8Array
  readonly cause: Uint8Array
  readonly outcome: Uint8Array
  /** -1: says nothing. */
  readonly sat: Int8Array
  readonly duplicates: number
}

/** A scrobble is told after half of the track or four minutes; of a track whose length is not known, after thirty seconds. */
const SCROBBLED_AFTER_MS = 240_000
const SCROBBLED_LEAST_MS = 30_000
/** Length of a track that nobody knows, for the end of a scrobble. */
const USUAL_MS = 210_000
/** What these end says nothing of how long a listener stays. */
const mute = new Set<string | null>([null, 'error', 'quit', 'device', 'interrupted'])

export function prepare(
  gathered: ImportColumns,
  format: HistoryFormat,
  reading: ImportReading,
  onProgress: (done: number, of: number) => void,
  onSkipped: (place: Place, why: string) => void,
): Prepared {
  const { targets, targetOf } = targetsOf(gathered.names, reading, onProgress)
  const order = Int32Array.from({ length: gathered.count }, (_, at) => at).sort(
    (a, b) => at(gathered.startedAt, a) - at(gathered.startedAt, b) || a - b,
  )
  const skip = (row: number, why: string) =>
    onSkipped({ file: at(gathered.file, row), row: at(gathered.row, row) }, why)
  const keep = withoutKnown(gathered, order, targets, targetOf, format, reading, skip)
  measureDurations(gathered, keep, targets, targetOf)
  const thresholdMs = fpThreshold(lastDwells(gathered, keep))
  const count = keep.length
  const made: Prepared = {
    targets,
    count,
    target: new Int32Array(count),
    startedAt: new Float64Array(count),
    endedAt: new Float64Array(count),
    dwellMs: new Int32Array(count),
    durationMs: new Int32Array(count),
    origin: new Uint8Array(count),
    cause: new Uint8Array(count),
    outcome: new Uint8Array(count),
    sat: new Int8Array(count),
    duplicates: gathered.count - count,
  }
  for (const [place, row] of keep.entries()) {
    const target = at(targetOf, at(gathered.name, row))
    const durationMs = targets[target]?.durationMs ?? 0
    const startedAt = at(gathered.startedAt, row)
    const next = place + 1 < count ? at(gathered.startedAt, keep[place + 1] ?? row) : Number.POSITIVE_INFINITY
    const told = at(gathered.dwellMs, row)
    const cause = causeCodes[at(gathered.cause, row)] ?? null
    const gapMs = Math.max(1, next - startedAt)
    const dwellMs =
      told >= 0
        ? told
        : Math.min(gapMs, durationMs > 0 ? Math.min(durationMs / 2, SCROBBLED_AFTER_MS) : SCROBBLED_LEAST_MS)
    made.target[place] = target
    made.startedAt[place] = startedAt
    made.endedAt[place] = startedAt + (told >= 0 ? told : Math.min(gapMs, durationMs || USUAL_MS))
    made.dwellMs[place] = Math.round(dwellMs)
    made.durationMs[place] = durationMs
    made.origin[place] = at(gathered.origin, row)
    made.cause[place] = at(gathered.cause, row)
    const target_ = targets[target]
    if (target_ !== undefined) target_.plays++
    if (told < 0) {
      // It was heard; how it ended, nobody says.
      made.outcome[place] = outcomeCodes.indexOf('TP')
      made.sat[place] = -1
      continue
    }
    const sat = satOf({ dwellMs, durationMs, reachedEnd: false, cause })
    made.sat[place] = sat ?? -1
    made.outcome[place] = outcomeCodes.indexOf(outcomeOf({ dwellMs, cause, sat }, thresholdMs))
  }
  return made
}

const at = (column: { readonly [index: number]: number }, index: number): number => column[index] ?? 0

/** Each name's target; names that mean one track share it. */
function targetsOf(names: readonly Name[], reading: ImportReading, onProgress: (done: number, of: number) => void) {
  const matcher = createMatcher(ownedOf(reading, 0))
  const artistIds = new Map<string, number>()
  for (const { id, name } of reading.artists()) {
    const key = nameKey(name)
    if (!artistIds.has(key)) artistIds.set(key, id)
  }
  const targets: Target[] = []
  const places = new Map<string, number>()
  const targetOf = new Int32Array(names.length)
  // The spelling that is heard most names a ghost.
  const byPlays = names.map((_, index) => index).sort((a, b) => (names[b]?.plays ?? 0) - (names[a]?.plays ?? 0))
  for (const [done, index] of byPlays.entries()) {
    const name = names[index]
    if (name === undefined) continue
    if (done % 256 === 0) onProgress(done, names.length)
    const match = matcher.match(name)
    const ghost = match === null ? ghostKey(name) : { artist: '', title: '' }
    const key = match === null ? `${ghost.artist}\u001f\u001f${ghost.title}` : String(match.track.id)
    let place = places.get(key)
    if (place === undefined) {
      place = targets.length
      places.set(key, place)
      targets.push({
        trackId: match?.track.id ?? null,
        artist: name.artists[0] ?? '',
        title: name.title,
        artistFold: ghost.artist,
        titleFold: ghost.title,
        artistId: match === null ? (artistIds.get(ghost.artist) ?? null) : null,
        how: match?.how ?? null,
        matched: match === null ? null : `${match.track.artist} · ${match.track.title}`,
        durationMs: match?.track.durationMs || (name.durationMs ?? 0),
        plays: 0,
      })
    }
    targetOf[index] = place
  }
  return { targets, targetOf }
}

/** Rows by start, without those that are there already and without exact repetitions. */
function withoutKnown(
  gathered: ImportColumns,
  order: Int32Array,
  targets: readonly Target[],
  targetOf: Int32Array,
  format: HistoryFormat,
  reading: ImportReading,
  onSkipped: (row: number, why: string) => void,
): readonly number[] {
  const rowsOf: number[][] = targets.map(() => [])
  const seen = new Set<string>()
  for (const row of order) {
    const target = at(targetOf, at(gathered.name, row))
    const key = `${target} ${at(gathered.startedAt, row)} ${at(gathered.dwellMs, row)}`
    if (seen.has(key)) {
      onSkipped(row, 'the same play stands in the history twice')
      continue
    }
    seen.add(key)
    rowsOf[target]?.push(row)
  }
  const known = knownStarts(gathered, order, targets, format, reading)
  const keep: number[] = []
  for (const [target, rows] of rowsOf.entries()) {
    const there = known.get(target)
    const flags =
      there === undefined
        ? null
        : knownAmong(
            rows.map(row => at(gathered.startedAt, row)),
            there,
          )
    for (const [place, row] of rows.entries()) {
      if (flags?.[place] === true) onSkipped(row, 'Dwell has this play already')
      else keep.push(row)
    }
  }
  return keep.sort((a, b) => at(gathered.startedAt, a) - at(gathered.startedAt, b) || a - b)
}

function knownStarts(
  gathered: ImportColumns,
  order: Int32Array,
  targets: readonly Target[],
  format: HistoryFormat,
  reading: ImportReading,
): ReadonlyMap<number, KnownStart[]> {
  const known = new Map<number, KnownStart[]>()
  if (order.length === 0) return known
  const slackMs = 2 * SAME_LISTENING_MS
  const from = at(gathered.startedAt, order[0] ?? 0) - slackMs
  const to = at(gathered.startedAt, order.at(-1) ?? 0) + slackMs
  const byTrack = new Map<number, number>()
  const byGhost = new Map<string, number>()
  for (const [place, target] of targets.entries()) {
    if (target.trackId !== null) byTrack.set(target.trackId, place)
    else byGhost.set(`${target.artistFold}\u001f\u001f${target.titleFold}`, place)
  }
  const ghostTargets = new Map<number, number>()
  for (const ghost of reading.ghosts()) {
    const place =
      ghost.linkedTrackId === null
        ? byGhost.get(`${ghost.artistFold}\u001f\u001f${ghost.titleFold}`)
        : byTrack.get(ghost.linkedTrackId)
    if (place !== undefined) ghostTargets.set(ghost.id, place)
  }
  const note = (place: number | undefined, start: KnownStart) => {
    if (place === undefined) return
    const starts = known.get(place)
    if (starts === undefined) known.set(place, [start])
    else starts.push(start)
  }
  for (const [track, startedAt] of reading.ownStarts(from, to))
    note(byTrack.get(track), { at: startedAt, sameFormat: false })
  for (const [track, ghost, startedAt, told] of reading.importedStarts(from, to))
    note(track === null ? ghostTargets.get(ghost ?? -1) : byTrack.get(track), {
      at: startedAt,
      sameFormat: told === format,
    })
  return known
}

/** A track that is not owned is as long as its longest finished play. */
function measureDurations(
  gathered: ImportColumns,
  keep: readonly number[],
  targets: readonly Target[],
  targetOf: Int32Array,
): void {
  const finished = causeCodes.indexOf('finished')
  for (const row of keep) {
    if (at(gathered.cause, row) !== finished) continue
    const target = targets[at(targetOf, at(gathered.name, row))]
    if (target !== undefined && target.trackId === null)
      target.durationMs = Math.max(target.durationMs, at(gathered.dwellMs, row))
  }
}

function lastDwells(gathered: ImportColumns, keep: readonly number[]): readonly number[] {
  return keep
    .filter(row => at(gathered.dwellMs, row) >= 0 && !mute.has(causeCodes[at(gathered.cause, row)] ?? null))
    .slice(-PLAYS_IN_HISTOGRAM)
    .map(row => at(gathered.dwellMs, row))
}

const SAMPLES_OF_A_KIND = 4
const UNMATCHED_SAMPLES = 12

/** What the listener is shown of it. The doubtful matches are shown first: those are to be looked at. */
export function summaryOf(
  prepared: Prepared,
): Pick<
  ImportPreview,
  | 'duplicates'
  | 'from'
  | 'to'
  | 'plays'
  | 'matchedPlays'
  | 'tracks'
  | 'matchedTracks'
  | 'how'
  | 'matchedSamples'
  | 'unmatchedSamples'
> {
  const heard = prepared.targets.filter(({ plays }) => plays > 0).sort((a, b) => b.plays - a.plays)
  const owned = heard.filter(({ trackId }) => trackId !== null)
  const kinds = ['typo', 'version', 'folded', 'exact'] as const
  const sample = ({ artist, title, matched, plays }: Target): MatchSample => ({ artist, title, matched, plays })
  const many = (kind: MatchKind) => owned.filter(({ how }) => how === kind)
  return {
    duplicates: prepared.duplicates,
    from: prepared.count === 0 ? null : at(prepared.startedAt, 0),
    to: prepared.count === 0 ? null : at(prepared.startedAt, prepared.count - 1),
    plays: prepared.count,
    matchedPlays: owned.reduce((sum, { plays }) => sum + plays, 0),
    tracks: heard.length,
    matchedTracks: owned.length,
    how: {
      exact: many('exact').length,
      folded: many('folded').length,
      version: many('version').length,
      typo: many('typo').length,
    },
    matchedSamples: kinds.flatMap(kind => many(kind).slice(0, SAMPLES_OF_A_KIND).map(sample)),
    unmatchedSamples: heard
      .filter(({ trackId }) => trackId === null)
      .slice(0, UNMATCHED_SAMPLES)
      .map(sample),
  }
}

/** Origin and cause as words, for the log. */
export const wordsOf = (prepared: Prepared, row: number) => ({
  origin: originCodes[at(prepared.origin, row)] ?? 'imported',
  cause: causeCodes[at(prepared.cause, row)] ?? null,
  outcome: outcomeCodes[at(prepared.outcome, row)] ?? 'neither',
  sat: at(prepared.sat, row) < 0 ? null : at(prepared.sat, row),
})
