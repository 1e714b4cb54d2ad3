// The listener's playlists, followed as they change.
import type { Playlist } from '../../../preload/contract/playlists.ts'
import { type Asked, useAsked } from '../../base/asked.ts'
import { ask } from '../../base/client.ts'

const changes = ['playlists.changed'] as const
const load = (): Promise<readonly Playlist[]> => ask('playlists.all')

export function usePlaylists(): Asked<readonly Playlist[]> {
  return useAsked('playlists', load, changes)
}
