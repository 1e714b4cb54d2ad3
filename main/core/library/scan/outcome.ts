// What a scan tells while it runs and when it is over.
import type { RootState } from '../../../../preload/contract/library.ts'

export interface ScanCounts {
  found: number
  done: number
  failed: number
  /** New or changed, so read: all that are known of yet, and how many of them are done. */
  toRead: number
  read: number
  current: string | null
  rootId: number | null
  state: 'walking' | 'reading' | 'finishing'
}

export interface RootOutcome {
  readonly rootId: number
  readonly state: RootState
  /** Of what the root should hold, not found. */
  readonly missing: number
  readonly of: number
}

export interface ScanOutcome {
  readonly counts: ScanCounts
  readonly roots: readonly RootOutcome[]
}

export interface ScanHearers {
  onProgress(counts: ScanCounts): void
  /** Rows changed and are committed. */
  onCommit(trackIds: readonly number[]): void
}
