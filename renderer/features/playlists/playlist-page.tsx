// One playlist: its tracks in the listener's order, and all that can be done with it.
import { Ellipsis } from 'lucide-react'
import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlaylistId } from '../../../preload/contract/ids.ts'
import type { Playlist } from '../../../preload/contract/playlists.ts'
import { useAsked } from '../../base/asked.ts'
import { ask } from '../../base/client.ts'
import { useFormat } from '../../base/format.ts'
import { NoAnswer } from '../../base/no-answer.tsx'
import { Announcer } from '../../ui/announcer.tsx'
import { IconButton } from '../../ui/button.tsx'
import { MenuButton, MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import { Empty } from '../../ui/page.tsx'
import { openBoost } from '../boosts/open.ts'
import { Hero } from '../library/hero.tsx'
import { PlayButtons } from '../library/play-buttons.tsx'
import { type Editing, TrackTable } from '../library/track-table.tsx'
import { usePlaylists } from './all.ts'
import { NamePlaylist } from './name-dialog.tsx'
import { deletePlaylist, exportPlaylist, moveInPlaylist, removeFromPlaylist } from './verbs.ts'

const changes = ['playlists.changed'] as const
const none = new Int32Array(0)

function PlaylistHead({ playlist, ids }: { readonly playlist: Playlist; readonly ids: Int32Array }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [isNaming, setNaming] = useState(false)
  const source = { kind: 'playlist', name: playlist.name } as const
  const isEmpty = ids.length === 0
  return (
    <>
      <Hero
        eyebrow={t('playlists.title')}
        title={playlist.name}
        line={
          isEmpty
            ? undefined
            : `${t('playlists.tracks', { count: playlist.tracks })} · ${format.time(playlist.durationMs)}`
        }
      >
        <PlayButtons ids={ids} origin="playlist" source={source} />
        <MenuButton
          label={t('playlists.menu')}
          button={
            <IconButton label={t('playlists.menu')} size="big">
              <Ellipsis size={18} />
            </IconButton>
          }
        >
          <MenuItem onAction={() => setNaming(true)}>{t('playlists.rename')}</MenuItem>
          <MenuItem
            isDisabled={isEmpty}
            onAction={() => openBoost([{ target: { of: 'playlist', id: playlist.id }, label: playlist.name }])}
          >
            {t('balance.boosts.menu')}
          </MenuItem>
          <MenuItem isDisabled={isEmpty} onAction={() => exportPlaylist(playlist.id)}>
            {t('playlists.export')}
          </MenuItem>
          <MenuSeparator />
          <MenuItem onAction={() => deletePlaylist(playlist)}>{t('playlists.delete')}</MenuItem>
        </MenuButton>
      </Hero>
      <NamePlaylist
        title={t('playlists.rename')}
        action={t('playlists.save')}
        initial={playlist.name}
        isOpen={isNaming}
        onClose={() => setNaming(false)}
        onName={async name => {
          await ask('playlists.rename', { id: playlist.id, name })
        }}
      />
    </>
  )
}

export function PlaylistPage({ id }: { readonly id: PlaylistId }) {
  const { t } = useTranslation()
  const playlists = usePlaylists()
  const load = useCallback(() => ask('playlists.items', { id }), [id])
  const items = useAsked(`playlist:${id}`, load, changes)
  const [said, setSaid] = useState('')
  const playlist = playlists.data?.find(each => each.id === id)
  const { trackIds, itemIds } = items.data ?? { trackIds: none, itemIds: none }

  const editing = useMemo<Editing>(
    () => ({
      remove: indexes => {
        if (!playlist) return
        removeFromPlaylist(
          playlist,
          indexes.map(index => ({ index, item: itemIds[index] ?? 0, track: trackIds[index] ?? 0 })),
        )
      },
      move: (index, toIndex) => {
        const item = itemIds[index]
        if (item === undefined) return
        moveInPlaylist(id, item, toIndex)
        setSaid(t('playlists.moved', { position: toIndex + 1, count: itemIds.length }))
      },
    }),
    [playlist, id, itemIds, trackIds, t],
  )

  if (playlists.data && !playlist) return <Empty title={t('playlists.gone')} isPage />
  if (!playlist || !items.data) return <NoAnswer asked={items} isPage />
  const head = <PlaylistHead playlist={playlist} ids={trackIds} />
  if (trackIds.length === 0) {
    return (
      <>
        {head}
        <Empty title={t('playlists.emptyList')} body={t('playlists.emptyListHint')} />
      </>
    )
  }
  return (
    <>
      <TrackTable
        label={t('playlists.list', { name: playlist.name })}
        placeKey={`playlist:${id}`}
        ids={trackIds}
        keys={itemIds}
        set="playlist"
        origin="playlist"
        source={{ kind: 'playlist', name: playlist.name }}
        lead={head}
        editing={editing}
      />
      <Announcer words={said} />
    </>
  )
}
