// `playlist FILE`: a playlist of the library from an m3u or m3u8 file, and what of it is not there.
import type { Playlists } from '../playlists/index.ts'

export interface TakePlaylist {
  readonly playlists: Pick<Playlists, 'take'>
  /** Absolute. */
  readonly path: string
  readonly json: boolean
}

/** Throws DwellError where the file cannot be read, or the profile not written. */
export async function playlistAnswer({ playlists, path, json }: TakePlaylist): Promise<string> {
  const { playlist, matched, missing } = await playlists.take(path)
  const entries = matched + missing.length
  if (json) return JSON.stringify({ entries, matched, missing, playlist: playlist.name })
  return [
    entries === 0
      ? `“${playlist.name}” names no tracks; it is an empty playlist.`
      : `“${playlist.name}”: ${matched} of ${entries} tracks are in the library.`,
    ...missing.map(location => `  not found: ${location}`),
  ].join('\n')
}
