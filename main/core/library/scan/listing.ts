// Compares what a walk finds with what is known: what is new or changed goes to be read, the rest is ticked off.
import type { RootState } from '../../../../preload/contract/library.ts'
import type { Picture } from '../tags/tagged.ts'
import type { Found } from './arrival.ts'
import type { Known, KnownRoot } from './known-files.ts'
import { type AnyPath, childPath, folderPath } from './paths.ts'
import type { FoundCover, FoundFolder } from './walk.ts'

/** Makes a folder's picture known: reads and keeps it, answers its hash; null when the file is no picture. Never rejects for a bad file. */
export interface FolderPictures {
  read(path: AnyPath): Promise<Picture | null>
}

export interface CoverChange {
  readonly folder: string
  readonly raw: Uint8Array | null
  readonly path: AnyPath
  /** Null: there was one, and it is gone. */
  readonly cover: FoundCover | null
}

/** What the walk of one root has shown so far. */
export interface Listing {
  readonly root: KnownRoot
  /** Null until the walk is over. */
  state: 'listed' | Extract<RootState, 'absent'> | null
  found: number
  /** Found as they were, though they had been missing. */
  readonly returned: Known[]
  readonly covers: CoverChange[]
  readonly unlisted: FoundFolder[]
  /** Folders that could not be listed before and can be now. */
  readonly relisted: string[]
}

export function createListing(root: KnownRoot): Listing {
  return { root, state: null, found: 0, returned: [], covers: [], unlisted: [], relisted: [] }
}

export interface Compared {
  readonly toRead: readonly Found[]
  readonly unchanged: number
  /** Of these, known to be unreadable. */
  readonly failing: number
}

/** What could not be opened may open now; other failures lie in the file, which has not changed. */
const worthAnotherTry = new Set(['file-unreadable', 'file-missing', 'internal'])

export function compare(listing: Listing, folder: FoundFolder): Compared {
  const { root } = listing
  const entry = root.folders.get(folder.folder)
  if (folder.error !== null) {
    root.spare(folder.folder)
    listing.unlisted.push(folder)
    return { toRead: [], unchanged: 0, failing: 0 }
  }
  if (entry !== undefined && entry.errorCode !== null) listing.relisted.push(folder.folder)
  noteCover(listing, folder)

  const toRead: Found[] = []
  let unchanged = 0
  let failing = 0
  for (const [i, name] of folder.names.entries()) {
    const size = folder.sizes[i] ?? 0
    const mtimeMs = folder.mtimes[i] ?? 0
    const known = root.at(folder.folder, name)
    listing.found++
    if (known !== undefined) {
      known.seen = true
      const retry = known.errorCode !== null && worthAnotherTry.has(known.errorCode)
      if (known.size === size && known.mtimeMs === mtimeMs && !retry) {
        if (known.present === 0 || known.doubted === 1) listing.returned.push(known)
        unchanged++
        if (known.errorCode !== null) failing++
        continue
      }
    }
    const rawName = folder.rawNames?.[i] ?? null
    toRead.push({
      root,
      folder: folder.folder,
      rawFolder: folder.raw,
      name,
      rawName,
      size,
      mtimeMs,
      known: known ?? null,
    })
  }
  return { toRead, unchanged, failing }
}

function noteCover(listing: Listing, folder: FoundFolder): void {
  const entry = listing.root.folders.get(folder.folder)
  const { cover } = folder
  const same =
    cover === null
      ? (entry?.coverName ?? null) === null
      : entry !== undefined &&
        entry.coverName === cover.name &&
        entry.coverSize === cover.size &&
        entry.coverMtimeMs === cover.mtimeMs
  // A folder in parts says its picture with each of them.
  if (same || listing.covers.at(-1)?.folder === folder.folder) return
  const path = folderPath(listing.root.row.path, folder.folder, folder.raw)
  listing.covers.push({
    folder: folder.folder,
    raw: folder.raw,
    path: cover === null ? path : childPath(path, cover.name, null),
    cover,
  })
}

/** Absolute path of a found file. */
export function pathOf(found: Found): AnyPath {
  return childPath(folderPath(found.root.row.path, found.folder, found.rawFolder), found.name, found.rawName)
}
