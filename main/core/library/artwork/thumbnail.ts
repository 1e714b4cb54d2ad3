// One picture to one thumbnail: bounded before it is decoded, never larger than it is.
import { DwellError } from '../../../../preload/contract/errors.ts'
import { pictureMime } from '../tags/cover.ts'
import { decodePicture, encodeWebp, resizePicture } from './codecs.ts'
import { pictureSize } from './picture-size.ts'
import { averaged, fitted, type Pixels } from './pixels.ts'

/** Bytes of a picture file, and pixels of a picture, beyond which it is not opened. */
export const largestPicture = 30 * 1024 * 1024
const mostPixels = 64_000_000
/** What is kept of a decoded picture for the next size: the largest thumbnail, twice over. */
const keptSide = 2048

export interface Decoded {
  readonly hash: string
  readonly pixels: Pixels
}

/** Decodes a picture for its thumbnails. Throws DwellError with what is wrong with it. */
export async function decodeForThumbnails(hash: string, bytes: Buffer): Promise<Decoded> {
  const mime = pictureMime(bytes)
  if (mime === null) throw new DwellError('unsupported', 'This picture is neither JPEG, PNG nor WebP.')
  const size = pictureSize(bytes, mime)
  if (!size) throw new DwellError('file-broken', 'This picture is damaged: its header says nothing of its size.')
  if (bytes.length > largestPicture || size.width * size.height > mostPixels) {
    const said = `${size.width} x ${size.height}, ${Math.round(bytes.length / 1e6)} MB`
    throw new DwellError('unsupported', `This picture is too large to be shown (${said}). Save it smaller.`)
  }
  let pixels: Pixels
  try {
    pixels = await decodePicture(bytes, mime)
  } catch (thrown) {
    throw new DwellError('file-broken', `This picture is damaged (${said(thrown)}).`, { cause: thrown })
  }
  const factor = Math.floor(Math.max(pixels.width, pixels.height) / keptSide)
  // Decoders hand out a view of their own memory, which the next picture overwrites.
  return { hash, pixels: factor > 1 ? averaged(pixels, factor) : { ...pixels, data: Uint8Array.from(pixels.data) } }
}

/** WebP of at most `longest` pixels on the longer side. */
export async function thumbnailOf({ pixels }: Decoded, longest: number): Promise<Buffer> {
  const { width, height } = fitted(pixels.width, pixels.height, longest)
  return encodeWebp(width === pixels.width ? pixels : await resizePicture(pixels, width, height))
}

function said(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
