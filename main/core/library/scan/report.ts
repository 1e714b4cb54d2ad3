// What came of scanning: how many files became tracks, and which did not, with the reason.
import type { ScanFailure } from '../../../../preload/contract/library.ts'
import type { Store } from '../../store/open.ts'
import { createFiles } from '../../store/tables/files.ts'
import { inside } from './paths.ts'

export interface ScanReport {
  /** Audio files found (and folders that could not be listed): tracks + failed. */
  readonly files: number
  /** Files that are in the library as a track, copies included. */
  readonly tracks: number
  /** Distinct tracks among them. */
  readonly recordings: number
  readonly copies: number
  readonly failed: readonly { readonly path: string; readonly code: string; readonly message: string }[]
  readonly ms: number
}

export interface Report {
  failures(limit: number): readonly ScanFailure[]
  ofRoot(rootId: number): Omit<ScanReport, 'ms'>
}

export function createReport(db: Store['db']): Report {
  const files = createFiles(db)
  return {
    failures: limit =>
      files
        .failures(limit)
        .map(({ rootName, folder, name, code, message }) => ({ rootName, file: fileOf(folder, name), code, message })),
    ofRoot(rootId) {
      const { tracks, recordings } = files.tally(rootId)
      const failed = files
        .failuresOf(rootId)
        .map(({ folder, name, code, message }) => ({ path: fileOf(folder, name), code, message }))
      return { files: tracks + failed.length, tracks, recordings, copies: tracks - recordings, failed }
    },
  }
}

/** Path inside the root; a folder that could not be listed ends in a slash. */
function fileOf(folder: string, name: string): string {
  return name === '' ? `${folder}/` : inside(folder, name)
}
