// Taste by month: the specialist-generalist score of all plays, of those picked by hand and of those that a queue or a list gave.
import { emptyTaste, type Taste, unbiasedGs, withTrack } from '../../../models/taste/gs-score.ts'
import { type TastePlay, tasteByMonth } from '../../../models/taste/months.ts'
import type { TasteMonth } from '../../../preload/contract/insights.ts'
import type { HeardPlays } from '../store/tables/insights.ts'
import { monthsBetween } from './months.ts'
import { placesIn, type TrackVectors } from './vectors.ts'

/** Choice: a score over fewer plays moves more by chance than by taste. */
export const PLAYS_FOR_TASTE = 20

const byHand = new Set(['hand', 'search'])
const unknown = new Set(['imported', 'restored'])

export const pickedByHand = (origin: string): boolean | null => (unknown.has(origin) ? null : byHand.has(origin))

/** Every month from the first play to `now`; null where fewer than 20 plays have a vector. Unbiased, so that months of few and of many plays compare. */
export function tasteOf(plays: HeardPlays, vectors: TrackVectors | null, now: number): TasteMonth[] {
  const first = plays.startedAt[0]
  if (vectors === null || first === undefined) return []
  const months = new Map(
    tasteByMonth([...tastePlays(plays, vectors)], vectors.values, vectors.size).map(each => [each.month, each]),
  )
  const score = (taste: Taste | undefined) =>
    taste === undefined || taste.weight < PLAYS_FOR_TASTE ? null : unbiasedGs(taste)
  return monthsBetween(first, now).map(month => {
    const found = months.get(nameOf(month))
    return {
      month,
      all: score(found?.all),
      byHand: score(found?.byHand),
      queued: score(found?.queued),
      plays: found?.all.weight ?? 0,
    }
  })
}

/** Score of the plays since `since`, and of the library itself with each track once: what the listener's is to be held against. */
export function tasteSince(plays: HeardPlays, vectors: TrackVectors, since: number) {
  let heard = emptyTaste(vectors.size)
  for (const { track, start, fp } of tastePlays(plays, vectors))
    if (!fp && start * 1000 >= localMs(since))
      heard = withTrack(heard, vectors.values.subarray(track * vectors.size, (track + 1) * vectors.size))
  let library = emptyTaste(vectors.size)
  for (let row = 0; row < vectors.ids.length; row++)
    library = withTrack(library, vectors.values.subarray(row * vectors.size, (row + 1) * vectors.size))
  return { plays: heard.weight, gs: unbiasedGs(heard), libraryGs: unbiasedGs(library) }
}

/** Plays with a vector, their starts as the local clock shows them: the months of tasteByMonth are UTC's. */
function* tastePlays(plays: HeardPlays, vectors: TrackVectors): Generator<TastePlay> {
  const rows = placesIn(vectors.ids)
  for (let index = 0; index < plays.count; index++) {
    const track = rows.get(plays.track[index] ?? 0)
    if (track === undefined || (plays.dwellMs[index] ?? 0) <= 0) continue
    yield {
      track,
      start: localMs(plays.startedAt[index] ?? 0) / 1000,
      fp: plays.outcome[index] === 'FP',
      byHand: pickedByHand(plays.origin[index] ?? ''),
    }
  }
}

const localMs = (at: number) => at - new Date(at).getTimezoneOffset() * 60_000

function nameOf(month: number): string {
  return new Date(localMs(month)).toISOString().slice(0, 7)
}
