// Pictures for the interface: thumbnails made once, kept by content, by a worker that may be lost without anybody noticing.
import { stat } from 'node:fs/promises'
import { DwellError, type ErrorCode } from '../../../../preload/contract/errors.ts'
import type { Picture } from '../tags/tagged.ts'
import { createArtThread } from './art-thread.ts'
import type { PicturePlace } from './find-picture.ts'
import { thumbnailPath } from './thumbnail-store.ts'

export type ThumbnailSize = 64 | 256 | 1024

export interface Thumbnail {
  /** Absolute. */
  readonly path: string
  readonly mime: string
}

export interface Artwork {
  /** An image file beside the music: its content's hash, kind and size; null when it is no picture or cannot be read. */
  read(path: string | Uint8Array): Promise<Picture | null>
  /**
   * A file with the picture in at most `size` pixels a side. Rejects with DwellError: 'not-found' when no file holds it any
   * more, 'file-broken', 'unsupported', 'file-too-slow', 'disk-full', 'profile-read-only'.
   */
  file(hash: string, size: ThumbnailSize): Promise<Thumbnail>
  close(): Promise<void>
}

export interface ArtworkOptions {
  /** Absolute; thumbnails go to `art/` in it. */
  readonly cacheDir: string
  /** The worker's entry: `art-worker.ts` in source, in the bundle's folder when built. */
  readonly entry: URL
  /** Where a picture can be had, by its hash: image files first. */
  readonly placesOf: (hash: string) => readonly PicturePlace[]
  /** All thumbnails together; the oldest go first. */
  readonly maxBytes?: number
  /** Longest time one picture may take. */
  readonly limitMs?: number
  /** Idle time after which the worker and its memory are let go. */
  readonly idleMs?: number
}

/** Failures that lie in the picture itself: asking again while it is the same would only repeat them. */
const lasting: ReadonlySet<ErrorCode> = new Set(['file-broken', 'unsupported', 'file-too-slow'])
const mostFailures = 1000
const mime = 'image/webp'

export function createArtwork(options: ArtworkOptions): Artwork {
  const { cacheDir, entry, placesOf, maxBytes = 500_000_000, limitMs = 15_000, idleMs = 15_000 } = options
  const thread = createArtThread({ entry, limitMs, idleMs, data: { cacheDir, maxBytes } })
  const making = new Map<string, Promise<Thumbnail>>()
  const failures = new Map<string, DwellError>()

  async function make(hash: string, size: ThumbnailSize): Promise<Thumbnail> {
    const path = thumbnailPath(cacheDir, hash, size)
    if (await isThere(path)) return { path, mime }
    const known = failures.get(hash)
    if (known) throw known
    const answer = await thread.ask({ kind: 'thumbnail', hash, size, places: placesOf(hash) })
    if (answer.ok) return { path, mime }
    const error = new DwellError(answer.code, answer.message)
    if (lasting.has(answer.code)) {
      if (failures.size >= mostFailures) failures.clear()
      failures.set(hash, error)
    }
    throw error
  }

  return {
    async read(path) {
      const answer = await thread.ask({ kind: 'describe', file: { path } })
      return answer.ok ? answer.picture : null
    },

    file(hash, size) {
      const key = `${hash} ${size}`
      const made = making.get(key) ?? make(hash, size).finally(() => making.delete(key))
      making.set(key, made)
      return made
    },

    close: () => thread.close(),
  }
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    found => found.size > 0,
    () => false,
  )
}
