// The library's part of the contract: roots, scanning, views, rows, search, artwork.
import { z } from 'zod'
import { call, command, event, insideCall, shellCall } from './define.ts'
import type { ErrorCode } from './errors.ts'
import {
  type AlbumId,
  type ArtistId,
  albumId,
  artistId,
  type FolderId,
  folderId,
  type GenreId,
  genreId,
  idArray,
  type RootId,
  rootId,
  type TrackId,
  trackId,
} from './ids.ts'

/** `shrunken`: more than half of its files were gone at the last scan, so absence was not believed until the listener confirms. */
export type RootState = 'present' | 'absent' | 'empty' | 'shrunken'

export interface Root {
  readonly id: RootId
  /** Last part of the path, or the drive's name; enough to recognise it, never the whole path. */
  readonly name: string
  readonly state: RootState
  readonly tracks: number
  readonly failed: number
  readonly lastScanAt: number | null
}

export interface ScanProgress {
  readonly state: 'idle' | 'walking' | 'reading' | 'finishing'
  readonly rootId: RootId | null
  /** Files seen so far; the total is known once walking is over. */
  readonly found: number
  readonly done: number
  readonly failed: number
  /** Path inside the root of the file being read. */
  readonly current: string | null
  readonly msLeft: number | null
  readonly startedAt: number | null
}

export interface ScanFailure {
  readonly rootName: string
  /** Path inside the root. */
  readonly file: string
  readonly code: ErrorCode
  readonly message: string
}

export interface ArtistRef {
  readonly id: ArtistId
  readonly name: string
}

export interface TrackRow {
  readonly id: TrackId
  readonly title: string
  /** As printed on the record ("A feat. B"); the refs are the people in it. */
  readonly artist: string
  readonly artists: readonly ArtistRef[]
  readonly album: string | null
  readonly albumId: AlbumId | null
  readonly albumArtist: string | null
  readonly disc: number | null
  readonly track: number | null
  readonly year: number | null
  readonly genre: string | null
  readonly durationMs: number
  /** Content hash of the picture: `dwell://art/<hash>?size=64|256|1024`. */
  readonly art: string | null
  readonly addedAt: number
  readonly codec: string
  /** False when Chromium cannot decode it; `unplayableReason` says why. Such tracks are listed and passed over by the queue. */
  readonly playable: boolean
  readonly unplayableReason: string | null
  /** False while no file of it can be reached (disk unplugged, file gone). */
  readonly available: boolean
  /** Embedded rating 0..1, or null. */
  readonly rating: number | null
  readonly liked: boolean
  readonly plays: number
  readonly heardMs: number
  readonly lastHeardAt: number | null
  /** Mean of dwell / duration over its plays, 0..1, or null before the first. */
  readonly dwellFraction: number | null
}

export interface AlbumRow {
  readonly id: AlbumId
  readonly title: string
  readonly artist: string
  readonly artistId: ArtistId | null
  readonly year: number | null
  readonly tracks: number
  readonly durationMs: number
  readonly art: string | null
  readonly compilation: boolean
  readonly heardMs: number
}

export interface ArtistRow {
  readonly id: ArtistId
  readonly name: string
  readonly albums: number
  readonly tracks: number
  readonly heardMs: number
  readonly art: string | null
}

export interface GenreRow {
  readonly id: GenreId
  readonly name: string
  readonly tracks: number
  readonly heardMs: number
}

export interface FolderRow {
  readonly id: FolderId
  readonly rootId: RootId
  readonly parentId: FolderId | null
  readonly name: string
  readonly folders: number
  /** Tracks in it and below. */
  readonly tracks: number
}

/** Gain in dB and peak (1 = full scale) for loudness levelling; R128 values are converted to the ReplayGain reference of -18 LUFS. */
export interface Loudness {
  readonly trackGainDb: number | null
  readonly trackPeak: number | null
  readonly albumGainDb: number | null
  readonly albumPeak: number | null
}

export const trackSort = z.enum([
  'artist',
  'title',
  'album',
  'year',
  'duration',
  'added',
  'plays',
  'heard',
  'lastHeard',
  'dwell',
])
export type TrackSort = z.infer<typeof trackSort>

/** What a list of tracks shows: everything, or what belongs to one thing. */
export const trackFilter = z.discriminatedUnion('of', [
  z.object({ of: z.literal('all') }),
  z.object({ of: z.literal('album'), id: albumId }),
  z.object({ of: z.literal('artist'), id: artistId }),
  z.object({ of: z.literal('genre'), id: genreId }),
  z.object({ of: z.literal('folder'), id: folderId }),
  z.object({ of: z.literal('addedLately'), days: z.number().int().min(1).max(3650) }),
  z.object({ of: z.literal('liked') }),
])
export type TrackFilter = z.infer<typeof trackFilter>

export interface IdList {
  /** Grows whenever the list's order may have changed. */
  readonly version: number
  readonly ids: Int32Array
}

export interface SearchResult {
  readonly words: string
  readonly tracks: readonly TrackRow[]
  readonly albums: readonly AlbumRow[]
  readonly artists: readonly ArtistRow[]
}

export interface LibraryCounts {
  readonly tracks: number
  readonly albums: number
  readonly artists: number
  readonly genres: number
  readonly durationMs: number
  readonly unplayable: number
  readonly unavailable: number
  readonly failed: number
}

const pageIds = idArray.refine(ids => ids.length <= 500, { error: 'at most 500 rows a page' })

export const library = {
  'library.counts': call<LibraryCounts>()(z.void(), 'again'),
  'library.roots': call<readonly Root[]>()(z.void(), 'again'),
  /** The shell asks for a folder with the system's dialog, then hands the path to the core. Null when the listener thought better of it. */
  'library.pickRoot': shellCall<Root | null>()(z.void()),
  'library.removeRoot': command(z.object({ id: rootId }), 'again'),
  /** Believe that the files missing from a `shrunken` or `empty` root are really gone (they keep their history). */
  'library.acceptAbsence': command(z.object({ id: rootId }), 'again'),
  'library.rescan': command(z.object({ id: rootId.optional() }), 'again'),
  'library.cancelScan': command(z.void(), 'again'),
  'library.progress': call<ScanProgress>()(z.void(), 'again'),
  'library.failures': call<readonly ScanFailure[]>()(z.object({ limit: z.number().int().min(1).max(1000) }), 'again'),
  'library.trackIds': call<IdList>()(
    z.object({ filter: trackFilter, sort: trackSort.optional(), descending: z.boolean().optional() }),
    'again',
  ),
  'library.tracks': call<readonly TrackRow[]>()(z.object({ ids: pageIds }), 'again'),
  'library.albumIds': call<IdList>()(
    z.object({ sort: z.enum(['artist', 'title', 'year', 'added', 'heard']), artistId: artistId.optional() }),
    'again',
  ),
  'library.albums': call<readonly AlbumRow[]>()(z.object({ ids: pageIds }), 'again'),
  'library.artistIds': call<IdList>()(z.object({ sort: z.enum(['name', 'tracks', 'heard']) }), 'again'),
  'library.artists': call<readonly ArtistRow[]>()(z.object({ ids: pageIds }), 'again'),
  'library.genres': call<readonly GenreRow[]>()(z.void(), 'again'),
  /** Folders right below one (or the roots' own folders). */
  'library.folders': call<readonly FolderRow[]>()(z.object({ parentId: folderId.nullable() }), 'again'),
  'library.search': call<SearchResult>()(
    z.object({ words: z.string().max(200), limit: z.number().int().min(1).max(200) }),
    'again',
  ),
  'library.loudness': call<Loudness>()(z.object({ id: trackId }), 'again'),

  'library.addRoot': insideCall<Root>()(z.object({ path: z.string().min(1) }), 'again'),
  /** Where a track's best present file lies, for the shell to stream. */
  'library.mediaFile': insideCall<{
    path: string
    /** The path's exact bytes, where it is no valid UTF-8: open these instead. */
    bytes?: Uint8Array
    mime: string
    size: number
  }>()(z.object({ id: trackId }), 'again'),
  'library.artFile': insideCall<{ path: string; mime: string }>()(
    z.object({
      hash: z.string().regex(/^[0-9a-f]{32}$/),
      size: z.union([z.literal(64), z.literal(256), z.literal(1024)]),
    }),
    'again',
  ),
} as const

export const libraryEvents = {
  'library.progressed': event<ScanProgress>(),
  /** Something in the lists changed: ask again for what is on screen. At most twice a second during a scan. */
  'library.changed': event<{ readonly version: number }>(),
  /** Rows whose numbers changed (played, liked): ask again for just these. */
  'library.tracksChanged': event<{ readonly ids: Int32Array }>(),
} as const
