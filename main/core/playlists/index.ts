// The playlists service: plain lists that the listener makes, orders, and carries in and out as files.
import type { Handlers } from '../../../preload/contract/contract.ts'
import { DwellError } from '../../../preload/contract/errors.ts'
import type { PlaylistId } from '../../../preload/contract/ids.ts'
import type { Playlist, PlaylistImport, playlists } from '../../../preload/contract/playlists.ts'
import type { CoreContext } from '../service.ts'
import { playlistTables } from '../store/tables/playlists.ts'
import { lastPart, readPlaylistFile, writePlaylistFile } from './files.ts'

type CoreNames = Exclude<keyof typeof playlists, 'playlists.import' | 'playlists.export'>

export interface Playlists {
  readonly handlers: Handlers<CoreNames>
  /** Makes a playlist of an m3u or m3u8 file; `missing`: what names nothing in the library, as written, all of it. */
  take(path: string): Promise<PlaylistImport>
}

/** As many missing ones are told to a window. */
const MISSING_SHOWN = 1000

export function createPlaylists({ store, now, emit }: CoreContext): Playlists {
  const tables = playlistTables(store.db)

  function known(id: PlaylistId): Playlist {
    const playlist = tables.one(id)
    if (playlist === undefined)
      throw new DwellError('not-found', 'This playlist is no longer there. It may have been deleted in the meantime.')
    return playlist
  }

  const changed = (id: PlaylistId) => emit('playlists.changed', { id })

  function create(name: string, ids: Int32Array): Playlist {
    // a new row's own id
    const id = tables.create(name, ids, now()) as PlaylistId
    changed(id)
    return known(id)
  }

  async function take(path: string): Promise<PlaylistImport> {
    const { name, trackIds, missing } = await readPlaylistFile(path, tables)
    return { playlist: create(name, trackIds), matched: trackIds.length, missing }
  }

  return {
    take,
    handlers: {
      'playlists.all': () => tables.all(),
      'playlists.create': ({ name, ids }) => create(name, ids ?? new Int32Array()),
      'playlists.rename': ({ id, name }) => {
        known(id)
        tables.rename(id, name, now())
        changed(id)
      },
      'playlists.delete': ({ id }) => {
        known(id)
        tables.setDeleted(id, now(), now())
        changed(id)
      },
      'playlists.restore': ({ id }) => {
        tables.setDeleted(id, null, now())
        known(id)
        changed(id)
      },
      'playlists.items': ({ id }) => {
        known(id)
        const items = tables.items(id)
        return {
          itemIds: Int32Array.from(items, item => item.id),
          trackIds: Int32Array.from(items, item => item.trackId),
        }
      },
      'playlists.add': ({ id, ids, at }) => {
        const { tracks } = known(id)
        tables.add(id, ids, Math.min(at ?? tracks, tracks), now())
        changed(id)
      },
      'playlists.remove': ({ id, items }) => {
        known(id)
        tables.remove(id, items, now())
        changed(id)
      },
      'playlists.move': ({ id, item, toIndex }) => {
        known(id)
        tables.move(id, item, toIndex, now())
        changed(id)
      },
      'playlists.importFile': async ({ path }) => {
        const taken = await take(path)
        return { ...taken, missing: taken.missing.slice(0, MISSING_SHOWN).map(lastPart) }
      },
      'playlists.exportFile': async ({ id, path }) => {
        known(id)
        return { written: await writePlaylistFile(path, tables.files(id)) }
      },
    },
  }
}
