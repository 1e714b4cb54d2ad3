// The name of the sound itself: 16 bytes over the encoded audio and its length, the same however the tags around it are rewritten.
import { createHash } from 'node:crypto'
import type { Bytes } from './bytes.ts'

/** Read at the start, in the middle and at the end: two recordings that agree in all three and in length do not exist. */
export const keyBlock = 4 * 1024

/** SHA-256, cut to 16 bytes. */
export function digest(...parts: readonly (Buffer | string)[]): Buffer {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest().subarray(0, 16)
}

/**
 * Key of the region `from`..`to`, or null when it is empty. `kind` keeps equal bytes of different formats apart (raw PCM of
 * two rates); reads at most 12 kB, the end last.
 */
export function keyOfRegion(bytes: Bytes, from: number, to: number, kind: string): Uint8Array | null {
  const length = Math.min(to, bytes.size) - from
  if (length <= 0) return null
  const name = `${kind}:${length}`
  if (length <= 3 * keyBlock) return digest(name, bytes.view(from, length))
  const hash = createHash('sha256').update(name)
  hash.update(bytes.view(from, keyBlock))
  hash.update(bytes.view(from + Math.floor(length / 2), keyBlock))
  hash.update(bytes.view(from + length - keyBlock, keyBlock))
  return hash.digest().subarray(0, 16)
}
