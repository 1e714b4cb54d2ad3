// What the library knows of one root when a scan begins: folders and files by their place, and which of them were seen since.
import type { Files, KnownFile } from '../../store/tables/files.ts'
import type { Folders, KnownFolder } from '../../store/tables/folders.ts'
import type { RootRow } from '../../store/tables/roots.ts'
import { isDiscFolder } from './names.ts'
import { nameOf, parentOf } from './paths.ts'
import type { Slice } from './slices.ts'
import type { WalkStart } from './walk.ts'

export interface Known extends KnownFile {
  readonly folder: string
  /** Met in this scan (or spared, because its folder could not be listed). */
  seen: boolean
  /** Found in another root: no longer this one's to miss. */
  left: boolean
}

export interface FolderEntry {
  readonly id: number
  readonly path: string
  errorCode: string | null
  art: string | null
  coverName: string | null
  coverSize: number | null
  coverMtimeMs: number | null
}

export interface KnownRoot {
  readonly row: RootRow
  readonly starts: readonly WalkStart[] | null
  readonly folders: ReadonlyMap<string, FolderEntry>
  /** Disc folders by the folder of their record. */
  readonly discs: ReadonlyMap<string, readonly FolderEntry[]>
  readonly files: ReadonlyMap<number, Known>
  at(folder: string, name: string): Known | undefined
  remember(folder: FolderEntry): void
  /** Nothing under this folder is to be missed: it could not be listed. */
  spare(folder: string): void
}

const step = 2000

/** Reads what is known of a root, or only of the folders that are to be listed, slice by slice. */
export async function loadKnown(
  row: RootRow,
  starts: readonly WalkStart[] | null,
  store: { readonly files: Files; readonly folders: Folders },
  slice: Slice,
): Promise<KnownRoot> {
  const folders = new Map<string, FolderEntry>()
  const discs = new Map<string, FolderEntry[]>()
  const pathOf = new Map<number, string>()
  const remember = (entry: FolderEntry) => {
    folders.set(entry.path, entry)
    if (entry.path === '' || !isDiscFolder(nameOf(entry.path))) return
    const same = discs.get(parentOf(entry.path))
    if (same === undefined) discs.set(parentOf(entry.path), [entry])
    else same.push(entry)
  }
  for (let after: string | null = null; ; ) {
    const some: readonly KnownFolder[] = store.folders.after(row.id, after, step)
    for (const folder of some) {
      remember({
        id: folder.id,
        path: folder.path,
        errorCode: folder.errorCode,
        art: folder.art,
        coverName: folder.name,
        coverSize: folder.size,
        coverMtimeMs: folder.mtimeMs,
      })
      pathOf.set(folder.id, folder.path)
    }
    after = some.at(-1)?.path ?? null
    if (some.length < step || after === null) break
    if (slice.spent()) await slice.breathe()
  }

  const files = new Map<number, Known>()
  const places = new Map<number, Map<string, Known>>()
  const take = (some: readonly KnownFile[]) => {
    for (const file of some) {
      const known: Known = { ...file, folder: pathOf.get(file.folderId) ?? '', seen: false, left: false }
      files.set(file.id, known)
      const names = places.get(file.folderId)
      if (names === undefined) places.set(file.folderId, new Map([[file.name, known]]))
      else names.set(file.name, known)
    }
  }
  if (starts === null) {
    const last = store.files.lastId()
    for (let from = 0; from < last; from += step) {
      take(store.files.known(row.id, from, from + step))
      if (slice.spent()) await slice.breathe()
    }
  } else {
    for (const folder of folders.values()) {
      if (starts.some(start => isUnder(start, folder.path))) take(store.files.inFolder(folder.id))
      if (slice.spent()) await slice.breathe()
    }
  }

  return {
    row,
    starts,
    folders,
    discs,
    files,
    remember,
    at(folder, name) {
      const id = folders.get(folder)?.id
      return id === undefined ? undefined : places.get(id)?.get(name)
    },
    spare(folder) {
      const below = { folder, raw: null, deep: true }
      for (const file of files.values()) if (isUnder(below, file.folder)) file.seen = true
    },
  }
}

function isUnder(start: WalkStart, folder: string): boolean {
  if (folder === start.folder) return true
  return start.deep && (start.folder === '' || folder.startsWith(`${start.folder}/`))
}
