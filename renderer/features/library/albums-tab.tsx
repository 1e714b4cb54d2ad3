// All albums, as covers, in the order the listener likes.
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useIds } from '../../base/asked.ts'
import { ask } from '../../base/client.ts'
import { NoAnswer } from '../../base/no-answer.tsx'
import { Empty } from '../../ui/page.tsx'
import { CoverGrid } from './cover-grid.tsx'
import { SortBar } from './sort-bar.tsx'
import styles from './tab.module.css'

const sorts = ['artist', 'title', 'year', 'added', 'heard'] as const
type Sort = (typeof sorts)[number]

/** Kept while the window is open. */
let lastSort: Sort = 'artist'

export function AlbumsTab() {
  const { t } = useTranslation()
  const [sort, setSort] = useState(lastSort)
  const load = useCallback(() => ask('library.albumIds', { sort }), [sort])
  const list = useIds(`albums:${sort}`, load)
  if (!list.data) return <NoAnswer asked={list} />
  if (list.data.ids.length === 0) return <Empty title={t('library.empty.albums')} />
  return (
    <div className={styles['tab']}>
      <SortBar
        sorts={sorts}
        value={sort}
        onChange={next => {
          lastSort = next
          setSort(next)
        }}
      />
      <CoverGrid label={t('library.albumsGrid')} placeKey={`albums:${sort}`} ids={list.data.ids} />
    </div>
  )
}
