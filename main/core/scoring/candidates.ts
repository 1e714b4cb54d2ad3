// Candidates of a queue: a few hundred tracks from several sources, so that whatever the listener may want of it is among them.
// Indices below stay inside their arrays by construction: `as number` says so where the types cannot.

import type { ObjectiveState } from '../../../models/mostra/objectives.ts'
import { greatest } from '../../../models/next-track/greatest.ts'
import { type Rng, shuffled } from '../../../models/rng.ts'
import { dot } from '../../../models/tracks/vectors.ts'
import type { LibraryIndex } from './library-index.ts'
import type { ListeningStats } from './listening-stats.ts'
import { tagSimilarity, type Vectors } from './similarity.ts'

/** As many of each source at most; a library not larger than their sum is proposed as a whole. */
const SHARE = { due: 80, neighbours: 90, alike: 80, underHeard: 50, boosted: 60, waiting: 12, random: 40 } as const
export const MOST_CANDIDATES = Object.values(SHARE).reduce((sum, each) => sum + each, 0)
/** With a seed, so many of those nearest to it, and nothing else. */
const NEAR_SEED = 200
/** Fewer than this from all sources, and chance fills up: on the first day there are no others. */
const LEAST_CANDIDATES = 300
/** A favourite is due again: half after so many days. */
const DUE_DAYS = 10
const DAY_S = 86_400
/** The last plays of the session that say where it is. */
const VIBE = 3
/** Tags leave many equally near: chance orders those. */
const JITTER = 0.05

export interface CandidateParts {
  readonly index: LibraryIndex
  readonly heard: ListeningStats
  readonly objectives: ObjectiveState
  /** Where tracks lie: trained, or by sound; null: only tags tell. */
  readonly vectors: Vectors | null
  /** What comes next after the session so far, best first. */
  readonly neighbours: (count: number) => readonly number[]
  /** Tracks by the boost rules, by number. */
  readonly marked: readonly Int32Array[]
  /** 1 where a track may not be proposed, [tracks]. */
  readonly barred: Uint8Array
  readonly rng: Rng
}

export interface CandidateMoment {
  readonly nowS: number
  /** Number of the seed; null: the vibe. */
  readonly seed: number | null
  /** Number of the track that sounds; null: none. */
  readonly current: number | null
}

/** Numbers of tracks, none twice. */
export function candidatesOf(parts: CandidateParts, { nowS, seed, current }: CandidateMoment): Int32Array {
  const { index, heard, objectives, barred, rng } = parts
  const { owned, tracks } = index
  const open = (track: number) => barred[track] === 0
  // In an order of chance: it decides between equals, of which there are many on the first day.
  const mixed = (found: readonly number[]) => Int32Array.from(shuffled(found, rng))
  if (seed !== null) return mixed(nearest(parts, [seed], NEAR_SEED, track => open(track) && track !== seed))
  if (owned.length <= MOST_CANDIDATES) return mixed(Array.from(owned).filter(open))

  const chosen = new Set<number>()
  const take = (found: Iterable<number>, most: number) => {
    let taken = 0
    for (const track of found) {
      if (taken === most) return
      if (!open(track) || chosen.has(track) || tracks.ids[track] === 0) continue
      chosen.add(track)
      taken++
    }
  }
  take(dueFavourites(heard, nowS), SHARE.due)
  take(parts.neighbours(2 * SHARE.neighbours), SHARE.neighbours)
  const lately = heard.goesOn(nowS) ? heard.counted.slice(-VIBE).map(play => play.track) : []
  const vibe = [...new Set(current === null ? lately : [...lately, current])]
  const never = (track: number) => open(track) && heard.lastPlayed[track] === Number.NEGATIVE_INFINITY
  if (vibe.length > 0) take(nearest(parts, vibe, SHARE.alike, never), SHARE.alike)
  take(underHeard(index, objectives, rng), SHARE.underHeard)
  take(boosted(parts.marked, rng), SHARE.boosted)
  take(longestWaiting(index, heard, open), SHARE.waiting)
  take(drawn(owned, rng), SHARE.random)
  take(drawn(owned, rng), LEAST_CANDIDATES - chosen.size)
  return mixed([...chosen])
}

/** What is stayed with and has rested, the best first. */
function dueFavourites(heard: ListeningStats, nowS: number): number[] {
  const { ofTrack, played, lastPlayed } = heard
  const values = Float64Array.from(played, track => {
    const stays = ofTrack.stays[track] as number
    if (stays === 0) return 0
    const days = Math.max(0, nowS - (lastPlayed[track] as number)) / DAY_S
    return (stays / ((ofTrack.outcomes[track] as number) + 1)) * (1 - 0.5 ** (days / DUE_DAYS))
  })
  return greatest(values, 2 * SHARE.due, 0).map(at => played[at] as number)
}

/** Tracks nearest to where these lie, the nearest first. */
function nearest(
  { index, vectors, rng }: CandidateParts,
  to: readonly number[],
  count: number,
  accept: (track: number) => boolean,
) {
  const { owned, tracks } = index
  const centre = vectors === null ? null : centreOf(vectors, to)
  const byTags = tagSimilarity(tracks)
  // Plain loops: these two go through the whole library at every proposal.
  const values = new Float32Array(owned.length)
  for (let at = 0; at < owned.length; at++) {
    const track = owned[at] as number
    if (!accept(track)) {
      values[at] = Number.NEGATIVE_INFINITY
      continue
    }
    let near = 0
    if (vectors !== null && centre !== null) near = dot(centre, 0, vectors.values, track * vectors.size, vectors.size)
    if (near === 0) {
      for (const other of to) near = Math.max(near, byTags(other, track))
      near += JITTER * rng.next()
    }
    values[at] = near
  }
  return greatest(values, count).map(at => owned[at] as number)
}

/** Null where nothing is known of any of them. */
function centreOf({ values, size }: Vectors, tracks: readonly number[]): Float32Array | null {
  const centre = new Float32Array(size)
  for (const track of tracks)
    for (let k = 0; k < size; k++) centre[k] = (centre[k] as number) + (values[track * size + k] as number)
  const length = Math.hypot(...centre)
  return length > 0 ? centre.map(value => value / length) : null
}

function* underHeard(index: LibraryIndex, objectives: ObjectiveState, rng: Rng): Generator<number> {
  const { owned, tracks } = index
  for (let tries = 0; tries < 8 * SHARE.underHeard; tries++) {
    const some = owned[rng.below(owned.length)] as number
    const own = index.ofArtist(tracks.artist[some] as number)
    if (objectives.exposure(some)) yield own[rng.below(own.length)] as number
  }
}

function* boosted(marked: readonly Int32Array[], rng: Rng): Generator<number> {
  for (let tries = 0; tries < 4 * SHARE.boosted; tries++) {
    const one = marked[tries % Math.max(1, marked.length)]
    if (one !== undefined && one.length > 0) yield one[rng.below(one.length)] as number
  }
}

function longestWaiting({ owned }: LibraryIndex, heard: ListeningStats, open: (track: number) => boolean): number[] {
  const waits = new Float32Array(owned.length)
  for (let at = 0; at < owned.length; at++) {
    const track = owned[at] as number
    if (open(track)) waits[at] = heard.waits(track)
  }
  return greatest(waits, SHARE.waiting, 0).map(at => owned[at] as number)
}

function* drawn(owned: Int32Array, rng: Rng): Generator<number> {
  for (let tries = 0; tries < 4 * LEAST_CANDIDATES; tries++) yield owned[rng.below(owned.length)] as number
}
