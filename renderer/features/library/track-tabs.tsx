// The tabs that are one long list of tracks: all of them, those added lately, those liked.
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TrackFilter } from '../../../preload/contract/library.ts'
import type { QueueSource } from '../../../preload/contract/queue.ts'
import { useIds } from '../../base/asked.ts'
import { ask } from '../../base/client.ts'
import { NoAnswer } from '../../base/no-answer.tsx'
import { Empty } from '../../ui/page.tsx'
import type { ColumnSet } from './columns.ts'
import type { Sorting } from './track-heads.tsx'
import { TrackTable } from './track-table.tsx'

interface Props {
  readonly name: string
  readonly label: string
  /** Must be a constant. */
  readonly filter: TrackFilter
  readonly set: ColumnSet
  readonly first: Sorting
  readonly source: QueueSource
  readonly whenEmpty: { readonly title: string; readonly body: string }
}

/** The order of each list, kept while the window is open. */
const sortings = new Map<string, Sorting>()

function TrackTab({ name, label, filter, set, first, source, whenEmpty }: Props) {
  const [sorting, setSorting] = useState(sortings.get(name) ?? first)
  const key = `${name}:${sorting.by}:${sorting.descending}`
  const load = useCallback(
    () => ask('library.trackIds', { filter, sort: sorting.by, descending: sorting.descending }),
    [filter, sorting],
  )
  const list = useIds(key, load)
  if (!list.data) return <NoAnswer asked={list} />
  if (list.data.ids.length === 0) return <Empty {...whenEmpty} />
  return (
    <TrackTable
      label={label}
      placeKey={key}
      ids={list.data.ids}
      set={set}
      origin="hand"
      source={source}
      sorting={sorting}
      onSort={next => {
        sortings.set(name, next)
        setSorting(next)
      }}
    />
  )
}

const all: TrackFilter = { of: 'all' }
const liked: TrackFilter = { of: 'liked' }
const lately: TrackFilter = { of: 'addedLately', days: 30 }
const byArtist: Sorting = { by: 'artist', descending: false }
const newestFirst: Sorting = { by: 'added', descending: true }

export function TracksTab() {
  const { t } = useTranslation()
  return (
    <TrackTab
      name="tracks"
      label={t('library.table')}
      filter={all}
      set="library"
      first={byArtist}
      source={{ kind: 'tracks' }}
      whenEmpty={{ title: t('library.empty.title'), body: t('library.empty.body') }}
    />
  )
}

export function AddedTab() {
  const { t } = useTranslation()
  return (
    <TrackTab
      name="added"
      label={t('library.tabs.added')}
      filter={lately}
      set="added"
      first={newestFirst}
      source={{ kind: 'tracks' }}
      whenEmpty={{ title: t('library.empty.addedTitle'), body: t('library.empty.addedBody') }}
    />
  )
}

export function LikedTab() {
  const { t } = useTranslation()
  return (
    <TrackTab
      name="liked"
      label={t('library.tabs.liked')}
      filter={liked}
      set="library"
      first={byArtist}
      source={{ kind: 'tracks' }}
      whenEmpty={{ title: t('library.empty.likedTitle'), body: t('library.empty.likedBody') }}
    />
  )
}
