// `search WORDS`: tracks, albums and artists of which every word matches.
import type { Handlers } from '../../../preload/contract/contract.ts'
import { DwellError } from '../../../preload/contract/errors.ts'

export interface Look {
  readonly ask: Handlers<'library.search'>
  readonly words: string
  readonly limit: number
  readonly json: boolean
}

/** Throws DwellError 'bad-input' without words. */
export async function searchAnswer({ ask, words, limit, json }: Look): Promise<string> {
  if (words === '') throw new DwellError('bad-input', 'search takes the words to look for.')
  const found = await ask['library.search']({ words, limit })
  if (json) return JSON.stringify(found)
  const lines = [
    ...found.artists.map(({ name, tracks }) => `artist  ${name}  (${tracks} tracks)`),
    ...found.albums.map(
      ({ title, artist, year }) => `album   ${title} · ${artist}${year === null ? '' : ` · ${year}`}`,
    ),
    ...found.tracks.map(
      ({ title, artist, album }) => `track   ${title} · ${artist}${album === null ? '' : ` · ${album}`}`,
    ),
  ]
  return lines.length === 0 ? 'Nothing matches.' : lines.join('\n')
}
