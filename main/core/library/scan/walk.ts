// Lists the audio files of a root with their sizes and times: real folders first, then folders reached by links, each file once.
// Synchronous on purpose (a hop to the thread pool costs more than the call), so it runs in a worker: walk-worker.ts.
import { type Dirent, lstatSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs'
import { DwellError } from '../../../../preload/contract/errors.ts'
import { coverAmong, isAudioName, isPassedOver, isPictureName, nameOfBytes } from './names.ts'
import { type AnyPath, childPath, childRaw, folderPath, inside, pathWithin } from './paths.ts'

export interface WalkStart {
  /** Inside the root; '' is the root itself. */
  readonly folder: string
  readonly raw: Uint8Array | null
  /** With everything below it, or only the files right in it. */
  readonly deep: boolean
}

export interface WalkRequest {
  /** Absolute. */
  readonly root: string
  /** Folders to list; null for the whole root. */
  readonly starts: readonly WalkStart[] | null
  /** Absolute paths of the library's other roots: links into them lead nowhere new. */
  readonly elsewhere: readonly string[]
}

export interface FoundCover {
  readonly name: string
  readonly size: number
  readonly mtimeMs: number
}

/** Files of one folder, at most a thousand at a time; parallel lists, so that thousands are cheap to hand over. */
export interface FoundFolder {
  readonly folder: string
  readonly raw: Uint8Array | null
  readonly names: readonly string[]
  /** Exact bytes of the names that are no valid UTF-8; null when all are. */
  readonly rawNames: readonly (Uint8Array | null)[] | null
  readonly sizes: readonly number[]
  /** Whole ms since 1970. */
  readonly mtimes: readonly number[]
  readonly cover: FoundCover | null
  /** Why the folder could not be listed: what is known of it and below stays as it is. */
  readonly error: string | null
}

interface Place {
  readonly folder: string
  readonly raw: Uint8Array | null
  readonly deep: boolean
  /** Where it really is, once a link has led out of the root. */
  readonly real: string | null
}

interface Entry {
  readonly name: string
  readonly raw: Uint8Array | null
  readonly kind: 'file' | 'folder' | 'link' | 'other'
}

const chunk = 1000
/** Never music, and never-ending. */
const systemTrees = process.platform === 'win32' ? [] : ['/proc', '/sys', '/dev']

/** Throws DwellError 'root-missing' when the root is not there, 'file-unreadable' when it cannot be listed. */
export function* walk(request: WalkRequest): Generator<FoundFolder> {
  const here = new Tree(request)
  const starts = request.starts ?? [{ folder: '', raw: null, deep: true }]
  for (const start of starts) yield* here.descend({ ...start, real: null })
  yield* here.followLinks()
  here.mustStillBeThere()
}

class Tree {
  readonly #root: string
  readonly #covered: readonly string[]
  readonly #links: { readonly place: Place; readonly entry: Entry }[] = []
  /** Folders and files outside every root that links led to. */
  readonly #visited = new Set<string>()

  constructor(request: WalkRequest) {
    this.#root = request.root
    let real: string
    try {
      real = realpathSync(request.root)
      if (!statSync(real).isDirectory()) throw new DwellError('root-missing', `${request.root} is not a folder.`)
    } catch (error) {
      if (error instanceof DwellError) throw error
      throw new DwellError(
        'root-missing',
        `${request.root} is not there. If it is on a disk that can be unplugged, connect it.`,
        { cause: error },
      )
    }
    this.#covered = [real, ...request.elsewhere.flatMap(path => realOf(path) ?? [])]
  }

  /** A disk pulled out halfway looks like folders that vanish: then nothing that was missing is to be believed. */
  mustStillBeThere(): void {
    if (statOf(this.#root) === null)
      throw new DwellError('root-missing', `${this.#root} went away while it was being listed.`)
  }

  *descend(start: Place): Generator<FoundFolder> {
    const stack: Place[] = [start]
    for (let place = stack.pop(); place !== undefined; place = stack.pop()) {
      if (place.real !== null && !this.#isNew(place.real)) continue
      const path = folderPath(this.#root, place.folder, place.raw)
      let entries: Entry[]
      try {
        // In the order of their names: rows that are written in the order of their indexes are cheaper, and a library fills from A to Z.
        entries = list(path).sort((a, b) => (a.name < b.name ? -1 : 1))
      } catch (error) {
        const code = codeOf(error)
        if (place.folder === '') this.mustStillBeThere()
        if (place.folder === '')
          throw new DwellError(
            'file-unreadable',
            `The folder cannot be listed (${code}). Check its permissions, then scan again.`,
            { cause: error },
          )
        // Gone since it was listed: whoever compares finds its files missing.
        if (code !== 'ENOENT' && code !== 'ENOTDIR')
          yield unlisted(place, `The folder cannot be listed (${code}). Check its permissions, then scan again.`)
        continue
      }
      yield* this.#files(place, path, entries)
      for (let i = entries.length - 1; i >= 0; i--) {
        const entry = entries[i]
        if (entry === undefined || isPassedOver(entry.name)) continue
        if (entry.kind === 'link') this.#links.push({ place, entry })
        else if (entry.kind === 'folder' && place.deep) stack.push(this.#below(place, entry))
      }
    }
  }

  /** Links come last and in the order of their paths, so that a real place wins over a link to it, and the same link every time. */
  *followLinks(): Generator<FoundFolder> {
    while (this.#links.length > 0) {
      const links = this.#links
        .splice(0)
        .sort((a, b) => (inside(a.place.folder, a.entry.name) < inside(b.place.folder, b.entry.name) ? -1 : 1))
      for (const { place, entry } of links) {
        const path = childPath(folderPath(this.#root, place.folder, place.raw), entry.name, entry.raw)
        const real = realOf(path)
        const stats = real === null ? null : statOf(path)
        if (real === null || stats === null) continue
        if (stats.isDirectory()) {
          if (place.deep) yield* this.descend({ ...this.#below(place, entry), real })
        } else if (stats.isFile() && isAudioName(entry.name) && this.#isNew(real)) {
          yield found(place, [entry], [stats], null)
        }
      }
    }
  }

  #below(place: Place, entry: Entry): Place {
    const real =
      place.real === null
        ? null
        : `${place.real}${place.real.endsWith('/') ? '' : '/'}${entry.raw === null ? entry.name : latin1(entry.raw)}`
    return {
      folder: inside(place.folder, entry.name),
      raw: childRaw(place.folder, place.raw, entry.name, entry.raw),
      deep: place.deep,
      real,
    }
  }

  /** True once for each real place, and never for what a walk of a root finds by itself. */
  #isNew(real: string): boolean {
    if (this.#visited.has(real)) return false
    this.#visited.add(real)
    if (systemTrees.some(tree => real === tree || real.startsWith(`${tree}/`))) return false
    return !this.#covered.some(root => {
      const way = pathWithin(root, real)
      return way !== null && !way.split('/').some(isPassedOver)
    })
  }

  *#files(place: Place, path: AnyPath, entries: readonly Entry[]): Generator<FoundFolder> {
    const pictures = entries
      .filter(entry => entry.kind === 'file' && entry.raw === null && isPictureName(entry.name))
      .map(entry => entry.name)
    const cover = this.#cover(path, coverAmong(pictures))
    let some: Entry[] = []
    let stats: Stats[] = []
    let said = false
    for (const entry of entries) {
      if (entry.kind !== 'file' || !isAudioName(entry.name)) continue
      const stat = statOf(childPath(path, entry.name, entry.raw))
      // Gone, or a pipe by now: neither is a file to read.
      if (stat === null || !stat.isFile()) continue
      some.push(entry)
      stats.push(stat)
      if (some.length < chunk) continue
      yield found(place, some, stats, cover)
      said = true
      some = []
      stats = []
    }
    // A folder without music is said as well: it can be listed (again), and its picture may serve the discs below it.
    if (some.length > 0 || !said) yield found(place, some, stats, cover)
  }

  #cover(path: AnyPath, name: string | null): FoundCover | null {
    const stat = name === null ? null : statOf(childPath(path, name, null))
    return name === null || stat === null ? null : { name, size: stat.size, mtimeMs: Math.floor(stat.mtimeMs) }
  }
}

function found(
  place: Place,
  entries: readonly Entry[],
  stats: readonly Stats[],
  cover: FoundCover | null,
): FoundFolder {
  return {
    folder: place.folder,
    raw: place.raw,
    names: entries.map(entry => entry.name),
    rawNames: entries.some(entry => entry.raw !== null) ? entries.map(entry => entry.raw) : null,
    sizes: stats.map(stat => stat.size),
    mtimes: stats.map(stat => Math.floor(stat.mtimeMs)),
    cover,
    error: null,
  }
}

function unlisted(place: Place, error: string): FoundFolder {
  return { folder: place.folder, raw: place.raw, names: [], rawNames: null, sizes: [], mtimes: [], cover: null, error }
}

/** Names as text; read again as bytes only where some name was no valid text. */
function list(path: AnyPath): Entry[] {
  if (typeof path === 'string') {
    const entries = readdirSync(path, { withFileTypes: true })
    if (!entries.some(entry => entry.name.includes('\ufffd')))
      return entries.map(entry => ({ name: entry.name, raw: null, kind: kindOf(entry, path) }))
  }
  return readdirSync(path, { withFileTypes: true, encoding: 'buffer' }).map(entry => ({
    ...nameOfBytes(entry.name),
    kind: kindOf(entry, path),
  }))
}

function kindOf(entry: Dirent<string | Buffer>, folder: AnyPath): Entry['kind'] {
  if (entry.isFile()) return 'file'
  if (entry.isDirectory()) return 'folder'
  if (entry.isSymbolicLink()) return 'link'
  if (entry.isFIFO() || entry.isSocket() || entry.isBlockDevice() || entry.isCharacterDevice()) return 'other'
  // Some file systems do not tell in the listing.
  const path = typeof entry.name === 'string' ? childPath(folder, entry.name, null) : childPath(folder, '', entry.name)
  const stat = lstatSync(path, { throwIfNoEntry: false })
  if (stat?.isFile()) return 'file'
  if (stat?.isDirectory()) return 'folder'
  return stat?.isSymbolicLink() ? 'link' : 'other'
}

function statOf(path: AnyPath): Stats | null {
  try {
    return statSync(path, { throwIfNoEntry: false }) ?? null
  } catch {
    return null
  }
}

/** The place without links; bytes that are no valid UTF-8 read as Latin-1, to stay distinct. Null for dangling links and loops of links. */
function realOf(path: AnyPath): string | null {
  try {
    const bytes = realpathSync(path, 'buffer')
    const text = bytes.toString('utf8')
    return Buffer.from(text).equals(bytes) ? text : latin1(bytes)
  } catch {
    return null
  }
}

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown error'
}
