// All artists, as names in large type.
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ArtistId } from '../../../preload/contract/ids.ts'
import { artOr } from '../../base/art.ts'
import { useIds } from '../../base/asked.ts'
import { ask } from '../../base/client.ts'
import { useFormat } from '../../base/format.ts'
import { artists } from '../../base/library-rows.ts'
import { NoAnswer } from '../../base/no-answer.tsx'
import { go } from '../../base/route.ts'
import { useRow } from '../../base/rows.ts'
import { Cover } from '../../ui/cover.tsx'
import { cx } from '../../ui/cx.ts'
import { ContextMenu, MenuItem, type Point } from '../../ui/menu.tsx'
import { useSelection } from '../../ui/selection.ts'
import { VirtualList } from '../../ui/virtual-list.tsx'
import { openBoost } from '../boosts/open.ts'
import styles from './name-list.module.css'
import { SortBar } from './sort-bar.tsx'
import tabStyles from './tab.module.css'

const rowPx = 64
const sorts = ['name', 'tracks', 'heard'] as const
type Sort = (typeof sorts)[number]

/** Kept while the window is open. */
let lastSort: Sort = 'name'

/** Ids travel as plain numbers in a typed array; `library.artistIds` gave these. */
const artistIdAt = (ids: Int32Array, index: number): ArtistId => (ids[index] ?? 0) as ArtistId

function ArtistLine({ id }: { readonly id: ArtistId }) {
  const { t } = useTranslation()
  const format = useFormat()
  const row = useRow(artists, id)
  return (
    <div {...cell} className={styles['line']}>
      <Cover src={row ? artOr(row.art, 64) : null} className={styles['art']} />
      {row ? (
        <>
          <span className={styles['name']}>{row.name || t('app.unknownArtist')}</span>
          <span className={cx(styles['number'], styles['wide'])}>
            {t('library.counts.albums', { count: row.albums })}
          </span>
          <span className={styles['number']}>{t('library.counts.tracks', { count: row.tracks })}</span>
          <span className={styles['heard']}>{row.heardMs > 0 ? format.time(row.heardMs) : ''}</span>
        </>
      ) : (
        <span className={styles['waiting']} />
      )}
    </div>
  )
}

const cell = { role: 'gridcell' } as const

export function ArtistsTab() {
  const { t } = useTranslation()
  const [sort, setSort] = useState(lastSort)
  const [menu, setMenu] = useState<{ readonly at: Point; readonly id: ArtistId } | null>(null)
  const menuName = (menu && artists.get(menu.id)?.name) || t('app.unknownArtist')
  const load = useCallback(() => ask('library.artistIds', { sort }), [sort])
  const list = useIds(`artists:${sort}`, load)
  const ids = list.data?.ids ?? none
  const selection = useSelection(ids)
  const onSeen = useCallback(
    (first: number, last: number) => {
      const from = Math.max(0, first - 40)
      const to = Math.min(ids.length, last + 40)
      artists.want(Array.from({ length: Math.max(0, to - from) }, (_, step) => artistIdAt(ids, from + step)))
    },
    [ids],
  )
  if (!list.data) return <NoAnswer asked={list} />
  return (
    <div className={tabStyles['tab']}>
      <SortBar
        sorts={sorts}
        value={sort}
        onChange={next => {
          lastSort = next
          setSort(next)
        }}
      />
      <VirtualList
        label={t('library.artistsList')}
        kind="grid"
        count={ids.length}
        rowPx={rowPx}
        placeKey={`artists:${sort}`}
        active={selection.active}
        rowState={() => ({ isChosen: false })}
        renderRow={index => <ArtistLine id={artistIdAt(ids, index)} />}
        onChoose={selection.moveTo}
        onMoveTo={selection.moveTo}
        onOpen={index => go({ page: 'artist', id: artistIdAt(ids, index) })}
        opensOnClick
        onMenu={(index, at) => setMenu({ at, id: artistIdAt(ids, index) })}
        onSeen={onSeen}
      />
      <ContextMenu at={menu?.at ?? null} label={menuName} onClose={() => setMenu(null)}>
        <MenuItem onAction={() => menu && openBoost([{ target: { of: 'artist', id: menu.id }, label: menuName }])}>
          {t('balance.boosts.menu')}
        </MenuItem>
      </ContextMenu>
    </div>
  )
}

const none = new Int32Array(0)
