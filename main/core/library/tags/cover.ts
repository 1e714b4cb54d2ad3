// The picture that stands for a file: its front cover, else the first that is one, known by its own bytes.
import { digest } from './audio-key.ts'
import type { PicturePlace } from './collector.ts'
import type { Picture } from './tagged.ts'

/** Formats by their first bytes; what tags declare is often wrong. Null: nothing that can be shown. */
export function pictureMime(b: Buffer): string | null {
  if (b.length < 12) return null
  if (b[0] === 0xff && b[1] === 0xd8 && b[2] === 0xff) return 'image/jpeg'
  if (b.toString('latin1', 0, 8) === '\x89PNG\r\n\x1a\n') return 'image/png'
  if (b.toString('latin1', 0, 4) === 'RIFF' && b.toString('latin1', 8, 12) === 'WEBP') return 'image/webp'
  return null
}

const isIcon = (place: PicturePlace): boolean => place.type === 1 || place.type === 2

/** Front covers first, icons last, otherwise as the file has them; those that are pictures by their bytes. */
export function chooseCover(places: readonly PicturePlace[]): { place: PicturePlace; mime: string } | null {
  const order = [...places].sort((a, b) => rank(a) - rank(b))
  for (const place of order) {
    const mime = pictureMime(place.bytes.view(place.at, Math.min(place.length, 16)))
    if (mime !== null) return { place, mime }
  }
  return null
}

function rank(place: PicturePlace): number {
  return place.type === 3 ? 0 : isIcon(place) ? 2 : 1
}

/** Tracks of an album carry the same cover: the last one is compared before it is hashed again. */
export interface CoverMemory {
  bytes: Buffer
  hash: string
}

export function createCoverMemory(): CoverMemory {
  return { bytes: Buffer.alloc(0), hash: '' }
}

/** Larger pictures are hashed without being kept for comparison. */
const remembered = 2 * 1024 * 1024

/** The chosen picture's name and size, or null when there is none. */
export function describeCover(places: readonly PicturePlace[], memory: CoverMemory): Picture | null {
  const cover = places.length > 0 ? chooseCover(places) : null
  if (!cover) return null
  const { place, mime } = cover
  const b = place.bytes.view(place.at, place.length)
  if (b.length < place.length) return null // cut off
  return { hash: hashOf(b, memory), mime, bytes: b.length }
}

function hashOf(b: Buffer, memory: CoverMemory): string {
  if (memory.bytes.length === b.length && memory.bytes.equals(b)) return memory.hash
  const hash = pictureHash(b)
  if (b.length <= remembered) {
    memory.bytes = Buffer.from(b)
    memory.hash = hash
  }
  return hash
}

/** 32 hex digits of a picture's bytes. */
export function pictureHash(b: Buffer): string {
  return digest(b).toString('hex')
}
