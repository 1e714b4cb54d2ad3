// Track vectors for an experiment, from what may be known before a moment: the sessions until then, and which tracks share an album or artist.
import type { History } from '../models/history.ts'
import type { FitContext } from '../models/model.ts'
import { sequencesOf } from '../models/session/sequences.ts'
import { fitSkipGram, type SkipGram, type SkipGramOptions } from '../models/tracks/skip-gram.ts'

/** The tracks of each session before `session`, in order; false positives are neither remembered nor predicted. */
export function sessionsBefore(history: History, session: number): Int32Array[] {
  const before = history.plays.filter(play => play.session < session)
  return sequencesOf(before).map(({ tracks }) => Int32Array.from(tracks))
}

/**
 * The library's albums and artists of two tracks and more. A library is on the disk before its tracks are played, so the whole log's may be
 * used; their order may not: tracks are numbered as they were first played, so it would tell what comes after what.
 */
export function libraryBags(history: History): Int32Array[] {
  return [history.albumOf, history.artistOf].flatMap(groupOf => {
    const groups = new Map<number, number[]>()
    groupOf.forEach((group, track) => {
      if (group < 0) return
      const bag = groups.get(group)
      if (bag) bag.push(track)
      else groups.set(group, [track])
    })
    return [...groups.values()].filter(bag => bag.length > 1).map(bag => Int32Array.from(bag))
  })
}

/** Skip-gram over the sessions before `session` and over albums and artists in no order. `skipGramVectors` gives its unit vectors. */
export function trackVectorsBefore(
  history: History,
  session: number,
  context: FitContext,
  options: Partial<Omit<SkipGramOptions, 'tracks' | 'bags'>> = {},
): Promise<SkipGram> {
  return fitSkipGram(
    sessionsBefore(history, session),
    { ...options, tracks: history.tracks, bags: libraryBags(history) },
    context,
  )
}
