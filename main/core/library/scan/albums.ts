// Records (albums): finds the one a track is on, and makes year, picture and artist follow from the tracks that are on it.
import type { AlbumFacts, AlbumRow, AlbumTrack } from '../../store/tables/albums.ts'
import { fold, sortKey } from '../../text/fold.ts'
import type { Tables } from './tables.ts'
import {
  type Described,
  type DescribedAlbum,
  isByFolder,
  isVarious,
  titleOfAlbumFold,
  variousArtists,
} from './track-from-tags.ts'

/** From so many different artists on, a record without album artist is a compilation. */
const manyArtists = 4

export interface Records {
  /** The record's id, made when it is new. `before`: the record of a file that moved, which moves along when its folder was its name. */
  idOf(album: DescribedAlbum, track: Described, art: string | null, before: number | null): number
  touch(albumId: number): void
  /** Brings every touched record up to date. */
  settle(): void
  forget(): void
}

export function createRecords({ albums, names }: Pick<Tables, 'albums' | 'names'>): Records {
  const ids = new Map<string, number>()
  const marked = new Set<number>()
  const touched = new Set<number>()

  function find(albumFold: string, before: number | null): number | null {
    const known = ids.get(albumFold) ?? albums.byFold(albumFold)
    if (known !== null || before === null || !isByFolder(albumFold)) return known
    const old = albums.one(before)
    if (old === null || !isByFolder(old.fold) || titleOfAlbumFold(old.fold) !== titleOfAlbumFold(albumFold)) return null
    albums.refold(old.id, albumFold)
    ids.delete(old.fold)
    return old.id
  }

  return {
    idOf(album, track, art, before) {
      const artistId = album.artist === null || isVarious(album.artist.fold) ? null : names.artist(album.artist)
      const id =
        find(album.fold, before) ??
        albums.add({
          title: album.title,
          artist: album.artist?.name ?? (album.compilation ? variousArtists : track.artist),
          artistId,
          fold: album.fold,
          sortTitle: album.sortTitle,
          sortArtist: album.artist?.sort ?? track.sortArtist,
          year: track.year,
          compilation: album.compilation,
          art,
        })
      ids.set(album.fold, id)
      if (album.compilation && !marked.has(id)) {
        albums.mark(id)
        marked.add(id)
      }
      touched.add(id)
      return id
    },
    touch(albumId) {
      touched.add(albumId)
    },
    settle() {
      for (const id of touched) {
        const row = albums.one(id)
        const tracks = albums.tracks(id)
        if (row === null || tracks.length === 0) continue
        const facts = factsOf(row, tracks, name =>
          names.artist({ name, fold: fold(name), sort: sortKey(name), sortIsTagged: false }),
        )
        if (!isSame(row, facts)) albums.setFacts(id, facts)
      }
      touched.clear()
    },
    forget() {
      ids.clear()
      marked.clear()
      touched.clear()
    },
  }
}

/** What a record is by the tracks on it. Only a record without a tagged album artist takes its artist from them. */
export function factsOf(
  row: AlbumRow,
  tracks: readonly AlbumTrack[],
  artistIdOf: (name: string) => number,
): AlbumFacts {
  const art = mostCommon(tracks.map(track => track.art))
  const year = mostCommon(tracks.map(track => track.year))
  const { compilation, artist, artistId, sortArtist } = row
  if (!isByFolder(row.fold)) return { artist, artistId, sortArtist, year, compilation, art }
  const people = new Set(tracks.map(track => fold(track.artist)))
  if (compilation || people.size >= manyArtists)
    return { artist: variousArtists, artistId: null, sortArtist: sortKey(variousArtists), year, compilation: true, art }
  const name = mostCommon(tracks.map(track => (track.artist === '' ? null : track.artist)))
  if (name === null) return { artist: '', artistId: null, sortArtist: '', year, compilation, art }
  const sort = tracks.find(track => track.artist === name)?.sortArtist ?? sortKey(name)
  return { artist: name, artistId: artistIdOf(name), sortArtist: sort, year, compilation, art }
}

/** The value met most often, the first among equals; null when there is none. */
export function mostCommon<T extends string | number>(values: readonly (T | null)[]): T | null {
  const counts = new Map<T, number>()
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1)
  let best: T | null = null
  for (const [value, count] of counts) if (best === null || count > (counts.get(best) ?? 0)) best = value
  return best
}

function isSame(row: AlbumRow, facts: AlbumFacts): boolean {
  return (
    row.artist === facts.artist &&
    row.artistId === facts.artistId &&
    row.sortArtist === facts.sortArtist &&
    row.year === facts.year &&
    row.compilation === facts.compilation &&
    row.art === facts.art
  )
}
