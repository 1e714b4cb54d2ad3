import { useTranslation } from 'react-i18next'
import type { GenreId } from '../../../preload/contract/ids.ts'
import { BoostButton } from '../boosts/boost-button.tsx'
import { FilteredTracks } from './filtered-tracks.tsx'
import { Hero } from './hero.tsx'
import { PlayButtons } from './play-buttons.tsx'

export function GenrePage({ id, name }: { readonly id: GenreId; readonly name: string }) {
  const { t } = useTranslation()
  const source = { kind: 'genre', name } as const
  return (
    <FilteredTracks
      of="genre"
      id={id}
      name={name}
      whenEmpty={t('library.results.none', { words: name })}
      lead={ids => (
        <Hero
          eyebrow={t('library.genre.eyebrow')}
          title={name}
          line={ids.length > 0 && t('library.counts.tracks', { count: ids.length })}
        >
          <PlayButtons ids={ids} origin="hand" source={source} />
          <BoostButton choice={{ target: { of: 'genre', id }, label: name }} />
        </Hero>
      )}
    />
  )
}
