// Where the listener is: one value, with a way back. Addresses are not needed in a window without an address bar.
import { create } from 'zustand'
import type { AlbumId, ArtistId, GenreId, PlaylistId } from '../../preload/contract/ids.ts'

export const libraryTabs = ['tracks', 'albums', 'artists', 'genres', 'folders', 'added', 'liked'] as const
export type LibraryTab = (typeof libraryTabs)[number]

export type Route =
  | { readonly page: 'now' }
  | { readonly page: 'library'; readonly tab: LibraryTab }
  | { readonly page: 'album'; readonly id: AlbumId }
  | { readonly page: 'artist'; readonly id: ArtistId }
  | { readonly page: 'genre'; readonly id: GenreId; readonly name: string }
  | { readonly page: 'playlists' }
  | { readonly page: 'playlist'; readonly id: PlaylistId }
  | { readonly page: 'insights' }
  | { readonly page: 'settings' }

/** The section of the rail that a route belongs to. */
export function sectionOf({ page }: Route): 'now' | 'library' | 'playlists' | 'insights' | 'settings' {
  switch (page) {
    case 'now':
    case 'insights':
    case 'settings':
      return page
    case 'playlists':
    case 'playlist':
      return 'playlists'
    default:
      return 'library'
  }
}

interface Places {
  readonly route: Route
  readonly before: readonly Route[]
  /** The library's tab that was open last, and the words in its search. */
  readonly tab: LibraryTab
  readonly words: string
}

export const usePlaces = create<Places>()(() => ({
  route: { page: 'library', tab: 'tracks' },
  before: [],
  tab: 'tracks',
  words: '',
}))

export const sameRoute = (a: Route, b: Route): boolean => JSON.stringify(a) === JSON.stringify(b)

const rememberedSteps = 50

export function go(route: Route): void {
  const places = usePlaces.getState()
  if (sameRoute(route, places.route)) {
    // Choosing the page that is open leaves a search behind.
    usePlaces.setState({ words: '' })
    return
  }
  usePlaces.setState({
    route,
    before: [...places.before, places.route].slice(-rememberedSteps),
    tab: route.page === 'library' ? route.tab : places.tab,
    words: route.page === 'library' && places.route.page !== 'library' ? places.words : '',
  })
}

export function goBack(): void {
  const { before } = usePlaces.getState()
  const route = before.at(-1)
  if (!route) return
  usePlaces.setState({ route, before: before.slice(0, -1) })
}

export const setWords = (words: string): void => usePlaces.setState({ words })
