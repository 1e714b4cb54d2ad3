// All genres, by name, with what was heard of each.
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { GenreRow } from '../../../preload/contract/library.ts'
import { useAsked } from '../../base/asked.ts'
import { ask } from '../../base/client.ts'
import { useFormat } from '../../base/format.ts'
import { NoAnswer } from '../../base/no-answer.tsx'
import { go } from '../../base/route.ts'
import { cx } from '../../ui/cx.ts'
import { ContextMenu, MenuItem, type Point } from '../../ui/menu.tsx'
import { Bar, Empty } from '../../ui/page.tsx'
import { useSelection } from '../../ui/selection.ts'
import { VirtualList } from '../../ui/virtual-list.tsx'
import { openBoost } from '../boosts/open.ts'
import styles from './name-list.module.css'

const rowPx = 60
const changes = ['library.changed'] as const
const load = (): Promise<readonly GenreRow[]> => ask('library.genres')
const none: readonly GenreRow[] = []

function GenreLine({ row, most }: { readonly row: GenreRow; readonly most: number }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <div {...cell} className={cx(styles['line'], styles['plain'])}>
      <span className={styles['name']}>{row.name}</span>
      <span className={styles['wide']}>
        <Bar share={row.tracks / most} />
      </span>
      <span className={styles['number']}>{t('library.counts.tracks', { count: row.tracks })}</span>
      <span className={styles['heard']}>{row.heardMs > 0 ? format.time(row.heardMs) : ''}</span>
    </div>
  )
}

const cell = { role: 'gridcell' } as const

export function GenresTab() {
  const { t } = useTranslation()
  const list = useAsked('genres', load, changes)
  const [menu, setMenu] = useState<{ readonly at: Point; readonly row: GenreRow } | null>(null)
  const rows = list.data ?? none
  const keys = useMemo(() => Int32Array.from(rows, ({ id }) => id), [rows])
  const most = useMemo(() => Math.max(1, ...rows.map(({ tracks }) => tracks)), [rows])
  const selection = useSelection(keys)
  if (!list.data) return <NoAnswer asked={list} />
  if (list.data.length === 0) return <Empty title={t('library.empty.genres')} />
  return (
    <>
      <VirtualList
        label={t('library.genresList')}
        kind="grid"
        count={rows.length}
        rowPx={rowPx}
        placeKey="genres"
        active={selection.active}
        rowState={() => ({ isChosen: false })}
        renderRow={index => {
          const row = rows[index]
          return row && <GenreLine row={row} most={most} />
        }}
        onChoose={selection.moveTo}
        onMoveTo={selection.moveTo}
        onOpen={index => {
          const row = rows[index]
          if (row) go({ page: 'genre', id: row.id, name: row.name })
        }}
        opensOnClick
        onMenu={(index, at) => {
          const row = rows[index]
          if (row) setMenu({ at, row })
        }}
      />
      <ContextMenu at={menu?.at ?? null} label={menu?.row.name ?? ''} onClose={() => setMenu(null)}>
        <MenuItem
          onAction={() => menu && openBoost([{ target: { of: 'genre', id: menu.row.id }, label: menu.row.name }])}
        >
          {t('balance.boosts.menu')}
        </MenuItem>
      </ContextMenu>
    </>
  )
}
