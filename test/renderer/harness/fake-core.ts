// A whole core in memory behind the real contract: what the interface is looked at and tested against.
import type { AppState } from '../../../preload/contract/app.ts'
import type { BalanceState } from '../../../preload/contract/balance.ts'
import { DwellError } from '../../../preload/contract/errors.ts'
import { createFake, type Fake } from '../../../preload/contract/fake.ts'
import type { FolderId, RootId, TrackId, WishId } from '../../../preload/contract/ids.ts'
import type { FolderRow, Root, ScanFailure, ScanProgress, TrackRow } from '../../../preload/contract/library.ts'
import type { PlayRow, Wish } from '../../../preload/contract/listening.ts'
import { defaultSettings, type Settings } from '../../../preload/contract/settings.ts'
import { createFakeBalance } from './fake-balance.ts'
import { type FakeFaults, faultyAnswers } from './fake-faults.ts'
import { createFakeHistory, type FakeHistoryOptions } from './fake-history.ts'
import { createFakeInsights, type FakeInsightsOptions } from './fake-insights.ts'
import { createFakeLearning, type FakeLearningOptions } from './fake-learning.ts'
import { makeLibrary, now } from './fake-library.ts'
import { search, trackIds } from './fake-lists.ts'
import { createFakePlaylists, playlistNames } from './fake-playlists.ts'
import { createFakeQueue } from './fake-queue.ts'
import { createFakeSound, type FakeSoundOptions } from './fake-sound.ts'
import { hardNames, makeHard } from './hard-names.ts'

export interface FakeCoreOptions extends FakeFaults {
  readonly tracks?: number
  /** Names that are very long, cannot be broken, or run from right to left. */
  readonly hasHardNames?: boolean
  readonly settings?: Partial<Settings>
  readonly app?: Partial<AppState>
  readonly roots?: readonly Root[]
  readonly failures?: readonly ScanFailure[]
  readonly scan?: ScanProgress
  readonly playlists?: boolean
  /** Makes the list of all tracks this long, by listing the same ones again and again. */
  readonly longList?: number
  /** Items of the queue that are laid out ahead. */
  readonly ahead?: number
  /** What Dwell knows of the listener. */
  readonly knowing?: BalanceState['knowing']
  readonly suggested?: BalanceState['suggested']
  readonly learning?: FakeLearningOptions
  readonly insights?: FakeInsightsOptions
  readonly sound?: FakeSoundOptions
  readonly history?: FakeHistoryOptions
}

export const idle: ScanProgress = {
  state: 'idle',
  rootId: null,
  found: 0,
  done: 0,
  failed: 0,
  current: null,
  msLeft: null,
  startedAt: null,
}

export const root = (id: number, name: string, more: Partial<Root> = {}): Root => ({
  id: id as RootId,
  name,
  state: 'present',
  tracks: 0,
  failed: 0,
  lastScanAt: now - 3_600_000 * 5,
  ...more,
})

export function createFakeCore(options: FakeCoreOptions = {}) {
  const library = makeLibrary(options.tracks ?? 5000)
  if (options.hasHardNames) makeHard(library)
  let settings: Settings = { ...defaultSettings, onboarded: true, language: 'en', theme: 'dark', ...options.settings }
  let app: AppState = { version: '0.1.0', demo: false, notices: [], canWrite: true, ...options.app }
  let roots = options.roots ?? [
    root(1, 'Music', { tracks: library.tracks.size, failed: options.failures?.length ?? 0 }),
  ]
  const scan = options.scan ?? idle
  const wishes = new Map<WishId, Wish>()
  const session: PlayRow[] = []
  let version = 1
  let lastWish = 0

  const rowOf = (id: TrackId): TrackRow => {
    const row = library.tracks.get(id)
    if (!row) throw new DwellError('not-found', `no track ${id}`)
    return row
  }
  const change = (id: TrackId, more: Partial<TrackRow>): void => {
    library.tracks.set(id, { ...rowOf(id), ...more })
    fake.emit('library.tracksChanged', { ids: Int32Array.of(id) })
  }
  const libraryChanged = (): void => {
    version += 1
    fake.emit('library.changed', { version })
  }
  const some = <K, R>(map: ReadonlyMap<K, R>, ids: Int32Array): R[] =>
    Array.from(ids, id => map.get(id as K)).filter((row): row is R & {} => row !== undefined) // keys are the ids given out
  const list = (ids: Iterable<number>) => ({ version, ids: Int32Array.from(ids) })

  const folders = (parentId: FolderId | null): FolderRow[] => {
    // Folder 1 holds artists (10,000 and up), each holds its albums (101 and up).
    const row = (id: number, parent: number | null, name: string, inside: number, tracks: number): FolderRow => ({
      id: id as FolderId,
      rootId: 1 as RootId,
      parentId: parent as FolderId | null,
      name,
      folders: inside,
      tracks,
    })
    const artists = [...library.artists.values()]
    if (parentId === null) return [row(1, null, 'Music', artists.length, library.tracks.size)]
    if (parentId === 1)
      return artists
        .map(a => row(10_000 + a.id, 1, a.name, a.albums, a.tracks))
        .sort((a, b) => a.name.localeCompare(b.name))
    const artist = artists.find(a => a.id === parentId - 10_000)
    return [...library.albums.values()]
      .filter(a => a.artistId === artist?.id)
      .map(a => row(100 + a.id, parentId, `${a.year} ${a.title}`, 0, a.tracks))
  }

  const queue = createFakeQueue(
    rowOf,
    state => fake.emit('queue.changed', state),
    length => balance.choose(length),
    options.ahead,
  )
  const balance = createFakeBalance({
    library,
    knowing: options.knowing ?? 'trained',
    suggested: options.suggested ?? { adventure: 0.35, gs: 0.64 },
    taken() {
      const { current, past, upcoming } = queue.state()
      const kept = [...past, ...(current ? [current] : []), ...upcoming.filter(({ byHand }) => byHand)]
      return new Set(kept.map(({ track }) => track.id))
    },
    changed: state => fake.emit('balance.changed', state),
    boostsChanged: () => fake.emit('boosts.changed', undefined),
    layAnew: () => queue.layAnew(),
  })
  const learning = createFakeLearning(options.learning ?? {}, {
    changed: state => fake.emit('learning.changed', state),
    modelsChanged: () => fake.emit('learning.modelsChanged', undefined),
    choose(backend) {
      settings = { ...settings, backend }
      fake.emit('settings.changed', settings)
    },
  })
  const sound = createFakeSound(options.sound ?? {}, progress => fake.emit('sound.progressed', progress))
  const history = createFakeHistory(options.history ?? {}, () => fake.emit('history.changed', undefined))
  const insights = createFakeInsights(library, options.insights ?? {})
  const playlists = createFakePlaylists(
    [...library.tracks.values()],
    options.playlists === false ? [] : options.hasHardNames ? hardNames : playlistNames,
    id => fake.emit('playlists.changed', { id }),
  )

  const fake: Fake = createFake({
    'app.state': () => app,
    'app.dismiss': ({ id }) => {
      app = { ...app, notices: app.notices.filter(notice => notice.id !== id) }
      fake.emit('app.changed', app)
    },
    'app.quit': () => undefined,
    'app.showProfile': () => undefined,
    'library.counts': () => ({
      tracks: library.tracks.size,
      albums: library.albums.size,
      artists: library.artists.size,
      genres: library.genres.length,
      durationMs: [...library.tracks.values()].reduce((sum, { durationMs }) => sum + durationMs, 0),
      unplayable: 0,
      unavailable: 0,
      failed: options.failures?.length ?? 0,
    }),
    'library.roots': () => roots,
    'library.pickRoot': () => {
      const added = root(roots.length + 1, 'Records', { lastScanAt: null })
      roots = [...roots, added]
      libraryChanged()
      return added
    },
    'library.removeRoot': ({ id }) => {
      roots = roots.filter(each => each.id !== id)
      libraryChanged()
    },
    'library.acceptAbsence': ({ id }) => {
      roots = roots.map(each => (each.id === id ? { ...each, state: 'present' } : each))
      libraryChanged()
    },
    'library.rescan': () => undefined,
    'library.cancelScan': () => fake.emit('library.progressed', idle),
    'library.progress': () => scan,
    'library.failures': () => options.failures ?? [],
    'library.trackIds': input => {
      const ids = trackIds(library, input)
      return list(options.longList ? Array.from({ length: options.longList }, (_, n) => ids[n % ids.length] ?? 1) : ids)
    },
    'library.tracks': ({ ids }) => some(library.tracks, ids),
    'library.albumIds': ({ sort, artistId }) => {
      const rows = [...library.albums.values()].filter(row => artistId === undefined || row.artistId === artistId)
      if (sort === 'heard') rows.sort((a, b) => b.heardMs - a.heardMs)
      else if (sort === 'year') rows.sort((a, b) => (b.year ?? 0) - (a.year ?? 0))
      else if (sort === 'title') rows.sort((a, b) => a.title.localeCompare(b.title))
      else rows.sort((a, b) => a.artist.localeCompare(b.artist))
      return list(rows.map(({ id }) => id))
    },
    'library.albums': ({ ids }) => some(library.albums, ids),
    'library.artistIds': ({ sort }) => {
      const rows = [...library.artists.values()]
      if (sort === 'name') rows.sort((a, b) => a.name.localeCompare(b.name))
      else rows.sort((a, b) => (sort === 'heard' ? b.heardMs - a.heardMs : b.tracks - a.tracks))
      return list(rows.map(({ id }) => id))
    },
    'library.artists': ({ ids }) => some(library.artists, ids),
    'library.genres': () => library.genres.filter(({ tracks }) => tracks > 0),
    'library.folders': ({ parentId }) => (library.tracks.size === 0 ? [] : folders(parentId)),
    'library.search': ({ words, limit }) => search(library, words, limit),
    'library.loudness': () => ({ trackGainDb: null, trackPeak: null, albumGainDb: null, albumPeak: null }),
    'listening.report': () => undefined,
    'listening.session': () => session,
    'listening.recent': () => session,
    'listening.totals': () =>
      options.insights?.empty
        ? { plays: 0, heardMs: 0, sessions: 0, tracksHeard: 0, firstAt: null }
        : {
            plays: 1842,
            heardMs: 408_240_000,
            sessions: 214,
            tracksHeard: 1203,
            firstAt: now - 90 * 86_400_000,
          },
    'listening.wish': ({ kind, target }) => {
      if (target.of === 'track' && kind === 'like') change(target.id, { liked: true })
      lastWish += 1
      const label =
        target.of === 'track'
          ? rowOf(target.id).title
          : target.of === 'album'
            ? (library.albums.get(target.id)?.title ?? '')
            : (library.artists.get(target.id)?.name ?? '')
      const made: Wish = { id: lastWish as WishId, kind, target, label, at: now, until: null }
      wishes.set(made.id, made)
      return made
    },
    'listening.undoWish': ({ id }) => {
      const undone = wishes.get(id)
      wishes.delete(id)
      if (undone?.kind === 'like' && undone.target.of === 'track') change(undone.target.id, { liked: false })
    },
    'listening.wishes': ({ target }) => {
      const kept = [...wishes.values()].filter(
        wish => !target || (wish.target.of === target.of && wish.target.id === target.id),
      )
      // Likes from before the session have wishes too.
      if (kept.length > 0 || target?.of !== 'track' || !rowOf(target.id).liked) return kept
      lastWish += 1
      const like: Wish = {
        id: lastWish as WishId,
        kind: 'like',
        target,
        label: rowOf(target.id).title,
        at: now,
        until: null,
      }
      wishes.set(like.id, like)
      return [like]
    },
    'queue.state': () => queue.state(),
    'queue.play': input => queue.play(input),
    'queue.companion': input => queue.companion(input),
    'queue.pin': ({ id }) => queue.pin(id),
    ...balance.handlers,
    'queue.add': input => queue.add(input),
    'queue.move': input => queue.move(input),
    'queue.remove': ({ ids }) => queue.remove(ids),
    'queue.clear': () => queue.clear(),
    'queue.undo': () => queue.undo(),
    'queue.setShuffle': ({ on }) => queue.set({ shuffle: on }),
    'queue.setRepeat': ({ repeat }) => queue.set({ repeat }),
    'queue.goTo': ({ id }) => queue.goTo(id),
    'queue.next': () => queue.next(),
    'queue.previous': () => queue.previous(),
    'queue.keepPosition': () => undefined,
    ...playlists.handlers,
    ...learning.handlers,
    ...sound.handlers,
    ...history.handlers,
    ...insights.handlers,
    'forgetting.undo': input => {
      history.handlers['forgetting.undo'](input)
      insights.handlers['forgetting.undo'](input)
    },
    'settings.get': () => settings,
    'settings.set': more => {
      // A partial input leaves out what it does not change.
      settings = { ...settings, ...(more as Partial<Settings>) }
      fake.emit('settings.changed', settings)
    },
  })

  fake.answer(faultyAnswers(options))

  return {
    fake,
    library,
    learning,
    queue,
    session,
    played(play: PlayRow): void {
      session.push(play)
      fake.emit('listening.played', play)
    },
  }
}

export type FakeCore = ReturnType<typeof createFakeCore>
