// The files in which a history lies: one file, or those in a zip that are named like histories. Nothing is unpacked to the disk, and nothing without a bound.
import { createReadStream } from 'node:fs'
import { open as openFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Readable } from 'node:stream'
import { type Entry, open as openZip, type ZipFile } from 'yauzl'
import { DwellError } from '../../../../preload/contract/errors.ts'

export interface Source {
  /** Without its folder. */
  readonly name: string
  readonly bytes: number
  open(): Promise<Readable>
}

export interface Sources {
  readonly files: readonly Source[]
  /** Of all together. */
  readonly bytes: number
  close(): Promise<void>
}

interface SourceLimits {
  readonly entries: number
  readonly bytes: number
  /** A file in a zip that grows more than so many times is a trap. Plays repeat their words: histories shrink to a twentieth. */
  readonly growth: number
}

const limits: SourceLimits = { entries: 20_000, bytes: 4 * 1024 ** 3, growth: 200 }

/** What is said of a file in a zip before it is opened. */
const historyNames = [
  /(?:^|\/)(?:Streaming_History_|endsong_|StreamingHistory)[^/]*\.json$/i,
  /(?:^|\/)listens\/[^/].*\.jsonl$/i,
  /\.jsonl$/i,
  /\.csv$/i,
]

/** Throws DwellError 'file-missing', 'file-unreadable', 'file-empty', 'bad-input'. */
export async function sourcesOf(path: string, bound: SourceLimits = limits): Promise<Sources> {
  const name = basename(path)
  const handle = await openFile(path, 'r').catch((cause: unknown) => {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
    throw new DwellError(
      missing ? 'file-missing' : 'file-unreadable',
      `“${name}” ${missing ? 'is not there any more' : 'cannot be opened'}. Choose it again.`,
      { cause },
    )
  })
  const { size } = await handle.stat()
  const head = Buffer.alloc(4)
  const { bytesRead } = await handle.read(head, 0, 4, 0).catch((cause: unknown) => {
    throw new DwellError('file-unreadable', `“${name}” cannot be read. Is it a file?`, { cause })
  })
  await handle.close()
  if (bytesRead === 0) throw new DwellError('file-empty', `“${name}” is empty.`)
  if (bytesRead === 4 && head.readUInt32LE(0) === 0x04034b50) return inZip(path, name, bound)
  if (size > bound.bytes) throw tooLarge(name)
  return {
    files: [{ name, bytes: size, open: async () => createReadStream(path, { highWaterMark: 1 << 18 }) }],
    bytes: size,
    close: async () => {},
  }
}

async function inZip(path: string, name: string, bound: SourceLimits): Promise<Sources> {
  const zip = await new Promise<ZipFile>((resolve, reject) => {
    openZip(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true }, (error, opened) =>
      error ? reject(brokenZip(name, error)) : resolve(opened),
    )
  })
  const close = async () => zip.close()
  try {
    const entries = await entriesOf(zip, name, bound)
    const found = historyNames
      .map(named => entries.filter(({ fileName }) => named.test(fileName) && !fileName.startsWith('__MACOSX')))
      .find(some => some.length > 0)
    if (found === undefined)
      throw new DwellError(
        'bad-input',
        `“${name}” holds no listening history. Dwell looks for Streaming_History_Audio_….json (Spotify) or .jsonl (ListenBrainz) in it.`,
      )
    const bytes = found.reduce((sum, entry) => sum + entry.uncompressedSize, 0)
    if (bytes > bound.bytes) throw tooLarge(name)
    for (const entry of found) {
      if (
        entry.uncompressedSize > 1_000_000 &&
        entry.uncompressedSize > bound.growth * Math.max(1, entry.compressedSize)
      )
        throw new DwellError(
          'bad-input',
          `“${entry.fileName}” in “${name}” would grow out of all proportion; that is no history.`,
        )
      if (entry.isEncrypted())
        throw new DwellError('bad-input', `“${name}” is locked with a password. Unpack it and choose the file inside.`)
    }
    return {
      files: found.map(entry => ({
        name: basename(entry.fileName),
        bytes: entry.uncompressedSize,
        open: () =>
          new Promise<Readable>((resolve, reject) => {
            zip.openReadStream(entry, (error, stream) => (error ? reject(brokenZip(name, error)) : resolve(stream)))
          }),
      })),
      bytes,
      close,
    }
  } catch (thrown) {
    await close()
    throw thrown
  }
}

function entriesOf(zip: ZipFile, name: string, bound: SourceLimits): Promise<readonly Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: Entry[] = []
    zip.on('error', error => reject(brokenZip(name, error)))
    zip.on('end', () => resolve(entries))
    zip.on('entry', (entry: Entry) => {
      if (entries.length >= bound.entries) return reject(tooLarge(name))
      if (!entry.fileName.endsWith('/')) entries.push(entry)
      zip.readEntry()
    })
    zip.readEntry()
  })
}

const tooLarge = (name: string) => new DwellError('bad-input', `“${name}” is larger than any listening history can be.`)
const brokenZip = (name: string, cause: unknown) =>
  new DwellError('file-broken', `“${name}” is damaged: the zip cannot be read. Download it again.`, { cause })
