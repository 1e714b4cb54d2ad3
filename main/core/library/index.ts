// The library: scans and watches the listener's folders, and answers every question about what is in them.
import type { CoreCallName, Handlers } from '../../../preload/contract/contract.ts'
import { DwellError } from '../../../preload/contract/errors.ts'
import { createReader } from '../reader/client.ts'
import type { CoreContext } from '../service.ts'
import { indexTracks } from '../store/tables/search.ts'
import { trackPlaces } from '../store/tables/track-places.ts'
import { libraryJobs } from './reader-jobs.ts'
import { createRoots } from './roots.ts'
import type { FolderPictures } from './scan/listing.ts'
import { mediaFile } from './scan/media.ts'
import { childPath, folderPath } from './scan/paths.ts'
import { createReport, type ScanReport } from './scan/report.ts'
import { createScanner } from './scan/scanner.ts'
import { type Walk, walkInWorker } from './scan/walker.ts'
import { createWriter } from './scan/writer.ts'
import { createSearch } from './search/index.ts'
import type { TagPool } from './tags/tagged.ts'
import { createViews } from './views/index.ts'
import type { Change } from './views/kept.ts'
import type { Subscribe } from './watch/subscribe.ts'
import { createWatch } from './watch/watch.ts'

export type LibraryCall = Extract<CoreCallName, `library.${string}`>

/** Artwork, as the library uses it: folder pictures are made known, and pictures of any size are found as files. */
export interface Artwork extends FolderPictures {
  file(hash: string, size: 64 | 256 | 1024): Promise<{ path: string; mime: string }>
}

export interface LibraryParts {
  readonly tags: TagPool
  readonly artwork: Artwork
  /** Left out: a worker lists the folders. */
  readonly walk?: Walk
  /** Left out: the operating system tells of changes. */
  readonly subscribe?: Subscribe
}

export interface Library {
  readonly handlers: Handlers<LibraryCall>
  /** Finishes what an earlier run left, scans every folder, and watches them if asked to. Returns at once. */
  start(options: { readonly watch: boolean }): void
  /** The setting `watchFolders`. */
  setWatching(on: boolean): Promise<void>
  /** Plays or wishes changed what these rows say. */
  touched(trackIds: Int32Array, change: Exclude<Change, 'library'>): void
  /** A recording was known again by its sound: its file belongs to another track now. */
  reunited(): void
  /** Takes a folder in (or takes it as it is), scans it to the end, and says what came of it: for the command line. */
  scanFolder(path: string): Promise<ScanReport>
  /** For the command line: the file of each track that plays, present ones first; bytes where a path is no valid UTF-8. Without a file: left out. */
  pathsOf(ids: Int32Array): ReadonlyMap<number, string | Buffer>
  /** Stops scanning and watching; resolves when nothing is written any more. */
  close(): Promise<void>
}

export function createLibrary(context: CoreContext, parts: LibraryParts): Library {
  const { store, now, log, emit } = context
  const tick = () => performance.now()
  const reader = createReader(context, libraryJobs)
  const views = createViews(context, reader)
  const search = createSearch(context, reader, views.rows)
  const writer = createWriter(store.db, indexTracks)
  const { files, tracks, roots } = writer.tables
  const report = createReport(store.db)
  const placesOf = trackPlaces(store.db)

  const changed = () => views.invalidate('library')
  const scanner = createScanner({
    writer,
    pool: parts.tags,
    walk: parts.walk ?? walkInWorker(context.workers.walk),
    pictures: parts.artwork,
    now,
    tick,
    log,
    explain: store.health.explain,
    onProgress: progress => emit('library.progressed', progress),
    onCommit: changed,
    onScanned(outcome) {
      rootFolders.tell(outcome.roots)
      // Also when no row changed: roots say how they are, and when they were scanned.
      changed()
      search.invalidate('library')
    },
  })
  const rootFolders = createRoots(context, {
    writer,
    scanner,
    async tracksOf() {
      const folders = await views.handlers['library.folders']({ parentId: null })
      return new Map(folders.map(folder => [folder.rootId, folder.tracks]))
    },
    onChange() {
      changed()
      search.invalidate('library')
      void watch.follow()
    },
  })
  const watch = createWatch({
    roots: roots.all,
    request: scopes => void scanner.request(scopes),
    log,
    ...(parts.subscribe && { subscribe: parts.subscribe }),
  })
  let closed = false
  const everyRoot = () => roots.all().map(row => ({ rootId: row.id, starts: null }))

  return {
    handlers: {
      ...views.handlers,
      ...search.handlers,
      'library.roots': rootFolders.all,
      'library.addRoot': async ({ path }) => {
        const { root, isNew } = await rootFolders.add(path)
        if (isNew) void scanner.request([{ rootId: root.id, starts: null }])
        return root
      },
      'library.removeRoot': ({ id }) => rootFolders.remove(id),
      'library.acceptAbsence': ({ id }) => rootFolders.acceptAbsence(id),
      'library.rescan': ({ id }) => {
        void scanner.request(id === undefined ? everyRoot() : [{ rootId: id, starts: null }])
      },
      'library.cancelScan': scanner.cancel,
      'library.progress': scanner.progress,
      'library.failures': ({ limit }) => report.failures(limit),
      'library.loudness': ({ id }) => {
        const loudness = tracks.loudness(id)
        if (loudness === null) throw new DwellError('not-found', 'This track is not in the library.')
        return loudness
      },
      'library.mediaFile': ({ id }) => mediaFile(files, id),
      'library.artFile': ({ hash, size }) => parts.artwork.file(hash, size),
    },

    start({ watch: on }) {
      if (!store.readOnly) rootFolders.recall()
      // Scanning takes the disk and a processor: the list that the window opens with is read before.
      void views.first().then(() => {
        if (closed) return
        // Where nothing can be written there is nothing to scan for: what is known is shown as it is.
        if (!store.readOnly) {
          void scanner.request(everyRoot())
          void watch.setOn(on)
        }
        void views.prime()
        void search.prime()
      })
    },
    setWatching: on => watch.setOn(on),
    touched(trackIds, change) {
      views.invalidate(change)
      search.invalidate(change)
      emit('library.tracksChanged', { ids: trackIds })
    },

    reunited() {
      changed()
      search.invalidate('library')
    },

    async scanFolder(path) {
      const from = tick()
      const { root } = await rootFolders.add(path)
      const outcome = await scanner.request([{ rootId: root.id, starts: null }])
      if (outcome === null) throw scanner.failure() ?? new DwellError('cancelled', `Scanning ${path} was cancelled.`)
      return { ...report.ofRoot(root.id), ms: Math.round(tick() - from) }
    },

    pathsOf: ids =>
      new Map(
        placesOf(ids).map(({ id, root, folder, rawFolder, name, rawName }) => [
          id,
          childPath(folderPath(root, folder, rawFolder), name, rawName),
        ]),
      ),

    async close() {
      closed = true
      await watch.close()
      await scanner.close()
      views.close()
      search.close()
      await reader.close()
    },
  }
}
