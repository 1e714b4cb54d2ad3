// Every page and its states in one table: how the core is arranged, where the listener is, what their hands did, and what shows that it is so.
import type { Arguments } from '../../../../preload/contract/client.ts'
import type { Output, WindowCallName } from '../../../../preload/contract/contract.ts'
import type { AlbumId, ArtistId, GenreId, PlaylistId } from '../../../../preload/contract/ids.ts'
import { type LibraryTab, libraryTabs, type Route } from '../../../../renderer/base/route.ts'
import type { ToastWords } from '../../../../renderer/ui/toast.tsx'
import type { Hands } from './hands.ts'
import { type WorldName, worlds } from './worlds.ts'

/** What a state can use beside hands: the made core, and what the window says by itself. */
export interface Reach extends Hands {
  readonly ask: <N extends WindowCallName>(name: N, ...input: Arguments<N>) => Promise<Output<N>>
  readonly say: (words: ToastWords) => void
}

export interface State {
  readonly page: string
  readonly state: string
  /** Arrangement of the core; states of the same one can be gone through without loading the window again. */
  readonly world: WorldName
  /** Where the listener is; null where there are no places yet. */
  readonly route: Route | null
  /** What is drawn: the window, the elements it is made of, or the shell's page of trouble. */
  readonly draws?: 'elements' | 'trouble'
  /** Selector of what shows that the state is reached. */
  readonly shows: string
  /** Opens something over the page: the window is loaded again before the next state. */
  readonly does?: (reach: Reach) => Promise<void>
  /** Brought to the top of the page. */
  readonly at?: string
}

const list = 'main [data-list]'
const loading = 'main [role=status]:not([aria-live])'
const failed = 'main [role=alert]'
const nothing = 'main :is(h1, h2)'
const dialog = '[role=dialog] h2, [role=alertdialog] h2'

/** One state for each arrangement that is named, with what shows it. */
function statesOf(page: string, route: Route | null, shows: Partial<Record<WorldName, string>>): State[] {
  return (Object.keys(worlds) as WorldName[]).flatMap(world => {
    const shown = shows[world]
    return shown === undefined ? [] : [{ page, state: world, world, route, shows: shown }]
  })
}

const tabShows: Readonly<Record<LibraryTab, Partial<Record<WorldName, string>>>> = {
  tracks: {
    rowless: list,
    many: `${list} [role=gridcell] button`,
    long: `${list} [role=gridcell] button`,
    usual: `${list} [role=gridcell] button`,
  },
  albums: { rowless: 'main [role=gridcell]', usual: 'main [role=gridcell] img', long: 'main [role=gridcell] img' },
  artists: { rowless: 'main [role=gridcell]', usual: 'main [role=gridcell] img', long: 'main [role=gridcell] img' },
  genres: { usual: 'main [role=gridcell]' },
  folders: { usual: 'main [role=treeitem]', long: 'main [role=treeitem]' },
  added: { usual: `${list} [role=gridcell] button` },
  liked: { usual: `${list} [role=gridcell] button`, unheard: `${list} [role=gridcell] button` },
}

const libraryStates = libraryTabs.flatMap(tab =>
  statesOf(
    `library-${tab}`,
    { page: 'library', tab },
    { empty: nothing, busy: loading, failing: failed, ...tabShows[tab] },
  ),
)

// Ids of the made library are plain numbers under their brands.
const album: Route = { page: 'album', id: 5 as AlbumId }
const artist: Route = { page: 'artist', id: 5 as ArtistId }
const genre: Route = { page: 'genre', id: 3 as GenreId, name: 'Jazz' }
const playlist: Route = { page: 'playlist', id: 2 as PlaylistId }
const tracks: Route = { page: 'library', tab: 'tracks' }
const settings: Route = { page: 'settings' }
const insights: Route = { page: 'insights' }
const now: Route = { page: 'now' }

const pageStates: readonly State[] = [
  ...statesOf('now', now, {
    usual: nothing,
    playing: 'main h1',
    empty: nothing,
    busy: nothing,
    long: 'main h1',
  }),
  ...libraryStates,
  ...statesOf('album', album, {
    usual: `${list} [role=gridcell]`,
    playing: `${list} [role=gridcell]`,
    empty: nothing,
    busy: loading,
    failing: failed,
    long: `${list} [role=gridcell]`,
  }),
  ...statesOf('artist', artist, {
    usual: `${list} [role=gridcell] button`,
    empty: nothing,
    busy: loading,
    failing: failed,
    long: `${list} [role=gridcell] button`,
  }),
  ...statesOf('genre', genre, {
    usual: `${list} [role=gridcell] button`,
    empty: nothing,
    busy: loading,
    failing: failed,
  }),
  ...statesOf(
    'playlists',
    { page: 'playlists' },
    {
      usual: 'main li',
      empty: nothing,
      busy: loading,
      failing: failed,
      long: 'main li',
    },
  ),
  ...statesOf('playlist', playlist, {
    usual: `${list} [role=gridcell] button`,
    empty: nothing,
    busy: loading,
    failing: failed,
    long: `${list} [role=gridcell] button`,
  }),
  ...statesOf('insights', insights, {
    usual: '#beliefs',
    empty: '#beliefs',
    unheard: '#beliefs',
    busy: loading,
    failing: failed,
    many: '#beliefs',
  }),
  ...statesOf('settings', settings, {
    usual: '#about',
    empty: '#about',
    busy: '#about',
    failing: failed,
    working: '#about',
    long: '#about',
  }),
  ...statesOf('first-run', null, { first: 'main button', firstScan: 'main [role=progressbar]' }),
]

const insightParts = ['map', 'taste', 'clock', 'dwell', 'discovery', 'beliefs'] as const
/** The four figures name themselves anew at each run: they are found by their place. */
const insightAt: Readonly<Record<(typeof insightParts)[number], string>> = {
  map: '#map',
  taste: 'main section + div > section:nth-of-type(1) h2',
  clock: 'main section + div > section:nth-of-type(2) h2',
  dwell: 'main section + div > section:nth-of-type(3) h2',
  discovery: 'main section + div > section:nth-of-type(4) h2',
  beliefs: '#beliefs',
}
const settingParts = [
  'playback',
  'discovery',
  'learning',
  'sound',
  'history',
  'forgetting',
  'appearance',
  'about',
] as const

/** The same page further down: looked at in pictures, and no other page to check. */
const partStates: readonly State[] = [
  ...insightParts.map(part => ({
    page: `insights-${part}`,
    state: 'usual',
    world: 'usual' as const,
    route: insights,
    shows: '#beliefs',
    at: insightAt[part],
  })),
  ...settingParts.map(part => ({
    page: `settings-${part}`,
    state: 'usual',
    world: 'usual' as const,
    route: settings,
    shows: '#about',
    at: `#${part}`,
  })),
  ...(['learning', 'sound', 'history'] as const).map(part => ({
    page: `settings-${part}`,
    state: 'working',
    world: 'working' as const,
    route: settings,
    shows: '#about',
    at: `#${part}`,
  })),
  ...(['sound', 'history', 'forgetting'] as const).map(part => ({
    page: `settings-${part}`,
    state: 'long',
    world: 'long' as const,
    route: settings,
    shows: '#about',
    at: `#${part}`,
  })),
]

const firstRow = `${list} [role=row][aria-selected]`
const search = 'main input'
const searching = (state: string, world: WorldName, words: string, shows: string): State => ({
  page: 'search',
  state,
  world,
  route: tracks,
  shows,
  does: async ({ until, type }) => {
    await until(world === 'busy' || world === 'failing' ? 'main [role=tabpanel]' : list)
    await type(search, words)
  },
})

const opened = (
  page: string,
  state: string,
  route: Route,
  does: State['does'] & {},
  { world = 'usual', shows = dialog }: { readonly world?: WorldName; readonly shows?: string } = {},
): State => ({ page, state, world, route, shows, does })

const openedStates: readonly State[] = [
  searching('usual', 'usual', 'li', `main h2 ~ * button, ${list}`),
  searching('nothing', 'usual', 'xyzzy', 'main h2'),
  searching('busy', 'busy', 'li', loading),
  searching('failing', 'failing', 'li', failed),
  searching('long', 'long', 'e', 'main h2'),
  opened('up-next', 'usual', tracks, async ({ until }) => void (await until('#balance')), { shows: '#balance input' }),
  opened('up-next', 'playing', tracks, async () => {}, { world: 'playing', shows: 'aside [role=row]' }),
  opened('up-next', 'long', tracks, async () => {}, { world: 'long', shows: 'aside [role=row]' }),
  opened('up-next', 'empty', tracks, async () => {}, { world: 'empty', shows: 'aside p' }),
  opened(
    'up-next',
    'past',
    tracks,
    async ({ until, click }) => {
      await until('aside [role=row]')
      await click('aside section ~ div button')
    },
    { world: 'playing', shows: 'aside ol li, aside ul li' },
  ),
  opened(
    'up-next',
    'folded',
    tracks,
    async ({ press, until }) => {
      await until(list)
      await press('u')
    },
    { shows: 'aside > button' },
  ),
  opened('up-next', 'menu', tracks, async ({ menuOn }) => menuOn('aside [role=grid] [role=row]'), {
    world: 'playing',
    shows: '[role=menu]',
  }),
  opened('keys', 'usual', tracks, async ({ press, until }) => {
    await until(list)
    await press('?')
  }),
  opened('menu', 'track', tracks, async ({ menuOn }) => menuOn(firstRow), { shows: '[role=menu]' }),
  opened(
    'menu',
    'playlist',
    playlist,
    async ({ click, until }) => {
      await until(`${list} [role=gridcell] button`)
      await click('main header [aria-haspopup], main [aria-haspopup]')
    },
    { shows: '[role=menu]' },
  ),
  opened('menu', 'long', tracks, async ({ menuOn }) => menuOn(firstRow), { world: 'long', shows: '[role=menu]' }),
  opened('dialog', 'boost', settings, async ({ click }) => click('#discovery ~ div:last-of-type button')),
  opened('dialog', 'boost-decade', settings, async ({ click }) =>
    click('#discovery ~ div:last-of-type button:last-of-type'),
  ),
  opened('dialog', 'new-playlist', { page: 'playlists' }, async ({ until, click }) => {
    await until('main li')
    await click('main header button:last-of-type')
  }),
  opened('dialog', 'missing-files', { page: 'playlists' }, async ({ until, click }) => {
    await until('main li')
    await click('main header button')
  }),
  opened('dialog', 'remove-folder', settings, async ({ until, click }) => {
    await until('#about')
    await click('#folders ~ ul li button:last-of-type')
  }),
  opened(
    'dialog',
    'remove-folder-long',
    settings,
    async ({ until, click }) => {
      await until('#about')
      await click('#folders ~ ul li button:last-of-type')
    },
    { world: 'long' },
  ),
  opened('dialog', 'history', settings, async ({ click, until }) => {
    await until('#history ~ ul')
    await click('#history ~ div button')
  }),
  opened('dialog', 'forget-hour', settings, async ({ click }) => click('#forgetting ~ div button:has(+ button)')),
  opened('dialog', 'forget-nothing', settings, async ({ click }) => click('#forgetting ~ div button + button')),
  opened('dialog', 'erase', settings, async ({ click }) => click('#forgetting ~ ul ~ div button')),
  opened(
    'settings-folders',
    'failures',
    settings,
    async ({ until, click, scrollTo }) => {
      await until('#about')
      await click('#folders ~ div > button:nth-of-type(3)')
      await scrollTo('#folders ~ ul[tabindex]')
    },
    { world: 'working', shows: '#folders ~ ul[tabindex]' },
  ),
  opened(
    'settings-folders',
    'failures-long',
    settings,
    async ({ until, click, scrollTo }) => {
      await until('#about')
      await click('#folders ~ div > button:nth-of-type(3)')
      await scrollTo('#folders ~ ul[tabindex]')
    },
    { world: 'long', shows: '#folders ~ ul[tabindex]' },
  ),
  opened(
    'settings-sound',
    'failures',
    settings,
    async ({ until, click, scrollTo }) => {
      await until('#about')
      await click('#sound ~ div > button')
      await scrollTo('#sound')
    },
    { world: 'working', shows: '#sound ~ ul[tabindex]' },
  ),
  opened(
    'settings-discovery',
    'boosts',
    settings,
    async ({ ask, until, scrollTo }) => {
      await until('#about')
      await ask('boosts.add', { target: { of: 'genre', id: 3 as GenreId }, until: null })
      await ask('boosts.add', { target: { of: 'decade', from: 1990 }, until: null })
      await ask('boosts.add', { target: { of: 'artist', id: 5 as ArtistId }, until: null })
      await until('#discovery ~ ul li:nth-child(3)')
      await scrollTo('#discovery ~ ul')
    },
    { shows: '#discovery ~ ul li' },
  ),
  opened(
    'insights-figure',
    'as-table',
    insights,
    async ({ until, click, scrollTo }) => {
      await until('#beliefs')
      await click(`${insightAt.taste} + button`)
      await scrollTo(insightAt.taste)
    },
    { shows: 'main section table' },
  ),
  opened(
    'toast',
    'plain',
    tracks,
    async ({ until, say }) => {
      await until(list)
      say({ text: 'Playlist “Sunday, window open” was made.' })
    },
    { shows: '[role=alertdialog]' },
  ),
  opened(
    'toast',
    'undo',
    tracks,
    async ({ until, press }) => {
      const rows = await until(list)
      rows.focus()
      await until(`${list}[aria-activedescendant]`)
      await press('q')
    },
    { shows: '[role=alertdialog]' },
  ),
  opened(
    'toast',
    'warn',
    tracks,
    async ({ until, say }) => {
      await until(list)
      say({
        text: 'That did not work.',
        detail: 'The disk is full. Free some space and try again: /home/listener/.config/dwell/profile/dwell.db',
        tone: 'warn',
      })
    },
    { shows: '[role=alertdialog]' },
  ),
  opened(
    'toast',
    'long',
    { page: 'album', id: 1 as AlbumId },
    async ({ until, press }) => {
      const rows = await until(list)
      rows.focus()
      await until(`${list}[aria-activedescendant]`)
      await press('q')
    },
    { world: 'long', shows: '[role=alertdialog]' },
  ),
  { page: 'notices', state: 'all', world: 'noticed', route: tracks, shows: `${list} [role=gridcell] button` },
  { page: 'trouble', state: 'usual', world: 'usual', route: null, draws: 'trouble', shows: 'main nav a' },
  { page: 'elements', state: 'usual', world: 'usual', route: null, draws: 'elements', shows: 'main section' },
]

export const states: readonly State[] = [...pageStates, ...partStates, ...openedStates]

/** Name of a state in addresses and pictures: unique in the table. */
export const nameOf = ({ page, state }: Pick<State, 'page' | 'state'>): string => `${page}/${state}`

export const findState = (page: string, state: string): State | undefined =>
  states.find(each => each.page === page && each.state === state)
