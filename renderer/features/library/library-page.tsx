// The library: its tabs, and in their place what was found while words stand in the search.
import { useDeferredValue, useRef } from 'react'
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { letDwellPlay } from '../../base/actions.ts'
import { useFormat } from '../../base/format.ts'
import { go, type LibraryTab, libraryTabs, setWords, usePlaces } from '../../base/route.ts'
import { registerSearch } from '../../base/search-focus.ts'
import { useCounts, useQueue, useScan } from '../../base/stores.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { Ring } from '../../ui/ring.tsx'
import { SearchBox } from '../../ui/search-box.tsx'
import type { ListHandle } from '../../ui/virtual-list.tsx'
import { AlbumsTab } from './albums-tab.tsx'
import { ArtistsTab } from './artists-tab.tsx'
import { EmptyLibrary } from './empty-library.tsx'
import { FoldersTab } from './folders-tab.tsx'
import { GenresTab } from './genres-tab.tsx'
import styles from './library-page.module.css'
import { SearchResults } from './search-results.tsx'
import { AddedTab, LikedTab, TracksTab } from './track-tabs.tsx'

function TabOf({ tab }: { readonly tab: LibraryTab }) {
  switch (tab) {
    case 'tracks':
      return <TracksTab />
    case 'albums':
      return <AlbumsTab />
    case 'artists':
      return <ArtistsTab />
    case 'genres':
      return <GenresTab />
    case 'folders':
      return <FoldersTab />
    case 'added':
      return <AddedTab />
    case 'liked':
      return <LikedTab />
  }
}

/** The number that belongs to what is shown. */
function Count({ tab }: { readonly tab: LibraryTab }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { counts } = useCounts()
  if (!counts) return null
  if (tab === 'albums') return t('library.counts.albums', { count: counts.albums })
  if (tab === 'artists') return t('library.counts.artists', { count: counts.artists })
  if (tab === 'genres') return t('library.counts.genres', { count: counts.genres })
  return (
    <>
      {t('library.counts.tracks', { count: counts.tracks })}
      {counts.durationMs > 0 && ` · ${format.length(counts.durationMs)}`}
    </>
  )
}

export function LibraryPage({ tab }: { readonly tab: LibraryTab }) {
  const { t } = useTranslation()
  const words = usePlaces(places => places.words)
  const asked = useDeferredValue(words.trim())
  const { counts } = useCounts()
  const isScanning = useScan(scan => scan.state !== 'idle')
  const isAutoplay = useQueue(state => state.companion)
  const results = useRef<ListHandle>(null)
  const isEmpty = counts !== null && counts.tracks === 0
  return (
    <Tabs
      className={cx(styles['page'])}
      selectedKey={tab}
      onSelectionChange={key => {
        const chosen = libraryTabs.find(each => each === key)
        setWords('')
        if (chosen) go({ page: 'library', tab: chosen })
      }}
    >
      <header className={styles['top']}>
        <div className={styles['titles']}>
          <h1 className={styles['title']}>{t('library.title')}</h1>
          <p className={styles['count']}>{!isEmpty && <Count tab={tab} />}</p>
        </div>
        {!isEmpty && !isAutoplay && (
          <Button tone="line" onPress={() => letDwellPlay()}>
            <Ring size={13} line={2.5} fill={0.78} />
            {t('balance.start')}
          </Button>
        )}
        <div className={styles['search']}>
          <SearchBox
            ref={registerSearch}
            label={t('library.search')}
            placeholder={t('library.search')}
            clearLabel={t('library.clearSearch')}
            shortcut="/"
            value={words}
            onChange={setWords}
            onDown={() => results.current?.focus()}
          />
        </div>
      </header>
      <div className={styles['tabs']}>
        <TabList aria-label={t('library.title')} className={cx(styles['tabList'])}>
          {libraryTabs.map(each => (
            <Tab key={each} id={each} className={cx(styles['tab'])}>
              {t(`library.tabs.${each}`)}
            </Tab>
          ))}
        </TabList>
      </div>
      <TabPanel id={tab} className={cx(styles['body'])}>
        {isEmpty ? (
          <EmptyLibrary isScanning={isScanning} />
        ) : asked !== '' ? (
          <SearchResults words={asked} listRef={results} />
        ) : (
          <TabOf tab={tab} />
        )}
      </TabPanel>
    </Tabs>
  )
}
