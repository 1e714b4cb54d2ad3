// One album: its art, its numbers, its tracks in their order.
import { ListPlus } from 'lucide-react'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AlbumId, TrackId } from '../../../preload/contract/ids.ts'
import type { AlbumRow } from '../../../preload/contract/library.ts'
import { addToQueue } from '../../base/actions.ts'
import { artOr } from '../../base/art.ts'
import { useIds } from '../../base/asked.ts'
import { ask } from '../../base/client.ts'
import { useFormat } from '../../base/format.ts'
import { albums, trackIdsOf, tracks } from '../../base/library-rows.ts'
import { Link } from '../../base/link.tsx'
import { NoAnswer } from '../../base/no-answer.tsx'
import { useRow } from '../../base/rows.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/page.tsx'
import { BoostButton } from '../boosts/boost-button.tsx'
import { Hero } from './hero.tsx'
import { PlayButtons } from './play-buttons.tsx'
import { TrackTable } from './track-table.tsx'

/** Mean of how much of each track the listener stays for, over those that were heard; null before the first. */
function useMeanDwell(ids: Int32Array): number | null {
  const [mean, setMean] = useState<number | null>(null)
  useEffect(() => {
    const all: TrackId[] = trackIdsOf(ids)
    const look = (): void => {
      const heard = all.flatMap(id => tracks.get(id)?.dwellFraction ?? [])
      setMean(heard.length === 0 ? null : heard.reduce((sum, share) => sum + share, 0) / heard.length)
    }
    look()
    const stops = all.map(id => tracks.subscribe(id, look))
    return () => {
      for (const stop of stops) stop()
    }
  }, [ids])
  return mean
}

function AlbumHead({ row, ids }: { readonly row: AlbumRow; readonly ids: Int32Array }) {
  const { t } = useTranslation()
  const format = useFormat()
  const mean = useMeanDwell(ids)
  const source = { kind: 'album', name: row.title } as const
  return (
    <Hero
      art={artOr(row.art, 1024)}
      eyebrow={t(row.compilation ? 'library.album.compilation' : 'library.album.eyebrow')}
      title={row.title || t('app.unknownAlbum')}
      line={
        <>
          <Link to={row.artistId === null ? null : { page: 'artist', id: row.artistId }}>
            {row.artist || t('app.unknownArtist')}
          </Link>
          {row.year !== null && ` · ${row.year}`}
          {` · ${t('library.counts.tracks', { count: row.tracks })} · ${format.time(row.durationMs)}`}
        </>
      }
      figures={[
        ...(row.heardMs > 0 ? [{ label: t('library.album.heard'), value: format.time(row.heardMs) }] : []),
        ...(mean === null ? [] : [{ label: t('library.album.stay'), value: format.percent(mean) }]),
      ]}
    >
      <PlayButtons ids={ids} origin="album" source={source} />
      <Button size="large" label={t('library.album.add')} onPress={() => addToQueue(Int32Array.from(ids), 'end')}>
        <ListPlus size={18} aria-hidden="true" />
      </Button>
      <BoostButton choice={{ target: { of: 'album', id: row.id }, label: row.title }} />
    </Hero>
  )
}

const none = new Int32Array(0)

export function AlbumPage({ id }: { readonly id: AlbumId }) {
  const { t } = useTranslation()
  const row = useRow(albums, id)
  const load = useCallback(() => ask('library.trackIds', { filter: { of: 'album', id } }), [id])
  const list = useIds(`album:${id}`, load)
  const ids = list.data?.ids ?? none
  const source = useMemo(() => ({ kind: 'album', name: row?.title ?? '' }) as const, [row?.title])
  if (row === null) return <Empty title={t('library.album.gone')} isPage />
  if (!row || (list.state === 'failed' && !list.data)) return <NoAnswer asked={list} isPage />
  return (
    <TrackTable
      label={t('library.table')}
      placeKey={`album:${id}`}
      ids={ids}
      set="album"
      origin="album"
      source={source}
      lead={<AlbumHead row={row} ids={ids} />}
    />
  )
}
