// `tracks`: every track of the library as search shows it, with the file that plays. Read in pages, so that a large library takes no more memory.
import type { Handlers } from '../../../preload/contract/contract.ts'
import type { TrackRow } from '../../../preload/contract/library.ts'
import type { Library } from '../library/index.ts'
import { jsonArray, type Pieces } from './pieces.ts'

interface TrackWithPath extends TrackRow {
  /** Null where no file of it is known any more. */
  readonly path: string | null
  /** The path's exact bytes as base64, where it is no valid UTF-8. */
  readonly pathBytes?: string
}

export interface Tracks {
  readonly ask: Handlers<'library.trackIds' | 'library.tracks'>
  readonly library: Pick<Library, 'pathsOf'>
  /** Left out: all. */
  readonly limit: number | undefined
  readonly json: boolean
}

const PAGE = 500

export async function* tracksAnswer({ json, ...from }: Tracks): Pieces {
  if (json) {
    yield* jsonArray(rows(from))
    return
  }
  let count = 0
  for await (const row of rows(from)) {
    if (count++ > 0) yield '\n'
    yield words(row)
  }
  if (count === 0) yield 'The library is empty.'
}

async function* rows({ ask, library, limit }: Omit<Tracks, 'json'>): AsyncGenerator<TrackWithPath> {
  const { ids } = await ask['library.trackIds']({ filter: { of: 'all' } })
  const end = Math.min(ids.length, limit ?? ids.length)
  for (let from = 0; from < end; from += PAGE) {
    const page = ids.slice(from, Math.min(end, from + PAGE))
    const paths = library.pathsOf(page)
    for (const row of await ask['library.tracks']({ ids: page })) {
      const path = paths.get(row.id) ?? null
      if (Buffer.isBuffer(path)) yield { ...row, path: path.toString(), pathBytes: path.toString('base64') }
      else yield { ...row, path }
    }
  }
}

function words({ title, artist, album, available, playable, unplayableReason, path }: TrackWithPath): string {
  const said = [title, artist, album].filter(part => part !== null && part !== '').join(' · ')
  const but = !available ? '  (cannot be reached now)' : playable ? '' : `  (${unplayableReason ?? 'cannot be played'})`
  return `${said}${but}\n    ${path ?? 'no file of it is known'}`
}
