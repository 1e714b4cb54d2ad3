// `stats`: what is in the library, and what was heard.
import type { Handlers } from '../../../preload/contract/contract.ts'

export interface Count {
  readonly ask: Handlers<'library.counts' | 'listening.totals'>
  readonly json: boolean
}

export async function statsAnswer({ ask, json }: Count): Promise<string> {
  const library = await ask['library.counts']()
  const heard = await ask['listening.totals']()
  if (json) return JSON.stringify({ library, listening: heard })
  const hours = (ms: number) => `${(ms / 3_600_000).toFixed(1)} h`
  return [
    `${library.tracks} tracks (${hours(library.durationMs)}), ${library.albums} albums, ${library.artists} artists, ${library.genres} genres`,
    `${library.unplayable} cannot be played here, ${library.unavailable} cannot be reached, ${library.failed} files could not be read`,
    `${heard.plays} plays in ${heard.sessions} sessions, ${hours(heard.heardMs)} heard of ${heard.tracksHeard} tracks`,
  ].join('\n')
}
