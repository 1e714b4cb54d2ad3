// Insights: what the log says of a listener, as numbers that a picture and a table can show.
import { z } from 'zod'
import { call, event } from './define.ts'
import type { ArtistId, TrackId } from './ids.ts'

/** The map of the library: one point a track, -1..1 both ways; stable between trainings. */
export interface LibraryMap {
  readonly version: number
  /** What the places come from: listening, sound and tags blended; null while there is no map. */
  readonly madeAt: number | null
  readonly ids: Int32Array
  readonly x: Float32Array
  readonly y: Float32Array
  /** Hours heard. */
  readonly hours: Float32Array
  /** Index into `groups`, by genre; 255: none. */
  readonly group: Uint8Array
  readonly groups: readonly string[]
}

export interface TasteMonth {
  /** First of the month, local, ms since 1970. */
  readonly month: number
  /** GS-score, -1..1 (in practice 0..1): high is a specialist. Null where too few plays. */
  readonly all: number | null
  readonly byHand: number | null
  readonly queued: number | null
  readonly plays: number
}

export interface Clock {
  /** [7 * 24] ms heard, Monday first. */
  readonly heardMs: Float64Array
  readonly from: number | null
}

export interface DwellHistogram {
  /** Bins of log-spaced dwell: edges in ms, one more than counts. */
  readonly edgesMs: readonly number[]
  readonly stayed: readonly number[]
  readonly left: readonly number[]
  /** The listener's own line between a false start and a play. */
  readonly thresholdMs: number
  readonly thresholdBy: 'own' | 'default'
  readonly plays: number
}

export interface DiscoveryMonth {
  readonly month: number
  /** Artists played for the first time; of those, stayed with at least once; of those, not heard for 90 days since. */
  readonly met: number
  readonly stayed: number
  readonly gone: number
}

/** One thing that Dwell thinks of the listener, in words made by the interface from facts; each can be removed. */
export type Belief = {
  readonly id: string
  readonly strength: number
} & (
  | {
      readonly kind: 'artistStay'
      readonly artistId: ArtistId
      readonly artist: string
      readonly stayed: number
      readonly of: number
    }
  | {
      readonly kind: 'artistLeave'
      readonly artistId: ArtistId
      readonly artist: string
      readonly left: number
      readonly of: number
    }
  | {
      readonly kind: 'genreHours'
      readonly genre: string
      readonly fromHour: number
      readonly toHour: number
      readonly share: number
    }
  | { readonly kind: 'genreStay'; readonly genre: string; readonly stayed: number; readonly of: number }
  | {
      readonly kind: 'trackLoved'
      readonly trackId: TrackId
      readonly title: string
      readonly artist: string
      readonly plays: number
    }
  | { readonly kind: 'specialist' | 'generalist'; readonly gs: number }
  | { readonly kind: 'newFinds'; readonly met: number; readonly stayed: number }
  | { readonly kind: 'albumListener' | 'shuffleListener'; readonly share: number }
)

export const insights = {
  'insights.map': call<LibraryMap>()(z.void(), 'again'),
  'insights.taste': call<readonly TasteMonth[]>()(z.void(), 'again'),
  'insights.clock': call<Clock>()(z.object({ days: z.number().int().min(7).max(3650) }), 'again'),
  'insights.dwell': call<DwellHistogram>()(z.void(), 'again'),
  'insights.discovery': call<readonly DiscoveryMonth[]>()(z.void(), 'again'),
  'insights.beliefs': call<readonly Belief[]>()(z.void(), 'again'),
  /** What the line rests on is no longer learned from; undone by `forgetting.undo` with the id that comes back. */
  'insights.removeBelief': call<{ readonly forgetId: number }>()(z.object({ id: z.string().max(300) }), 'once'),
} as const

export const insightsEvents = {
  'insights.mapChanged': event<{ readonly version: number }>(),
} as const
