// The bytes of a picture from where it lies: an image file of its own, or an audio file that carries it.
import { readSync } from 'node:fs'
import { DwellError } from '../../../../preload/contract/errors.ts'
import { copyOf, createWindows, FileBytes } from '../tags/bytes.ts'
import { Collector } from '../tags/collector.ts'
import { chooseCover, pictureHash, pictureMime } from '../tags/cover.ts'
import { realDisk, withOpenFile } from '../tags/open-file.ts'
import { readSound } from '../tags/read-file.ts'
import type { FileToRead, Picture } from '../tags/tagged.ts'
import { largestPicture } from './thumbnail.ts'

export interface PicturePlace extends FileToRead {
  /** `folder`: an image file of its own; `embedded`: an audio file that carries the picture. */
  readonly kind: 'folder' | 'embedded'
}

export interface FoundPicture {
  readonly bytes: Buffer
  readonly mime: string
}

/** An image file, whole. Null when its content is no picture that can be shown. Throws DwellError when it cannot be read. */
function readPictureFile(file: FileToRead): FoundPicture | null {
  // Reading is synchronous, so the answer is no promise; `withOpenFile` serves both kinds.
  const found = withOpenFile(file, realDisk, (fd, size): FoundPicture | null => {
    if (size > largestPicture) return null
    const bytes = Buffer.allocUnsafe(size)
    let got = 0
    for (let more = -1; more !== 0 && got < size; got += more) more = readSync(fd, bytes, got, size - got, got)
    const mime = pictureMime(bytes)
    return mime === null || got < size ? null : { bytes, mime }
  })
  if (found instanceof Promise) throw new DwellError('internal', 'reading a picture file became asynchronous')
  return found
}

/** The cover that an audio file carries, as the tag readers choose it. Null when it has none. Throws as they do. */
export async function extractPicture(file: FileToRead): Promise<FoundPicture | null> {
  return withOpenFile(file, realDisk, async (fd, size): Promise<FoundPicture | null> => {
    const tags = new Collector()
    await readSound(new FileBytes(fd, size, createWindows()), tags)
    const cover = chooseCover(tags.pictures)
    if (!cover) return null
    const { place, mime } = cover
    return { bytes: copyOf(place.bytes, place.at, place.length), mime }
  })
}

/** The picture of that hash from the first place that still holds it. Throws DwellError 'not-found' when none does. */
export async function findPicture(hash: string, places: readonly PicturePlace[]): Promise<Buffer> {
  for (const place of places) {
    const found = await foundAt(place)
    if (found && pictureHash(found.bytes) === hash) return found.bytes
  }
  throw new DwellError('not-found', 'No file that can be reached holds this picture any more. Scan its folder again.')
}

/** What is wrong with one place does not matter while there is another. */
async function foundAt(place: PicturePlace): Promise<FoundPicture | null> {
  try {
    return place.kind === 'folder' ? readPictureFile(place) : await extractPicture(place)
  } catch {
    return null
  }
}

/** Name, kind and size of an image file's content, or null when it is no picture or cannot be read. */
export function describePictureFile(file: FileToRead): Picture | null {
  try {
    const found = readPictureFile(file)
    return found && { hash: pictureHash(found.bytes), mime: found.mime, bytes: found.bytes.length }
  } catch (thrown) {
    if (thrown instanceof DwellError) return null
    throw thrown
  }
}
