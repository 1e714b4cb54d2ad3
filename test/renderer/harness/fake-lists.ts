// How the fake core filters, orders and searches its library: plainly, since it is small.
import type { Parsed } from '../../../preload/contract/contract.ts'
import type { TrackId } from '../../../preload/contract/ids.ts'
import type { SearchResult, TrackFilter, TrackRow, TrackSort } from '../../../preload/contract/library.ts'
import { type FakeLibrary, genreNames, now } from './fake-library.ts'

const belongs = (filter: TrackFilter): ((row: TrackRow) => boolean) => {
  switch (filter.of) {
    case 'all':
      return () => true
    case 'album':
      return row => row.albumId === filter.id
    case 'artist':
      return row => row.artists.some(({ id }) => id === filter.id)
    case 'genre':
      return row => row.genre === genreNames[filter.id - 1]
    case 'folder':
      return row =>
        filter.id === 1 ||
        (row.albumId ?? 0) + 100 === filter.id ||
        (filter.id > 10_000 && row.artists[0]?.id === filter.id - 10_000)
    case 'addedLately':
      return row => row.addedAt > now - filter.days * 86_400_000
    case 'liked':
      return row => row.liked
  }
}

const natural: (row: TrackRow) => (string | number)[] = row => [row.artist, row.album ?? '', row.track ?? 0]

const keyOf: Readonly<Record<TrackSort, (row: TrackRow) => (string | number)[]>> = {
  artist: natural,
  title: row => [row.title],
  album: row => [row.album ?? '', row.track ?? 0],
  year: row => [row.year ?? 0, ...natural(row)],
  duration: row => [row.durationMs],
  added: row => [row.addedAt],
  plays: row => [row.plays],
  heard: row => [row.heardMs],
  lastHeard: row => [row.lastHeardAt ?? 0],
  dwell: row => [row.dwellFraction ?? -1],
}

function compare(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] ?? 0, b[i] ?? 0]
    if (x === y) continue
    return typeof x === 'string' && typeof y === 'string' ? x.localeCompare(y) : x < y ? -1 : 1
  }
  return 0
}

export function trackIds(library: FakeLibrary, { filter, sort, descending }: Parsed<'library.trackIds'>): TrackId[] {
  const rows = [...library.tracks.values()].filter(belongs(filter))
  const key = filter.of === 'album' && !sort ? keyOf.album : keyOf[sort ?? 'artist']
  const keyed = rows.map(row => ({ id: row.id, key: key(row) }))
  keyed.sort((a, b) => compare(a.key, b.key))
  const ids = keyed.map(({ id }) => id)
  return descending ? ids.reverse() : ids
}

const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().normalize('NFC')

export function search(library: FakeLibrary, words: string, limit: number): SearchResult {
  const parts = fold(words).split(/\s+/).filter(Boolean)
  const matches = (text: string): boolean => parts.every(part => fold(text).includes(part))
  const take = <T>(rows: Iterable<T>, text: (row: T) => string): T[] => {
    const found: T[] = []
    for (const row of rows) {
      if (matches(text(row))) found.push(row)
      if (found.length === limit) break
    }
    return found
  }
  return {
    words,
    tracks: take(library.tracks.values(), row => `${row.title} ${row.artist} ${row.album}`),
    albums: take(library.albums.values(), row => `${row.title} ${row.artist}`),
    artists: take(library.artists.values(), row => row.name),
  }
}
