// What is read aside, on a connection of its own, because it looks at the whole library: orders, sums, the index of the search.
import type Database from 'better-sqlite3'
import type {
  Belief,
  Clock,
  DiscoveryMonth,
  DwellHistogram,
  LibraryMap,
  TasteMonth,
} from '../../../preload/contract/insights.ts'
import type { GenreRow, LibraryCounts } from '../../../preload/contract/library.ts'
import { beliefsOf } from '../insights/beliefs.ts'
import { clockOf } from '../insights/clock.ts'
import { discoveryOf } from '../insights/discovery.ts'
import { dwellOf } from '../insights/dwell.ts'
import { type Laid, laidOut } from '../insights/lay.ts'
import { tasteOf } from '../insights/taste.ts'
import { vectorsOf } from '../insights/vectors.ts'
import { type Segment, segmentOf } from '../library/search/segment.ts'
import { heardPlays, maps, namesOf, removedBeliefs, shownMap, thresholdInForce } from './tables/insights.ts'
import { newestStamp, readDocs } from './tables/search.ts'
import {
  type Albums,
  type Artists,
  albums,
  albumsOf,
  artists,
  counts,
  type Folders,
  folders,
  genres,
} from './tables/view-facts.ts'
import { type TrackQuery, trackOrder } from './tables/views.ts'

export interface SearchIndex {
  /** Everything written up to this change is in it. */
  readonly stamp: number
  readonly tracks: Segment
  readonly albums: Segment
  readonly artists: Segment
}

export interface Answers {
  readonly trackIds: Int32Array
  readonly albums: Albums
  readonly albumsOf: Int32Array
  readonly artists: Artists
  readonly genres: readonly GenreRow[]
  readonly folders: Folders
  readonly counts: LibraryCounts
  readonly searchIndex: SearchIndex
  readonly map: LibraryMap
  readonly layMap: Laid
  readonly taste: readonly TasteMonth[]
  readonly clock: Clock
  readonly dwell: DwellHistogram
  readonly discovery: readonly DiscoveryMonth[]
  readonly beliefs: readonly Belief[]
}

interface Inputs {
  readonly trackIds: { readonly query: TrackQuery; readonly now: number }
  readonly albumsOf: { readonly artistId: number }
  /** Vectors are the bytes of the artefact in use: reading it takes longer than a frame. */
  readonly layMap: { readonly vectors: Uint8Array }
  readonly taste: { readonly vectors: Uint8Array; readonly now: number }
  readonly clock: { readonly days: number; readonly now: number }
  readonly discovery: { readonly now: number }
  readonly beliefs: { readonly vectors: Uint8Array | null; readonly now: number }
}

export type JobName = keyof Answers
export type Job<N extends JobName = JobName> = {
  [K in N]: { readonly job: K } & (K extends keyof Inputs ? Inputs[K] : unknown)
}[N]

/** Reads one job's answer from one moment of the database. */
export function answer<N extends JobName>(db: Database.Database, job: Job<N>): Answers[N]
export function answer(db: Database.Database, job: Job): Answers[JobName] {
  return db.transaction(() => read(db, job))()
}

function read(db: Database.Database, job: Job): Answers[JobName] {
  switch (job.job) {
    case 'trackIds':
      return trackOrder(db, job.query, job.now)
    case 'albums':
      return albums(db)
    case 'albumsOf':
      return albumsOf(db, job.artistId)
    case 'artists':
      return artists(db)
    case 'genres':
      return genres(db)
    case 'folders':
      return folders(db)
    case 'counts':
      return counts(db)
    case 'searchIndex':
      return {
        stamp: newestStamp(db)(),
        tracks: segmentOf(readDocs(db, 'tracks')),
        albums: segmentOf(readDocs(db, 'albums')),
        artists: segmentOf(readDocs(db, 'artists')),
      }
    case 'map':
      return shownMap(db)
    case 'layMap':
      return laidOut(job.vectors, maps(db).laid())
    case 'taste':
      return tasteOf(heardPlays(db), vectorsOf(job.vectors), job.now)
    case 'clock':
      return clockOf(heardPlays(db), job.days, job.now)
    case 'dwell':
      return dwellOf(heardPlays(db), thresholdInForce(db))
    case 'discovery':
      return discoveryOf(heardPlays(db), job.now)
    case 'beliefs':
      return beliefsOf({
        plays: heardPlays(db),
        vectors: job.vectors && vectorsOf(job.vectors),
        names: namesOf(db),
        removed: removedBeliefs(db).all(),
        now: job.now,
      })
  }
}

/** The buffers of an answer that can be handed to another thread instead of copied. */
export function buffersIn(value: unknown): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>()
  const look = (part: unknown): void => {
    if (ArrayBuffer.isView(part)) {
      if (part.buffer instanceof ArrayBuffer) found.add(part.buffer)
    } else if (typeof part === 'object' && part !== null && !Array.isArray(part))
      for (const inner of Object.values(part)) look(inner)
  }
  look(value)
  return [...found]
}
