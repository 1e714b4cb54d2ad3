// The rail: the sections of the app, the listener's playlists, and what goes on quietly below.
import { Keyboard } from 'lucide-react'
import { useRef } from 'react'
import { Button, useDrop } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { Playlist } from '../../preload/contract/playlists.ts'
import { readDrag, trackDragType } from '../base/drag.ts'
import { useFormat } from '../base/format.ts'
import { go, type Route, sectionOf, usePlaces } from '../base/route.ts'
import { useScan } from '../base/stores.ts'
import { usePlaylists } from '../features/playlists/all.ts'
import { addToPlaylist } from '../features/playlists/verbs.ts'
import { IconButton } from '../ui/button.tsx'
import { cx } from '../ui/cx.ts'
import { ProgressLine } from '../ui/page.tsx'
import { Ring } from '../ui/ring.tsx'
import { openSheet } from './key-sheet.tsx'
import styles from './rail.module.css'

const sections = ['now', 'library', 'playlists', 'insights', 'settings'] as const

function routeTo(section: (typeof sections)[number]): Route {
  return section === 'library' ? { page: 'library', tab: usePlaces.getState().tab } : { page: section }
}

function PlaylistLink({ playlist, isCurrent }: { readonly playlist: Playlist; readonly isCurrent: boolean }) {
  const ref = useRef<HTMLButtonElement>(null)
  const { dropProps, isDropTarget } = useDrop({
    ref,
    getDropOperation: types => (types.has(trackDragType) ? 'copy' : 'cancel'),
    onDrop: ({ items }) => {
      void readDrag(items).then(ids => addToPlaylist(playlist, ids))
    },
  })
  return (
    <div {...dropProps}>
      <Button
        ref={ref}
        className={cx(styles['list'])}
        {...(isCurrent && { 'data-current': '', 'aria-current': 'page' })}
        {...(isDropTarget && { 'data-drop': '' })}
        onPress={() => go({ page: 'playlist', id: playlist.id })}
      >
        {playlist.name}
      </Button>
    </div>
  )
}

function ScanFoot() {
  const { t } = useTranslation()
  const format = useFormat()
  const { state, done, found } = useScan()
  if (state === 'idle') return null
  const isKnown = state !== 'walking'
  return (
    <Button className={cx(styles['scan'])} onPress={() => go({ page: 'settings' })}>
      <span>
        {t(`scan.${state}`)} {isKnown && t('scan.progress', { done: format.number(done), found: format.number(found) })}
      </span>
      <ProgressLine label={t('scan.label')} share={isKnown && found > 0 ? done / found : null} />
    </Button>
  )
}

export function Rail() {
  const { t } = useTranslation()
  const route = usePlaces(places => places.route)
  const playlists = usePlaylists()
  const section = sectionOf(route)
  return (
    <div className={styles['rail']}>
      <div className={styles['mark']} aria-hidden="true">
        <Ring size={18} line={3.5} fill={0.78} />
        {t('app.name')}
      </div>
      <nav aria-label={t('app.pages')} className={styles['sections']}>
        {sections.map(each => (
          <Button
            key={each}
            className={cx(styles['section'])}
            {...(each === section && { 'data-current': '', 'aria-current': 'page' })}
            onPress={() => go(routeTo(each))}
          >
            {t(`nav.${each}`)}
          </Button>
        ))}
      </nav>
      <nav aria-label={t('nav.playlists')} className={styles['lists']}>
        {(playlists.data ?? []).map(playlist => (
          <PlaylistLink
            key={playlist.id}
            playlist={playlist}
            isCurrent={route.page === 'playlist' && route.id === playlist.id}
          />
        ))}
      </nav>
      <div className={styles['foot']}>
        <ScanFoot />
        <div className={styles['keys']}>
          <IconButton label={t('keys.open')} shortcut="?" size="small" onPress={openSheet}>
            <Keyboard size={15} />
          </IconButton>
        </div>
      </div>
    </div>
  )
}
