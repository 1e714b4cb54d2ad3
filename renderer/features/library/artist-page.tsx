import { useCallback, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { ArtistId } from '../../../preload/contract/ids.ts'
import type { ArtistRow } from '../../../preload/contract/library.ts'
import { artOr } from '../../base/art.ts'
import { useIds } from '../../base/asked.ts'
import { ask } from '../../base/client.ts'
import { useFormat } from '../../base/format.ts'
import { artists } from '../../base/library-rows.ts'
import { NoAnswer } from '../../base/no-answer.tsx'
import { go } from '../../base/route.ts'
import { useRow } from '../../base/rows.ts'
import { cx } from '../../ui/cx.ts'
import { Empty } from '../../ui/page.tsx'
import { BoostButton } from '../boosts/boost-button.tsx'
import styles from './artist-page.module.css'
import { AlbumFace, albumIdAt } from './cover-grid.tsx'
import { Hero } from './hero.tsx'
import { PlayButtons } from './play-buttons.tsx'
import type { Sorting } from './track-heads.tsx'
import { TrackTable } from './track-table.tsx'

const none = new Int32Array(0)
/** A page of covers; who has more records than this is found by the albums' tab. */
const mostAlbums = 60

function Albums({ ids }: { readonly ids: Int32Array }) {
  const { t } = useTranslation()
  if (ids.length === 0) return null
  return (
    <section className={styles['albums']}>
      <h2 className={styles['heading']}>{t('library.artist.albums')}</h2>
      <div className={styles['grid']}>
        {Array.from({ length: Math.min(ids.length, mostAlbums) }, (_, index) => albumIdAt(ids, index)).map(id => (
          <AriaButton key={id} className={cx(styles['album'])} onPress={() => go({ page: 'album', id })}>
            <AlbumFace id={id} />
          </AriaButton>
        ))}
      </div>
    </section>
  )
}

interface HeadProps {
  readonly row: ArtistRow
  readonly ids: Int32Array
  readonly albumIds: Int32Array
}

function ArtistHead({ row, ids, albumIds }: HeadProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const source = { kind: 'artist', name: row.name } as const
  return (
    <>
      <Hero
        art={artOr(row.art, 256)}
        isRound
        eyebrow={t('library.artist.eyebrow')}
        title={row.name || t('app.unknownArtist')}
        line={`${t('library.counts.albums', { count: row.albums })} · ${t('library.counts.tracks', { count: row.tracks })}`}
        figures={row.heardMs > 0 ? [{ label: t('library.artist.heard'), value: format.time(row.heardMs) }] : []}
      >
        <PlayButtons ids={ids} origin="hand" source={source} />
        <BoostButton choice={{ target: { of: 'artist', id: row.id }, label: row.name }} />
      </Hero>
      <Albums ids={albumIds} />
    </>
  )
}

export function ArtistPage({ id }: { readonly id: ArtistId }) {
  const { t } = useTranslation()
  const row = useRow(artists, id)
  const [sorting, setSorting] = useState<Sorting>({ by: 'album', descending: false })
  const loadTracks = useCallback(
    () => ask('library.trackIds', { filter: { of: 'artist', id }, sort: sorting.by, descending: sorting.descending }),
    [id, sorting],
  )
  const loadAlbums = useCallback(() => ask('library.albumIds', { sort: 'year', artistId: id }), [id])
  const list = useIds(`artist:${id}:${sorting.by}:${sorting.descending}`, loadTracks)
  const albumList = useIds(`artist-albums:${id}`, loadAlbums)
  const ids = list.data?.ids ?? none
  if (row === null) return <Empty title={t('library.artist.gone')} isPage />
  if (!row || (list.state === 'failed' && !list.data)) return <NoAnswer asked={list} isPage />
  return (
    <TrackTable
      label={t('library.table')}
      placeKey={`artist:${id}`}
      ids={ids}
      set="library"
      origin="hand"
      source={{ kind: 'artist', name: row.name }}
      sorting={sorting}
      onSort={setSorting}
      lead={<ArtistHead row={row} ids={ids} albumIds={albumList.data?.ids ?? none} />}
    />
  )
}
