// What can be done with playlists, each said in a toast and undoable where it takes something away.
import type { PlaylistId, PlaylistItemId } from '../../../preload/contract/ids.ts'
import type { Playlist, PlaylistImport } from '../../../preload/contract/playlists.ts'
import { attempt } from '../../base/actions.ts'
import { ask } from '../../base/client.ts'
import { formatIn } from '../../base/format.ts'
import { i18n } from '../../base/i18n/index.ts'
import { go } from '../../base/route.ts'
import { toast } from '../../ui/toast.tsx'

export function addToPlaylist(playlist: Pick<Playlist, 'id' | 'name'>, ids: Int32Array<ArrayBuffer>): void {
  if (ids.length === 0) return
  attempt(async () => {
    const before = await ask('playlists.items', { id: playlist.id })
    await ask('playlists.add', { id: playlist.id, ids })
    toast({
      text: i18n.t('playlists.added', { count: ids.length, name: playlist.name }),
      action: {
        label: i18n.t('app.undo'),
        run: () =>
          attempt(async () => {
            const known = new Set(before.itemIds)
            const after = await ask('playlists.items', { id: playlist.id })
            const added = [...after.itemIds].filter(item => !known.has(item))
            await removeItems(playlist.id, added)
          }),
      },
    })
  })
}

// Item ids travel as plain numbers in a typed array; they came from this playlist's own list.
async function removeItems(id: PlaylistId, items: readonly number[]): Promise<void> {
  if (items.length > 0) await ask('playlists.remove', { id, items: items as PlaylistItemId[] })
}

/** Removes items; undoing puts the tracks back where they were, as well as a list without its items can. */
export function removeFromPlaylist(
  playlist: Pick<Playlist, 'id' | 'name'>,
  taken: readonly { readonly item: number; readonly track: number; readonly index: number }[],
): void {
  attempt(async () => {
    await removeItems(
      playlist.id,
      taken.map(({ item }) => item),
    )
    toast({
      text: i18n.t('playlists.removed', { count: taken.length, name: playlist.name }),
      action: {
        label: i18n.t('app.undo'),
        run: () =>
          attempt(async () => {
            // From the top down, so that each index is right when it is used.
            for (const { track, index } of taken.toSorted((a, b) => a.index - b.index)) {
              await ask('playlists.add', { id: playlist.id, ids: Int32Array.of(track), at: index })
            }
          }),
      },
    })
  })
}

export function moveInPlaylist(id: PlaylistId, item: number, toIndex: number): void {
  attempt(async () => {
    // As above: an item of this playlist's own list.
    await ask('playlists.move', { id, item: item as PlaylistItemId, toIndex })
  })
}

export async function createPlaylist(name: string, ids?: Int32Array<ArrayBuffer>): Promise<Playlist> {
  const playlist = await ask('playlists.create', ids ? { name, ids } : { name })
  toast({ text: i18n.t('playlists.created', { name: playlist.name }) })
  return playlist
}

export function keepAsPlaylist(ids: Int32Array<ArrayBuffer>): void {
  attempt(async () => {
    const name = i18n.t('playlists.newNamed', { date: formatIn(i18n.language).date(Date.now()) })
    go({ page: 'playlist', id: (await createPlaylist(name, ids)).id })
  })
}

export function deletePlaylist(playlist: Playlist): void {
  attempt(async () => {
    await ask('playlists.delete', { id: playlist.id })
    go({ page: 'playlists' })
    toast({
      text: i18n.t('playlists.deleted', { name: playlist.name }),
      action: {
        label: i18n.t('app.undo'),
        run: () =>
          attempt(async () => {
            await ask('playlists.restore', { id: playlist.id })
            toast({ text: i18n.t('playlists.restored', { name: playlist.name }) })
          }),
      },
    })
  })
}

export function exportPlaylist(id: PlaylistId): void {
  attempt(async () => {
    const done = await ask('playlists.export', { id })
    if (done) toast({ text: i18n.t('playlists.exported', { count: done.written }) })
  })
}

export async function importPlaylist(): Promise<PlaylistImport | null> {
  const done = await ask('playlists.import')
  if (done) toast({ text: i18n.t('playlists.imported', { name: done.playlist.name, matched: done.matched }) })
  return done
}
