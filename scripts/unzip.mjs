// A reader for zip archives of known origin: stored and deflated entries, with their modes, no zip64, no encryption.
import { closeSync, fstatSync, mkdirSync, openSync, readSync, writeFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { inflateRawSync } from 'node:zlib'

const endSignature = 0x06054b50
const entrySignature = 0x02014b50

/**
 * Unpacks the entries that `where` gives a path for; null leaves an entry in the archive.
 *
 * @param {string} archive
 * @param {string} folder
 * @param {(name: string) => string | null} where
 * @returns {number} how many files were written
 * @throws {Error} when the archive is not a zip, is damaged, or names a place outside the folder
 */
export function unzip(archive, folder, where) {
  const fd = openSync(archive, 'r')
  try {
    let written = 0
    for (const entry of entries(fd)) {
      const path = where(entry.name)
      if (path === null || entry.name.endsWith('/')) continue
      const target = join(folder, path)
      if (!target.startsWith(folder + sep)) throw new Error(`${archive}: ${entry.name} would lie outside ${folder}`)
      mkdirSync(dirname(target), { recursive: true })
      writeFileSync(target, contents(fd, entry), { mode: entry.mode || 0o644 })
      written += 1
    }
    return written
  } finally {
    closeSync(fd)
  }
}

/** @typedef {{ name: string, method: number, packedSize: number, size: number, mode: number, offset: number }} Entry */

/**
 * @param {number} fd
 * @returns {Entry[]}
 */
function entries(fd) {
  const archiveSize = fstatSync(fd).size
  const tail = read(fd, Math.max(0, archiveSize - 65_557), Math.min(archiveSize, 65_557))
  let end = tail.length - 22
  while (end >= 0 && tail.readUInt32LE(end) !== endSignature) end -= 1
  if (end < 0) throw new Error('not a zip archive, or cut short')
  const count = tail.readUInt16LE(end + 10)
  const directory = read(fd, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12))
  const found = []
  let at = 0
  for (let index = 0; index < count; index += 1) {
    if (directory.readUInt32LE(at) !== entrySignature) throw new Error('the directory of the zip archive is damaged')
    const nameLength = directory.readUInt16LE(at + 28)
    found.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
      method: directory.readUInt16LE(at + 10),
      packedSize: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      mode: (directory.readUInt32LE(at + 38) >>> 16) & 0o777,
      offset: directory.readUInt32LE(at + 42),
    })
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
  return found
}

/**
 * @param {number} fd
 * @param {Entry} entry
 */
function contents(fd, entry) {
  const header = read(fd, entry.offset, 30)
  const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
  const packed = read(fd, start, entry.packedSize)
  if (entry.method !== 0 && entry.method !== 8) throw new Error(`${entry.name} is packed by an unknown method`)
  const data = entry.method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: Math.max(entry.size, 1) })
  if (data.length !== entry.size) throw new Error(`${entry.name} is damaged`)
  return data
}

/**
 * @param {number} fd
 * @param {number} position
 * @param {number} length
 */
function read(fd, position, length) {
  const buffer = Buffer.alloc(length)
  if (readSync(fd, buffer, 0, length, position) !== length) throw new Error('the zip archive is cut short')
  return buffer
}
