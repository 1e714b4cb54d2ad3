// The door to one file: it is looked at before it is opened, so that no pipe, device or folder is ever waited for.
import { closeSync, constants, openSync, statSync } from 'node:fs'
import { DwellError } from '../../../../preload/contract/errors.ts'
import type { FileToRead } from './tagged.ts'

/** The file system as this room uses it; a test may hand in one that refuses. */
export interface Disk {
  readonly stat: (path: string | Buffer) => { readonly size: number; isFile(): boolean; isDirectory(): boolean }
  readonly open: (path: string | Buffer, flags: number) => number
  readonly close: (fd: number) => void
}

export const realDisk: Disk = { stat: path => statSync(path), open: openSync, close: closeSync }

/** O_NONBLOCK: should the file turn into a pipe between looking and opening, opening it still returns at once. Absent on Windows. */
const openFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

const messages: Readonly<Record<string, readonly ['file-missing' | 'file-unreadable', string]>> = {
  ENOENT: ['file-missing', 'The file is no longer where it was. Scan again when its disk is back.'],
  ENOTDIR: ['file-missing', 'The file is no longer where it was. Scan again when its disk is back.'],
  EACCES: ['file-unreadable', 'You have no permission to read this file. Give yourself read access and scan again.'],
  EPERM: ['file-unreadable', 'You have no permission to read this file. Give yourself read access and scan again.'],
  ELOOP: ['file-unreadable', 'This link leads back to itself. Remove it or point it at a file.'],
  EIO: ['file-unreadable', 'The disk could not deliver this file. Check the disk, then scan again.'],
}

/** Says in our words what the system said in its own. */
export function asDwellError(thrown: unknown): DwellError | null {
  if (!(thrown instanceof Error) || !('code' in thrown) || typeof thrown.code !== 'string') return null
  const known = messages[thrown.code]
  if (known) return new DwellError(known[0], known[1], { cause: thrown })
  if (!('syscall' in thrown)) return null
  return new DwellError(
    'file-unreadable',
    `The system refuses to read this file (${thrown.code}). Check it, then scan again.`,
    {
      cause: thrown,
    },
  )
}

/** Runs `use` on the open file and closes it, whatever happens. Throws DwellError when it cannot be opened or is no regular file. */
export function withOpenFile<T>(
  file: FileToRead,
  disk: Disk,
  use: (fd: number, size: number) => T | Promise<T>,
): T | Promise<T> {
  const path = typeof file.path === 'string' ? file.path : Buffer.from(file.path)
  let fd: number
  let size: number
  try {
    const stat = disk.stat(path)
    if (!stat.isFile()) {
      throw stat.isDirectory()
        ? new DwellError('file-not-audio', 'This is a folder with the name of a song.')
        : new DwellError('file-not-audio', 'This is a pipe or a device, not a file.')
    }
    size = stat.size
    if (size === 0)
      throw new DwellError('file-empty', 'The file is empty (zero bytes). Copy it again from where it came.')
    fd = disk.open(path, openFlags)
  } catch (thrown) {
    throw asDwellError(thrown) ?? thrown
  }
  const close = () => disk.close(fd)
  let result: T | Promise<T>
  try {
    result = use(fd, size)
  } catch (thrown) {
    close()
    throw asDwellError(thrown) ?? thrown
  }
  if (!(result instanceof Promise)) {
    close()
    return result
  }
  return result.then(
    value => {
      close()
      return value
    },
    thrown => {
      close()
      throw asDwellError(thrown) ?? thrown
    },
  )
}
