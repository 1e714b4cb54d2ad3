// The playlists' part of the contract: plain lists made by the listener; files come and go through the shell's dialogs.
import { z } from 'zod'
import { call, command, event, insideCall, shellCall } from './define.ts'
import { idArray, type PlaylistId, playlistId, playlistItemId } from './ids.ts'

export interface Playlist {
  readonly id: PlaylistId
  readonly name: string
  readonly tracks: number
  readonly durationMs: number
  readonly changedAt: number
}

export interface PlaylistImport {
  readonly playlist: Playlist
  readonly matched: number
  /** Lines of the file that name nothing in the library, as written (last path part only). */
  readonly missing: readonly string[]
}

const name = z.string().trim().min(1).max(200)

export const playlists = {
  'playlists.all': call<readonly Playlist[]>()(z.void(), 'again'),
  'playlists.create': call<Playlist>()(z.object({ name, ids: idArray.optional() }), 'once'),
  'playlists.rename': command(z.object({ id: playlistId, name }), 'again'),
  /** Deleting can be taken back with `playlists.restore` until the app closes. */
  'playlists.delete': command(z.object({ id: playlistId }), 'again'),
  'playlists.restore': command(z.object({ id: playlistId }), 'again'),
  'playlists.items': call<{ readonly itemIds: Int32Array; readonly trackIds: Int32Array }>()(
    z.object({ id: playlistId }),
    'again',
  ),
  'playlists.add': command(
    z.object({ id: playlistId, ids: idArray, at: z.number().int().nonnegative().optional() }),
    'once',
  ),
  'playlists.remove': command(z.object({ id: playlistId, items: z.array(playlistItemId).min(1).max(10_000) }), 'again'),
  'playlists.move': command(
    z.object({ id: playlistId, item: playlistItemId, toIndex: z.number().int().nonnegative() }),
    'again',
  ),
  'playlists.import': shellCall<PlaylistImport | null>()(z.void()),
  'playlists.export': shellCall<{ readonly written: number } | null>()(z.object({ id: playlistId })),

  'playlists.importFile': insideCall<PlaylistImport>()(z.object({ path: z.string().min(1) }), 'once'),
  'playlists.exportFile': insideCall<{ readonly written: number }>()(
    z.object({ id: playlistId, path: z.string().min(1) }),
    'again',
  ),
} as const

export const playlistEvents = {
  'playlists.changed': event<{ readonly id: PlaylistId }>(),
} as const
