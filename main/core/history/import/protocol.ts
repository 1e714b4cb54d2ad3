// What the core and the history worker say to each other.

import type { ErrorCode } from '../../../../preload/contract/errors.ts'
import type { ImportPreview } from '../../../../preload/contract/history.ts'
import type { Ghost } from '../../store/tables/imports.ts'
import type { Skipped } from './skipped.ts'

export type HistoryJob = { readonly databaseFile: string; readonly now: number } & (
  | { readonly job: 'read'; readonly path: string }
  /** Ghosts among tracks above `after`. */
  | { readonly job: 'link'; readonly after: number }
  | { readonly job: 'export'; readonly path: string; readonly format: 'csv' | 'json' }
)

/** Plays to be written next. Columns of the same length; `track` is 0 where `target` is a ghost. */
export interface Slice {
  /** Ghosts that appear here for the first time, by target. */
  readonly ghosts: readonly (readonly [target: number, ghost: Ghost])[]
  readonly plays: readonly {
    readonly target: number
    readonly trackId: number | null
    readonly startedAt: number
    readonly endedAt: number
    readonly dwellMs: number
    readonly durationMs: number
    readonly origin: string
    readonly cause: string | null
    readonly outcome: string
    readonly sat: number | null
  }[]
}

export interface Links {
  readonly upTo: number
  readonly tracks: readonly (readonly [ghost: number, track: number])[]
  readonly artists: readonly (readonly [ghost: number, artist: number])[]
}

/** Rows that became no plays; `files` are the names of the sources. */
export interface SkippedRows extends Skipped {
  readonly files: readonly string[]
}

/** To the worker: the next plays of what was read, please. */
export interface AskSlice {
  readonly ask: 'slice'
  readonly from: number
  readonly limit: number
}

/** To the worker: bring the log of what was written so far into the database. Not answered. */
export interface AskCheckpoint {
  readonly ask: 'checkpoint'
}

/** To the worker: every row that became no play, please. */
export interface AskSkipped {
  readonly ask: 'skipped'
}

export type FromHistoryWorker =
  | {
      readonly say: 'progress'
      readonly state: 'reading' | 'matching' | 'writing'
      readonly done: number
      readonly of: number | null
    }
  | { readonly say: 'preview'; readonly preview: Omit<ImportPreview, 'previewId'>; readonly targets: number }
  | { readonly say: 'slice'; readonly slice: Slice }
  | { readonly say: 'skipped'; readonly skipped: SkippedRows }
  | { readonly say: 'links'; readonly links: Links }
  | { readonly say: 'exported'; readonly plays: number }
  | { readonly say: 'failed'; readonly code: ErrorCode; readonly message: string }
