// Files out of a zip archive, with their modes. yauzl is loaded when it is asked for: what imports this also runs before anything is installed.
import { createWriteStream, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'

/**
 * Unpacks the entries that `where` gives a path for; null leaves an entry in the archive.
 *
 * @param {string} archive
 * @param {string} folder
 * @param {(name: string) => string | null} where
 * @returns {Promise<number>} how many files were written
 * @throws {Error} when the archive is not a zip, is damaged, or names a place outside the folder
 */
export async function unpack(archive, folder, where) {
  const { openPromise } = await import('yauzl')
  const zip = await openPromise(archive)
  let written = 0
  for await (const entry of zip.eachEntry()) {
    const path = where(entry.fileName)
    if (path === null || entry.fileName.endsWith('/')) continue
    const target = join(folder, path)
    mkdirSync(dirname(target), { recursive: true })
    const mode = (entry.externalFileAttributes >>> 16) & 0o777
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target, { mode: mode || 0o644 }))
    written++
  }
  return written
}
