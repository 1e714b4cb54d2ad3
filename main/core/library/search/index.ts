// The search: answers while the listener types. Tracks, albums and artists of which every word matches, best first, as whole rows.
import type { Handlers } from '../../../../preload/contract/contract.ts'
import type { SearchResult } from '../../../../preload/contract/library.ts'
import type { Reader } from '../../reader/client.ts'
import type { CoreContext } from '../../service.ts'
import { wordsTyped } from '../../text/words.ts'
import type { LibraryJobs } from '../reader-jobs.ts'
import type { PageRows } from '../views/index.ts'
import type { Change } from '../views/kept.ts'
import { createFreshIndex } from './fresh-index.ts'

export interface Search {
  readonly handlers: Handlers<'library.search'>
  /** At most `limit` tracks, and a screenful of albums and artists, best first. */
  search(words: string, limit: number): Promise<SearchResult>
  /** What `indexTracks` wrote is found without being told; this is for what was hidden, or heard. */
  invalidate(change: Change): void
  /** Makes the index in the background, once the start is over. */
  prime(afterMs?: number): Promise<void>
  close(): void
}

/** Albums and artists stand above the tracks: a screenful. */
const mostAlbums = 24
/** What was hidden since the index was made is passed over, so a few more are asked for than are shown. */
const spare = 25

export function createSearch(context: CoreContext, reader: Reader<LibraryJobs>, pages: PageRows): Search {
  const index = createFreshIndex(context, reader)

  async function search(typed: string, limit: number): Promise<SearchResult> {
    const words = wordsTyped(typed)
    if (words.length === 0) return { words: typed, tracks: [], albums: [], artists: [] }
    const find = await index.find(words)
    const tracks = find('tracks', limit + spare)
    const shown = pages.shown(tracks)
    const few = Math.min(limit, mostAlbums)
    const [albums, artists] = await Promise.all([
      pages.albums(find('albums', few)),
      pages.artists(find('artists', few)),
    ])
    return {
      words: typed,
      tracks: pages.tracks(tracks.filter(id => shown.has(id)).slice(0, limit)),
      albums: albums.filter(album => album.tracks > 0),
      artists: artists.filter(artist => artist.tracks > 0),
    }
  }

  return {
    search,
    handlers: { 'library.search': ({ words, limit }) => search(words, limit) },
    invalidate: index.invalidate,
    prime: index.prime,
    close: index.close,
  }
}
