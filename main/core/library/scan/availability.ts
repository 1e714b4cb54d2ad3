// Whether absence is believed: a root that is away, bare or has lost most of its files changes nothing but what can be reached.
import type { RootState } from '../../../../preload/contract/library.ts'

export interface RootCensus {
  /** Files that were in the root by the last believed account, less those found elsewhere since. */
  readonly known: number
  /** Of these, not found this time. */
  readonly missing: number
  /** Audio files found this time, known or new. */
  readonly found: number
}

/** Below this a loss of most files is an ordinary afternoon's tidying. */
const fewFiles = 10

/** What a full listing says about the root. `empty` only when there was something to lose. */
export function stateAfterListing(census: RootCensus): Extract<RootState, 'present' | 'empty' | 'shrunken'> {
  if (census.found === 0 && census.known > 0) return 'empty'
  return census.known >= fewFiles && census.missing > census.known / 2 ? 'shrunken' : 'present'
}
