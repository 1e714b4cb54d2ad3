// A file on its way into the library: where it was found, what was known of that place, and then what its tags said.
import type { Reading, Tagged } from '../tags/tagged.ts'
import type { Known, KnownRoot } from './known-files.ts'
import type { Described } from './track-from-tags.ts'

/** A file that is new or has changed and wants reading. */
export interface Found {
  readonly root: KnownRoot
  readonly folder: string
  readonly rawFolder: Uint8Array | null
  readonly name: string
  readonly rawName: Uint8Array | null
  readonly size: number
  readonly mtimeMs: number
  readonly known: Known | null
}

export interface ReadFile {
  readonly found: Found
  readonly reading: Reading
}

/** A file that was read well. */
export interface Arrival {
  readonly found: Found
  readonly tagged: Tagged
  readonly described: Described
  /** 32 hex digits, or null. */
  readonly sound: string | null
}

/** What a file turned out to be. */
export type Verdict =
  /** The same recording at the same path, as it was or re-tagged or re-encoded. */
  | { readonly is: 'same'; readonly trackId: number }
  /** A file of this recording that was elsewhere before: its row comes along. */
  | { readonly is: 'moved'; readonly trackId: number; readonly fileId: number }
  /** One more copy of a recording. */
  | { readonly is: 'copy'; readonly trackId: number }
  | { readonly is: 'new' }
