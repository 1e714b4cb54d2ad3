// All albums, as covers, in the order the listener likes.
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useIds } from '../../base/asked.ts'
import { ask } from '../../base/client.ts'
import { Failed } from '../../base/failed.tsx'
import { Loading } from '../../base/loading.tsx'
import { Select } from '../../ui/field.tsx'
import { Empty } from '../../ui/page.tsx'
import { CoverGrid } from './cover-grid.tsx'
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
  if (list.state === 'failed' && !list.data) return <Failed error={list.error} again={list.again} />
  if (!list.data) return <Loading />
  if (list.data.ids.length === 0) return <Empty title={t('library.empty.albums')} />
  return (
    <div className={styles['tab']}>
      <div className={styles['bar']}>
        <Select
          isBare
          label={t('library.sortBy')}
          choices={sorts.map(id => ({ id, label: t(`library.sort.${id}`) }))}
          value={sort}
          onChange={next => {
            lastSort = next
            setSort(next)
          }}
        />
      </div>
      <CoverGrid label={t('library.albumsGrid')} placeKey={`albums:${sort}`} ids={list.data.ids} />
    </div>
  )
}
