// The menu of one track or of many, at the pointer or under the cursor's row.
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TrackRow } from '../../../preload/contract/library.ts'
import { addToQueue, letDwellPlay } from '../../base/actions.ts'
import { trackIdAt, tracks } from '../../base/library-rows.ts'
import { go } from '../../base/route.ts'
import { ContextMenu, MenuItem, MenuSeparator, type Point, Submenu } from '../../ui/menu.tsx'
import { boostTrack } from '../boosts/open.ts'
import { WishItems } from '../now-playing/wish-items.tsx'
import { usePlaylists } from '../playlists/all.ts'
import { NamePlaylist } from '../playlists/name-dialog.tsx'
import { addToPlaylist, createPlaylist } from '../playlists/verbs.ts'
import { forgetTrack } from '../settings/history-verbs.ts'

interface Props {
  readonly at: Point | null
  readonly onClose: () => void
  readonly ids: Int32Array<ArrayBuffer>
  readonly onPlay: () => void
  readonly onLike: () => void
  readonly onRemove?: () => void
  readonly onMove?: (by: -1 | 1) => void
}

/** Those of the tracks whose rows are here; a menu needs the words of the first and the number of all. */
const rowsOf = (ids: Int32Array): TrackRow[] => [...ids].flatMap((_, index) => tracks.get(trackIdAt(ids, index)) ?? [])

function PlaylistItems({ ids, onNew }: { readonly ids: Int32Array<ArrayBuffer>; readonly onNew: () => void }) {
  const { t } = useTranslation()
  const playlists = usePlaylists()
  return (
    <Submenu label={t('track.addToPlaylist')}>
      <MenuItem onAction={onNew}>{t('track.newPlaylist')}</MenuItem>
      {(playlists.data ?? []).map(playlist => (
        <MenuItem key={playlist.id} onAction={() => addToPlaylist(playlist, ids)}>
          {playlist.name}
        </MenuItem>
      ))}
    </Submenu>
  )
}

export function TrackMenu({ at, onClose, ids, onPlay, onLike, onRemove, onMove }: Props) {
  const { t } = useTranslation()
  /** The tracks that a new playlist is being named for. */
  const [naming, setNaming] = useState<Int32Array<ArrayBuffer> | null>(null)
  const rows = rowsOf(ids)
  const [row] = rows
  const only = ids.length === 1 ? row : undefined
  const isLiked = rows.length > 0 && rows.every(({ liked }) => liked)
  const { albumId } = only ?? { albumId: null }
  return (
    <>
      <ContextMenu at={at} label={t('track.menu')} onClose={onClose}>
        <MenuItem
          shortcut={t('keys.key.enter')}
          isDisabled={only ? !only.playable || !only.available : false}
          onAction={onPlay}
        >
          {t('track.play')}
        </MenuItem>
        {only && (
          <MenuItem isDisabled={!only.playable || !only.available} onAction={() => letDwellPlay(only.id)}>
            {t('balance.startFrom')}
          </MenuItem>
        )}
        <MenuItem onAction={() => addToQueue(ids, 'next')}>{t('track.playNext')}</MenuItem>
        <MenuItem shortcut="Q" onAction={() => addToQueue(ids, 'end')}>
          {t('track.addToQueue')}
        </MenuItem>
        <PlaylistItems ids={ids} onNew={() => setNaming(ids)} />
        <MenuSeparator />
        {albumId !== null && (
          <MenuItem onAction={() => go({ page: 'album', id: albumId })}>{t('track.goToAlbum')}</MenuItem>
        )}
        {(only?.artists ?? []).slice(0, 3).map(artist => (
          <MenuItem key={artist.id} onAction={() => go({ page: 'artist', id: artist.id })}>
            {t('track.goToArtist', { artist: artist.name })}
          </MenuItem>
        ))}
        {onMove && ids.length === 1 && (
          <>
            <MenuItem shortcut="Alt ↑" onAction={() => onMove(-1)}>
              {t('track.moveUp')}
            </MenuItem>
            <MenuItem shortcut="Alt ↓" onAction={() => onMove(1)}>
              {t('track.moveDown')}
            </MenuItem>
          </>
        )}
        {onRemove && (
          <MenuItem shortcut={t('keys.key.delete')} onAction={onRemove}>
            {t('track.removeFromPlaylist')}
          </MenuItem>
        )}
        <MenuSeparator />
        <MenuItem onAction={onLike}>{t(isLiked ? 'track.unlike' : 'track.like')}</MenuItem>
        {only && <MenuItem onAction={() => boostTrack(only)}>{t('balance.boosts.menu')}</MenuItem>}
        <Submenu label={t('track.wishes')}>
          <WishItems rows={rows} />
        </Submenu>
        {only && <MenuItem onAction={() => forgetTrack(only.id, only.title)}>{t('forgetting.track')}</MenuItem>}
      </ContextMenu>
      <NamePlaylist
        title={t('playlists.new')}
        action={t('playlists.create')}
        isOpen={naming !== null}
        initial=""
        onClose={() => setNaming(null)}
        onName={async name => {
          if (naming) await createPlaylist(name, naming)
        }}
      />
    </>
  )
}
