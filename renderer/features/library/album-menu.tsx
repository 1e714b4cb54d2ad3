// The menu of an album, where only its cover is on screen: its tracks are asked for when something is chosen.
import { useTranslation } from 'react-i18next'
import type { AlbumId } from '../../../preload/contract/ids.ts'
import { addToQueue, attempt, playFrom, shuffleAll, wish } from '../../base/actions.ts'
import { ask } from '../../base/client.ts'
import { albums } from '../../base/library-rows.ts'
import { go } from '../../base/route.ts'
import { ContextMenu, MenuItem, MenuSeparator, type Point, Submenu } from '../../ui/menu.tsx'
import { openBoost } from '../boosts/open.ts'
import { usePlaylists } from '../playlists/all.ts'
import { addToPlaylist } from '../playlists/verbs.ts'

interface Props {
  readonly menu: { readonly at: Point; readonly id: AlbumId } | null
  readonly onClose: () => void
}

export function AlbumMenu({ menu, onClose }: Props) {
  const { t } = useTranslation()
  const playlists = usePlaylists()
  const row = menu ? albums.get(menu.id) : null
  const source = { kind: 'album', name: row?.title ?? '' } as const
  const artistId = row?.artistId ?? null

  const withTracks = (act: (ids: Int32Array<ArrayBuffer>) => void) => (): void => {
    if (!menu) return
    attempt(async () => {
      const { ids } = await ask('library.trackIds', { filter: { of: 'album', id: menu.id } })
      act(Int32Array.from(ids))
    })
  }

  return (
    <ContextMenu at={menu?.at ?? null} label={row?.title ?? t('library.album.eyebrow')} onClose={onClose}>
      <MenuItem onAction={withTracks(ids => playFrom(ids, 0, 'album', source))}>{t('library.play')}</MenuItem>
      <MenuItem onAction={withTracks(ids => shuffleAll(ids, source))}>{t('library.shuffle')}</MenuItem>
      <MenuItem onAction={withTracks(ids => addToQueue(ids, 'next'))}>{t('track.playNext')}</MenuItem>
      <MenuItem onAction={withTracks(ids => addToQueue(ids, 'end'))}>{t('track.addToQueue')}</MenuItem>
      {(playlists.data?.length ?? 0) > 0 && (
        <Submenu label={t('track.addToPlaylist')}>
          {(playlists.data ?? []).map(playlist => (
            <MenuItem key={playlist.id} onAction={withTracks(ids => addToPlaylist(playlist, ids))}>
              {playlist.name}
            </MenuItem>
          ))}
        </Submenu>
      )}
      <MenuSeparator />
      <MenuItem onAction={() => menu && go({ page: 'album', id: menu.id })}>{t('track.goToAlbum')}</MenuItem>
      {artistId !== null && (
        <MenuItem onAction={() => go({ page: 'artist', id: artistId })}>
          {t('track.goToArtist', { artist: row?.artist ?? '' })}
        </MenuItem>
      )}
      <MenuItem onAction={() => menu && openBoost([{ target: { of: 'album', id: menu.id }, label: row?.title ?? '' }])}>
        {t('balance.boosts.menu')}
      </MenuItem>
      <MenuItem onAction={() => menu && wish('never', [{ of: 'album', id: menu.id }])}>{t('wish.neverAlbum')}</MenuItem>
    </ContextMenu>
  )
}
