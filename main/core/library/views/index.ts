// What the lists of the library show: ids in order, and rows for the ids on screen. Whole orders are read aside and kept.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Handlers } from '../../../../preload/contract/contract.ts'
import type { ArtistId } from '../../../../preload/contract/ids.ts'
import type { AlbumRow, ArtistRow, FolderRow, TrackFilter } from '../../../../preload/contract/library.ts'
import type { Reader } from '../../reader/client.ts'
import type { CoreContext } from '../../service.ts'
import { rows as createRows, type Rows } from '../../store/tables/rows.ts'
import { albumFacts, albumsOf, artistFacts } from '../../store/tables/view-facts.ts'
import { isShort, trackOrder } from '../../store/tables/views.ts'
import type { LibraryJobs } from '../reader-jobs.ts'
import { factsOf, placesOf } from './facts.ts'
import { type Change, createKept } from './kept.ts'
import {
  albumsOfWanted,
  albumsWanted,
  artistsWanted,
  countsWanted,
  foldersWanted,
  genresWanted,
  tracksWanted,
} from './wanted.ts'

export type ViewCall =
  | 'library.counts'
  | 'library.trackIds'
  | 'library.tracks'
  | 'library.albumIds'
  | 'library.albums'
  | 'library.artistIds'
  | 'library.artists'
  | 'library.genres'
  | 'library.folders'

export interface Views {
  readonly handlers: Handlers<ViewCall>
  readonly rows: PageRows
  /** Files, plays or wishes changed in the store. The windows are told (`library.changed`) once the lists have been read again. */
  invalidate(change: Change): void
  /** Reads what a window asks for first. */
  first(): Promise<void>
  /** Reads what a window may ask for next, when the start is over. */
  prime(afterMs?: number): Promise<void>
  close(): void
}

/** Rows of a page, for other rooms of the library. */
export interface PageRows {
  readonly tracks: Rows['tracks']
  readonly shown: Rows['shown']
  albums(ids: Int32Array): Promise<readonly AlbumRow[]>
  artists(ids: Int32Array): Promise<readonly ArtistRow[]>
}

export interface ViewsOptions {
  /** From a change to its reading, and between two readings: at most two a second reach the windows. */
  readonly settleMs?: number
}

export function createViews(
  context: CoreContext,
  reader: Reader<LibraryJobs>,
  { settleMs = 500 }: ViewsOptions = {},
): Views {
  const { store, now, log, emit } = context
  const rows = createRows(store.db)
  const kept = createKept(reader, {
    settleMs,
    restMs: settleMs,
    onRefreshed(version, changes, differs) {
      if (differs || changes.has('library')) emit('library.changed', { version })
    },
    onFailure: error =>
      log.warn('A list of the library could not be read again; the old one is shown.', { error: String(error) }),
  })

  const pages: PageRows = {
    tracks: rows.tracks,
    shown: rows.shown,
    async albums(ids) {
      const { value } = await kept.get(albumsWanted)
      const factsFor = factsOf(value, ids, missing => ({ ...value, ...albumFacts(store.db, missing) }))
      return rows.albums(ids).map(row => {
        const found = factsFor(row.id)
        return {
          ...row,
          tracks: found?.facts.tracks[found.at] ?? 0,
          durationMs: found?.facts.durationMs[found.at] ?? 0,
          heardMs: found?.facts.heardMs[found.at] ?? 0,
        }
      })
    },
    async artists(ids) {
      const { value } = await kept.get(artistsWanted)
      const factsFor = factsOf(value, ids, missing => ({ ...value, ...artistFacts(store.db, missing) }))
      const artTracks = Array.from(ids, id => {
        const found = factsFor(id)
        return found?.facts.artTrack[found.at] ?? 0
      })
      return rows.artists(ids, artTracks).map(row => {
        const found = factsFor(row.id)
        return {
          ...row,
          albums: found?.facts.albums[found.at] ?? 0,
          tracks: found?.facts.tracks[found.at] ?? 0,
          heardMs: found?.facts.heardMs[found.at] ?? 0,
        }
      })
    },
  }

  async function albumIdsOf(artistId: ArtistId): Promise<ReadonlySet<number>> {
    const filter: TrackFilter = { of: 'artist', id: artistId }
    if (isShort(store.db, filter, now())) return new Set(albumsOf(store.db, artistId))
    return new Set((await kept.get(albumsOfWanted(artistId))).value)
  }

  return {
    rows: pages,
    handlers: {
      'library.counts': async () => (await kept.get(countsWanted)).value,
      'library.trackIds': async ({ filter, sort = null, descending = false }) => {
        const query = { filter, sort, descending }
        if (filter.of !== 'all' && isShort(store.db, filter, now())) {
          return { version: kept.version(), ids: trackOrder(store.db, query, now()) }
        }
        const { value, version } = await kept.get(tracksWanted(query, now))
        return { version, ids: value }
      },
      'library.tracks': ({ ids }) => rows.tracks(ids),
      'library.albumIds': async ({ sort, artistId }) => {
        const { value, version } = await kept.get(albumsWanted)
        const order = value.order[sort]
        if (artistId === undefined) return { version, ids: order }
        const theirs = await albumIdsOf(artistId)
        return { version, ids: order.filter(id => theirs.has(id)) }
      },
      'library.albums': ({ ids }) => pages.albums(ids),
      'library.artistIds': async ({ sort }) => {
        const { value, version } = await kept.get(artistsWanted)
        return { version, ids: value.order[sort] }
      },
      'library.artists': ({ ids }) => pages.artists(ids),
      'library.genres': async () => (await kept.get(genresWanted)).value,
      'library.folders': async ({ parentId }) => {
        const { value } = await kept.get(foldersWanted)
        const names = rows.folders(parentId)
        const places = placesOf(
          value.ids,
          Int32Array.from(names, folder => folder.id),
        )
        return names.flatMap((folder, index): readonly FolderRow[] => {
          const at = places[index] ?? -1
          return at < 0 ? [] : [{ ...folder, folders: value.folders[at] ?? 0, tracks: value.tracks[at] ?? 0 }]
        })
      },
    },
    invalidate: kept.invalidate,
    first: () => kept.prime(tracksWanted({ filter: { of: 'all' }, sort: null, descending: false }, now)),
    async prime(afterMs = 2000) {
      if (afterMs > 0) await sleep(afterMs, undefined, { ref: false })
      for (const wanted of [countsWanted, albumsWanted, artistsWanted, genresWanted, foldersWanted] as const)
        await kept.prime(wanted)
    },
    close: kept.close,
  }
}
