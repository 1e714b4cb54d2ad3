// Playlists as files: which track of the library a line means, and what line a track becomes.
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, normalize, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DwellError } from '../../../preload/contract/errors.ts'
import type { PlaylistFileRow, playlistTables } from '../store/tables/playlists.ts'
import { fold } from '../text/fold.ts'
import { formatM3u8, type M3uEntry, parseM3u8 } from './m3u8.ts'

type Tables = ReturnType<typeof playlistTables>

const MOST_BYTES = 32 * 1024 * 1024
const SEPARATOR = '\u001f'
/** A re-encoded copy may differ by the padding of its codec. */
const SAME_DURATION_MS = 3000

export interface ReadPlaylist {
  readonly name: string
  readonly trackIds: Int32Array
  /** Locations as written. */
  readonly missing: readonly string[]
}

/** Reads an m3u or m3u8 file. Lines that name nothing in the library are listed, the rest goes on. */
export async function readPlaylistFile(path: string, tables: Tables): Promise<ReadPlaylist> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new DwellError(
      'file-unreadable',
      `“${basename(path)}” cannot be read. Check that it is still there and may be opened.`,
      { cause },
    )
  })
  if (bytes.length > MOST_BYTES)
    throw new DwellError('bad-input', `“${basename(path)}” is larger than 32 MB; that is no playlist.`)
  const roots = tables.roots()
  const trackIds: number[] = []
  const missing: string[] = []
  for (const entry of parseM3u8(decode(bytes))) {
    const found = byPlace(entry, dirname(path), roots, tables) ?? byName(entry, tables)
    if (found === undefined) missing.push(entry.location)
    else trackIds.push(found)
  }
  return { name: basename(path).replace(/\.m3u8?$/i, '') || 'Playlist', trackIds: Int32Array.from(trackIds), missing }
}

/** UTF-8, or Latin-1 as old .m3u files are written. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('latin1').decode(bytes)
  }
}

function byPlace(
  entry: M3uEntry,
  from: string,
  roots: readonly { id: number; path: string }[],
  tables: Tables,
): number | undefined {
  for (const place of places(entry.location, from)) {
    for (const root of roots) {
      const inside = relative(root.path, place)
      if (inside === '' || inside.startsWith('..') || isAbsolute(inside)) continue
      const folder = dirname(inside).split(sep).join('/')
      const id = tables.atPlace(root.id, folder === '.' ? '' : folder, basename(inside))
      if (id !== undefined) return id
    }
  }
  return undefined
}

/** The ways one line may be meant: a file: URL, percent-encoded, with the other system's separators. */
function places(location: string, from: string): readonly string[] {
  const spellings = [location]
  if (location.includes('\\')) spellings.push(location.replaceAll('\\', '/'))
  if (/%[0-9a-f]{2}/i.test(location)) spellings.push(...tried(() => decodeURIComponent(location)))
  if (/^file:/i.test(location)) spellings.splice(0, spellings.length, ...tried(() => fileURLToPath(location)))
  return spellings
    .flatMap(one => [one, one.normalize('NFC'), one.normalize('NFD')])
    .map(one => normalize(resolve(from, one)))
}

function tried(read: () => string): string[] {
  try {
    return [read()]
  } catch {
    return []
  }
}

/** Artist and title as #EXTINF gives them, on any album; the duration decides between several. */
function byName(entry: M3uEntry, tables: Tables): number | undefined {
  if (entry.artist === null || entry.title === null) return undefined
  const known = `${fold(entry.artist)}${SEPARATOR}${fold(entry.title)}${SEPARATOR}`
  const { durationMs } = entry
  const off = (candidate: { durationMs: number }) =>
    durationMs === null ? 0 : Math.abs(candidate.durationMs - durationMs)
  const [best] = tables.byIdentity(known, `${known}\uffff`).toSorted((a, b) => off(a) - off(b))
  return best !== undefined && off(best) <= SAME_DURATION_MS ? best.id : undefined
}

/** What a window may see of a location. */
export function lastPart(location: string): string {
  return location.split(/[\\/]/).findLast(part => part !== '') ?? location
}

/** Writes beside the target first, so that a full disk leaves the old file whole. Answers how many tracks were written. */
export async function writePlaylistFile(path: string, rows: readonly PlaylistFileRow[]): Promise<number> {
  const text = formatM3u8(
    rows.map(({ root, folder, name, artist, title, durationMs }) => ({
      location: locationFrom(dirname(path), join(root, folder, name)),
      artist,
      title,
      durationMs,
    })),
  )
  const draft = `${path}.part`
  try {
    await writeFile(draft, text)
    await rename(draft, path)
  } catch (cause) {
    await rm(draft, { force: true })
    throw new DwellError(
      'file-unreadable',
      `“${basename(path)}” cannot be written. Choose a folder that has room and may be written to.`,
      { cause },
    )
  }
  return rows.length
}

/** Relative when the track lies below the playlist's folder, so that both can be moved together. */
function locationFrom(folder: string, file: string): string {
  const inside = relative(folder, file)
  return inside.startsWith('..') || isAbsolute(inside) ? file : inside.split(sep).join('/')
}
