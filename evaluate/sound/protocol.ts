// How the sound of music is judged: artists held out in folds, cosine to the true vector, and the next track with history hidden.
import { hitAt, ndcgAt, rankOf } from '../../models/evaluation/ranking.ts'
import { type Rng, shuffled } from '../../models/rng.ts'
import { dot, productsWith, unitRows } from '../../models/tracks/vectors.ts'
import type { MusicTrack } from './music.ts'

/** Of each track the fold in which its artist is held out; artists of many tracks are spread first, so that folds are of one size. */
export function artistFolds(tracks: readonly MusicTrack[], folds: number, rng: Rng): Int32Array {
  const members = new Map<string, number[]>()
  for (const [index, { artist }] of tracks.entries()) members.set(artist, [...(members.get(artist) ?? []), index])
  const sizes = new Int32Array(folds)
  const foldOf = new Int32Array(tracks.length)
  for (const own of shuffled([...members.values()], rng).sort((a, b) => b.length - a.length)) {
    const fold = sizes.indexOf(Math.min(...sizes))
    sizes[fold] = (sizes[fold] ?? 0) + own.length
    for (const index of own) foldOf[index] = fold
  }
  return foldOf
}

export function cosine(a: Float32Array, b: Float32Array): number {
  const norm = Math.sqrt(dot(a, 0, a, 0, a.length) * dot(b, 0, b, 0, b.length))
  return norm > 0 ? dot(a, 0, b, 0, a.length) / norm : 0
}

/** A play of a never-played track, and the known tracks of its session before it, the nearest first. */
export interface ColdTarget {
  readonly track: number
  readonly before: readonly number[]
  readonly heard: readonly number[]
}

const REMEMBERED = 5
const FADING = 0.8

/** Plays of held-out tracks in sessions that held a known track before; other held-out tracks of the session say nothing here. */
export function coldTargets(sessions: readonly Int32Array[], isHeldOut: (track: number) => boolean): ColdTarget[] {
  return sessions.flatMap(session =>
    [...session].flatMap((track, place) => {
      const heard = [...session.subarray(0, place)]
      const before = heard
        .filter(other => !isHeldOut(other))
        .reverse()
        .slice(0, REMEMBERED)
      return isHeldOut(track) && before.length > 0 ? [{ track, before, heard }] : []
    }),
  )
}

/**
 * Place of the target by cosine to the fading mean of what was heard before, among all tracks not yet heard in the session, and among the
 * never-played ones alone. `vectors` [tracks, size]: the held-out rows as predicted, the others as learned from listening.
 */
export function coldRanks(
  target: ColdTarget,
  vectors: Float32Array,
  size: number,
  isHeldOut: (track: number) => boolean,
): { readonly all: number; readonly new: number } {
  const unit = unitRows(vectors, size)
  const context = new Float32Array(size)
  target.before.forEach((track, age) => {
    for (let k = 0; k < size; k++) context[k] = (context[k] ?? 0) + FADING ** age * (unit[track * size + k] ?? 0)
  })
  const scores = productsWith(context, unit)
  for (const track of target.heard) scores[track] = Number.NEGATIVE_INFINITY
  const all = rankOf(scores, target.track)
  scores.forEach((_, track) => {
    if (!isHeldOut(track)) scores[track] = Number.NEGATIVE_INFINITY
  })
  return { all, new: rankOf(scores, target.track) }
}

/** Hits and gains at ten, and the inverse of the place. */
export const gainsOf = (rank: number) => ({
  'hr@10': hitAt(rank, 10),
  'ndcg@10': ndcgAt(rank, 10),
  mrr: 1 / (rank + 1),
})
