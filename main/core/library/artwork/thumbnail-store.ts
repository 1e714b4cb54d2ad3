// Thumbnails on disk, by content: written whole or not at all, and no more of them than the listener's disk should bear.
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DwellError } from '../../../../preload/contract/errors.ts'

/** Where the thumbnail of a picture lies, whether it is there or not. */
export function thumbnailPath(cacheDir: string, hash: string, size: number): string {
  return join(cacheDir, 'art', hash.slice(0, 2), `${hash}-${size}.webp`)
}

export interface ThumbnailStore {
  /** Writes beside the place and moves it there. Throws DwellError when the disk is full or may not be written. */
  write(path: string, bytes: Buffer): void
}

interface Kept {
  readonly path: string
  readonly size: number
  readonly mtimeMs: number
}

/** After a clean-up there is room for a while. */
const keptShare = 0.9

/** One writer a process: the art worker. */
export function createThumbnailStore(cacheDir: string, maxBytes: number): ThumbnailStore {
  let total: number | null = null
  let parts = 0

  function write(path: string, bytes: Buffer): void {
    total ??= sum(list(cacheDir))
    const part = `${path}.${process.pid}-${++parts}.part`
    try {
      mkdirSync(dirname(path), { recursive: true })
      writeWhole(part, path, bytes)
    } catch (thrown) {
      throw asDwellError(thrown)
    }
    total += bytes.length
    if (total > maxBytes) total = tidy(cacheDir, maxBytes * keptShare)
  }

  return { write }
}

function writeWhole(part: string, path: string, bytes: Buffer): void {
  try {
    writeFileSync(part, bytes)
    renameSync(part, path)
  } catch (thrown) {
    rmSync(part, { force: true })
    throw thrown
  }
}

/** Removes the oldest until `most` bytes are left, and what a crash left half-written. Answers what is left. */
function tidy(cacheDir: string, most: number): number {
  const kept = list(cacheDir).sort((a, b) => b.mtimeMs - a.mtimeMs)
  let total = 0
  for (const file of kept) {
    if (file.path.endsWith('.part') || total + file.size > most) rmSync(file.path, { force: true })
    else total += file.size
  }
  return total
}

function list(cacheDir: string): Kept[] {
  const kept: Kept[] = []
  const top = join(cacheDir, 'art')
  for (const folder of names(top)) {
    for (const name of names(join(top, folder))) {
      const path = join(top, folder, name)
      const stat = statSync(path, { throwIfNoEntry: false })
      if (stat?.isFile()) kept.push({ path, size: stat.size, mtimeMs: stat.mtimeMs })
    }
  }
  return kept
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return [] // not there yet
  }
}

function sum(kept: readonly Kept[]): number {
  return kept.reduce((total, file) => total + file.size, 0)
}

function asDwellError(thrown: unknown): DwellError {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : null
  if (code === 'ENOSPC')
    return new DwellError('disk-full', 'There is no room for thumbnails on the disk of the cache folder.', {
      cause: thrown,
    })
  return new DwellError('profile-read-only', `Thumbnails cannot be written to the cache folder (${String(code)}).`, {
    cause: thrown,
  })
}
