// Which page a route shows.

import { assertNever } from '../../preload/contract/errors.ts'
import type { Route } from '../base/route.ts'
import { InsightsPage } from '../features/insights/insights-page.tsx'
import { AlbumPage } from '../features/library/album-page.tsx'
import { ArtistPage } from '../features/library/artist-page.tsx'
import { GenrePage } from '../features/library/filtered-page.tsx'
import { LibraryPage } from '../features/library/library-page.tsx'
import { NowPage } from '../features/now-playing/now-page.tsx'
import { PlaylistPage } from '../features/playlists/playlist-page.tsx'
import { PlaylistsPage } from '../features/playlists/playlists-page.tsx'
import { SettingsPage } from '../features/settings/settings-page.tsx'

export function Page({ route }: { readonly route: Route }) {
  switch (route.page) {
    case 'now':
      return <NowPage />
    case 'library':
      return <LibraryPage tab={route.tab} />
    case 'album':
      return <AlbumPage id={route.id} />
    case 'artist':
      return <ArtistPage id={route.id} />
    case 'genre':
      return <GenrePage id={route.id} name={route.name} />
    case 'playlists':
      return <PlaylistsPage />
    case 'playlist':
      return <PlaylistPage id={route.id} />
    case 'insights':
      return <InsightsPage />
    case 'settings':
      return <SettingsPage />
    default:
      return assertNever(route)
  }
}
