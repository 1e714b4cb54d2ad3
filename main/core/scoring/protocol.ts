// What the core and the scorer say to each other: columns and models one way, proposals the other.
import type { PlayColumns, TrackColumns } from '../../../models/columns.ts'
import type { ObjectiveOptions } from '../../../models/mostra/objectives.ts'
import type { Knowing } from '../../../preload/contract/balance.ts'

/** Kinds of models that the queue goes by. */
export const scorerModels = ['vectors', 'sat', 'next'] as const
export type ScorerModel = (typeof scorerModels)[number]

export interface ModelBytes {
  readonly id: number
  readonly name: string
  readonly bytes: Uint8Array
}

/** Tracks that a boost rule is about, by the library's ids. */
export interface MarkedTracks {
  readonly rule: number
  readonly ids: Int32Array
  /** Seconds since 1970; null: never ends. */
  readonly until: number | null
}

export interface Wanted {
  /** Seconds since 1970. */
  readonly now: number
  /** Of the draws at random among the candidates. */
  readonly seed: number
  /** The library's id of the track to stay near; null: what was played last. */
  readonly seedTrack: number | null
  /** Tracks, the newest last, that play or were placed by hand, with what this queue has played: not to be proposed again. */
  readonly taken: Int32Array
  /** The track that sounds now, whose end the log does not know yet. */
  readonly current: number | null
}

export type ToScorer =
  | { readonly kind: 'begin'; readonly objectives: ObjectiveOptions }
  | { readonly kind: 'tracks'; readonly slice: TrackColumns }
  | { readonly kind: 'sound'; readonly track: Int32Array; readonly values: readonly Float32Array[] }
  /** The library was read to its end. */
  | { readonly kind: 'library' }
  | { readonly kind: 'plays'; readonly slice: PlayColumns }
  | { readonly kind: 'model'; readonly model: ScorerModel; readonly kept: ModelBytes | null }
  | { readonly kind: 'marks'; readonly marks: readonly MarkedTracks[] }
  /** Tracks that may not be queued now, or cannot sound, in addition to those before; `anew`: in place of them. */
  | { readonly kind: 'bar'; readonly ids: Int32Array; readonly anew: boolean }
  | { readonly kind: 'propose'; readonly ask: number; readonly wanted: Wanted }

export type FromScorer =
  | { readonly kind: 'proposed'; readonly ask: number; readonly proposal: Proposal }
  | { readonly kind: 'failed'; readonly ask: number; readonly message: string }
  /** A model cannot be used: it is done without. */
  | { readonly kind: 'trouble'; readonly model: ScorerModel; readonly message: string }

/** How well a candidate is known: by its own plays, by its kin or its place in space, or not at all. */
export const sureness = ['known', 'guessed', 'unknown'] as const

/** What places tracks that were never played beside those that were. */
export const similarityKinds = ['sound', 'tags', 'listening'] as const
export type SimilarityKind = (typeof similarityKinds)[number]

/** Columns of evidence: counts and library ids, as true as the log at the moment of the proposal. 0 and -1 where there is none. */
export const evidenceNames = [
  'trackStays',
  'trackOutcomes', // plays that say how it went
  'trackPlays',
  'heardDaysAgo', // -1: never
  'artistStays',
  'artistOutcomes',
  'artistPlays',
  'artistPlaysLately', // inside the window of exposure
  'artistOwned',
  'isUnderHeard',
  'addedDaysAgo',
  'followsTimes', // how often it was played right after `followsTrack`
  'followsTrack', // the last track that counted
  'togetherSessions', // sessions that held it and `togetherTrack`
  'togetherTrack',
  'likeTrack', // the nearest of those that were stayed with
  'likeBy', // of `similarityKinds`
  'genre',
  'mark', // the boost rule that it serves by
] as const
export type EvidenceName = (typeof evidenceNames)[number]

/** A few hundred candidates with all that a queue is laid out from: no model is run any more. Columns of [candidates]. */
export interface Proposal {
  /** The library's ids. */
  readonly ids: Int32Array
  /** Numbers that are equal for tracks of one artist. */
  readonly artist: Int32Array
  readonly sat: Float32Array
  /** Discovery, exposure, boost. */
  readonly objectives: readonly [Uint8Array, Uint8Array, Uint8Array]
  /** Of `sureness`. */
  readonly sure: Uint8Array
  readonly inSession: Uint8Array
  /** Seconds since it was last played; Infinity: never. */
  readonly restedS: Float64Array
  /** Queues since it was last played, or since it came. */
  readonly waits: Int32Array
  /** [candidates, evidenceNames.length] */
  readonly evidence: Int32Array
  /** Artists of what was played last, in order. */
  readonly artistsBefore: Int32Array
  /** Plays in the log: a queue was made after each. */
  readonly plays: number
  readonly knowing: Knowing
  readonly coldBy: 'tags' | 'sound'
  /** As in the science, or 'first day'. */
  readonly scoredBy: string
  readonly models: Readonly<Record<ScorerModel, number | null>>
  /** GS-score of what was stayed with; null where too little was. */
  readonly gs: number | null
}
