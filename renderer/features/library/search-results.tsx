// What was found: people, records, then tracks in the list that the arrow down leads to.
import { type Ref, useCallback, useEffect, useMemo } from 'react'
import { Button } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { AlbumRow, ArtistRow, SearchResult } from '../../../preload/contract/library.ts'
import { artOr } from '../../base/art.ts'
import { useAsked } from '../../base/asked.ts'
import { ask } from '../../base/client.ts'
import { albums, artists, tracks } from '../../base/library-rows.ts'
import { NoAnswer } from '../../base/no-answer.tsx'
import { go } from '../../base/route.ts'
import { useLast } from '../../base/use-last.ts'
import { Announcer } from '../../ui/announcer.tsx'
import { Cover } from '../../ui/cover.tsx'
import { cx } from '../../ui/cx.ts'
import { Empty } from '../../ui/page.tsx'
import type { ListHandle } from '../../ui/virtual-list.tsx'
import grid from './artist-page.module.css'
import { AlbumFace } from './cover-grid.tsx'
import styles from './library-page.module.css'
import { TrackTable } from './track-table.tsx'

const limit = 50
const mostPeople = 6
const mostAlbums = 8
const changes = ['library.changed'] as const

function People({ found }: { readonly found: readonly ArtistRow[] }) {
  const { t } = useTranslation()
  if (found.length === 0) return null
  return (
    <section>
      <h2 className={styles['resultsHead']}>{t('library.results.artists')}</h2>
      <div className={styles['people']}>
        {found.slice(0, mostPeople).map(({ id, name, art }) => (
          <Button key={id} className={cx(styles['person'])} onPress={() => go({ page: 'artist', id })}>
            <Cover src={artOr(art, 64)} className={styles['personArt']} />
            <span className={styles['personName']}>{name}</span>
          </Button>
        ))}
      </div>
    </section>
  )
}

function Albums({ found }: { readonly found: readonly AlbumRow[] }) {
  const { t } = useTranslation()
  if (found.length === 0) return null
  return (
    <section>
      <h2 className={styles['resultsHead']}>{t('library.results.albums')}</h2>
      <div className={styles['albums']}>
        {found.slice(0, mostAlbums).map(({ id }) => (
          <Button key={id} className={cx(grid['album'])} onPress={() => go({ page: 'album', id })}>
            <AlbumFace id={id} />
          </Button>
        ))}
      </div>
    </section>
  )
}

function Found({ result, listRef }: { readonly result: SearchResult; readonly listRef: Ref<ListHandle> }) {
  const { t } = useTranslation()
  const ids = useMemo(() => Int32Array.from(result.tracks, ({ id }) => id), [result])
  useEffect(() => {
    tracks.put(result.tracks)
    albums.put(result.albums)
    artists.put(result.artists)
  }, [result])
  const count = result.tracks.length + result.albums.length + result.artists.length
  if (count === 0) {
    return <Empty title={t('library.results.none', { words: result.words })} body={t('library.results.noneHint')} />
  }
  return (
    <>
      <Announcer words={t('library.results.found', { count })} />
      <TrackTable
        ref={listRef}
        label={t('library.results.tracks')}
        placeKey={`search:${result.words}`}
        ids={ids}
        set="library"
        origin="search"
        source={{ kind: 'search', name: result.words }}
        lead={
          <div className={styles['results']}>
            <People found={result.artists} />
            <Albums found={result.albums} />
            {ids.length > 0 && (
              <h2 className={styles['resultsHead']}>
                {t('library.results.tracks')}
                {ids.length >= limit && <small>{t('library.results.firstOnly', { count: ids.length })}</small>}
              </h2>
            )}
          </div>
        }
      />
    </>
  )
}

export function SearchResults({ words, listRef }: { readonly words: string; readonly listRef: Ref<ListHandle> }) {
  const load = useCallback(() => ask('library.search', { words, limit }), [words])
  const found = useAsked(`search:${words}`, load, changes)
  const shown = useLast(found.data)
  if (found.state === 'failed' && !found.data) return <NoAnswer asked={found} />
  // Until the next answer is here the last one stays: typing never flashes an empty page.
  return shown ? <Found result={shown} listRef={listRef} /> : <NoAnswer asked={found} />
}
