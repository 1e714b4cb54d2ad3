// What the boost dialog is asked about, from any menu: one thing, or a track's album, artists and genre to choose among.
import { create } from 'zustand'
import type { BoostTarget } from '../../../preload/contract/balance.ts'
import type { TrackRow } from '../../../preload/contract/library.ts'
import { attempt } from '../../base/actions.ts'
import { ask } from '../../base/client.ts'

export interface BoostChoice {
  readonly target: BoostTarget
  /** The thing's own name; empty for decades and what was added lately. */
  readonly label: string
}

/** Empty while the dialog is closed. */
export const useBoostChoices = create<{ readonly choices: readonly BoostChoice[] }>()(() => ({ choices: [] }))

export const openBoost = (choices: readonly BoostChoice[]): void => useBoostChoices.setState({ choices })
export const closeBoost = (): void => useBoostChoices.setState({ choices: [] })

/** A track is boosted by what it belongs to. */
export function boostTrack(row: TrackRow): void {
  attempt(async () => {
    const { albumId, album, artists, genre, year } = row
    const genres = genre === null ? [] : await ask('library.genres')
    const itsGenre = genres.find(({ name }) => name === genre)
    openBoost([
      ...(albumId === null ? [] : [{ target: { of: 'album', id: albumId }, label: album ?? '' } as const]),
      ...artists.slice(0, 3).map(({ id, name }) => ({ target: { of: 'artist', id }, label: name }) as const),
      ...(itsGenre ? [{ target: { of: 'genre', id: itsGenre.id }, label: itsGenre.name } as const] : []),
      ...(year === null ? [] : [{ target: { of: 'decade', from: Math.floor(year / 10) * 10 }, label: '' } as const]),
    ])
  })
}
