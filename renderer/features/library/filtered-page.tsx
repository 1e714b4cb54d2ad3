// The page of a genre: its name in large type, its tracks.
import { Play, Shuffle } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { GenreId } from '../../../preload/contract/ids.ts'
import { playFrom, shuffleAll } from '../../base/actions.ts'
import { Button } from '../../ui/button.tsx'
import { BoostButton } from '../boosts/boost-button.tsx'
import { FilteredTracks } from './filtered-tracks.tsx'
import { Hero } from './hero.tsx'

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
          <Button
            tone="accent"
            size="large"
            isDisabled={ids.length === 0}
            onPress={() => playFrom(ids, 0, 'hand', source)}
          >
            <Play size={16} fill="currentColor" strokeWidth={0} aria-hidden="true" />
            {t('library.artist.play')}
          </Button>
          <Button tone="line" size="large" isDisabled={ids.length === 0} onPress={() => shuffleAll(ids, source)}>
            <Shuffle size={15} aria-hidden="true" />
            {t('library.artist.shuffle')}
          </Button>
          <BoostButton choice={{ target: { of: 'genre', id }, label: name }} />
        </Hero>
      )}
    />
  )
}
