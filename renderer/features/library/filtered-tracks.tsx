// The tracks of one genre or one folder, sortable like the library.
import { type ReactNode, useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FolderId, GenreId } from '../../../preload/contract/ids.ts'
import type { TrackFilter } from '../../../preload/contract/library.ts'
import { useIds } from '../../base/asked.ts'
import { ask } from '../../base/client.ts'
import { NoAnswer } from '../../base/no-answer.tsx'
import { Empty } from '../../ui/page.tsx'
import type { Sorting } from './track-heads.tsx'
import { TrackTable } from './track-table.tsx'

type Of = { readonly of: 'folder'; readonly id: FolderId } | { readonly of: 'genre'; readonly id: GenreId }

type Props = Of & {
  readonly name: string
  readonly whenEmpty: string
  readonly lead?: (ids: Int32Array) => ReactNode
}

/** Where the listener asked for no order, the list's own stands: folders by file, genres by artist. */
export function FilteredTracks({ of, id, name, whenEmpty, lead }: Props) {
  const { t } = useTranslation()
  const isPage = of === 'genre'
  const [sorting, setSorting] = useState<Sorting | null>(null)
  // `of` and `id` belong together by the type of the props.
  const filter = useMemo(() => ({ of, id }) as TrackFilter, [of, id])
  const key = `${of}:${id}:${sorting?.by ?? ''}:${sorting?.descending ?? ''}`
  const load = useCallback(
    () => ask('library.trackIds', sorting ? { filter, sort: sorting.by, descending: sorting.descending } : { filter }),
    [filter, sorting],
  )
  const list = useIds(key, load)
  if (!list.data) return <NoAnswer asked={list} isPage={isPage} />
  const { ids } = list.data
  if (ids.length === 0) return <Empty title={whenEmpty} isPage={isPage} />
  return (
    <TrackTable
      label={t('library.table')}
      placeKey={key}
      ids={ids}
      set="library"
      origin="hand"
      source={{ kind: of, name }}
      sorting={sorting}
      onSort={setSorting}
      lead={lead?.(ids)}
    />
  )
}
