// Embedded ratings of all dialects, brought to 0..1. Zero stars mean "not rated" in every one of them: null.
import type { TagSystem } from './fields.ts'

/** What Windows Media Player and MediaMonkey write for half and whole stars; other bytes fall in Windows Explorer's ranges. */
const popmStars: Readonly<Record<number, number>> = {
  13: 0.5,
  1: 1,
  54: 1.5,
  64: 2,
  118: 2.5,
  128: 3,
  186: 3.5,
  196: 4,
  242: 4.5,
  255: 5,
}

/** Writers whose byte is simply the share of 255. */
const linearWriters = /quodlibet|banshee|traktor/i

/** ID3's POPM: who rated, and a byte that every player scales in its own way. */
export function ratingOfPopm(email: string, byte: number): number | null {
  if (byte <= 0 || byte > 255) return null
  if (linearWriters.test(email)) return byte / 255
  const stars = popmStars[byte] ?? (byte < 32 ? 1 : byte < 96 ? 2 : byte < 160 ? 3 : byte < 224 ? 4 : 5)
  return stars / 5
}

/** Ratings written as a number: the name of the tag, and where it is silent the number's size, tell the scale. */
export function ratingOfText(system: TagSystem, id: string, text: string): number | null {
  const name = id.toUpperCase()
  const value = Number.parseFloat(text)
  if (!Number.isFinite(value) || value <= 0) return null
  if (name === 'FMPS_RATING' || name.startsWith('RATING:')) return value <= 1 ? value : null
  if (system === 'asf') return value <= 100 ? sharedUserRating(value) : null
  if (system === 'iTunes' && name === 'RATE') return value <= 100 ? value / 100 : null
  if (value < 1 || (value === 1 && text.includes('.'))) return value
  if (value <= 5) return value / 5
  return value <= 100 ? value / 100 : value <= 255 ? value / 255 : null
}

/** WM/SharedUserRating: 1, 25, 50, 75, 99 are one to five stars. */
function sharedUserRating(value: number): number {
  const stars = value < 13 ? 1 : value < 38 ? 2 : value < 63 ? 3 : value < 88 ? 4 : 5
  return stars / 5
}
