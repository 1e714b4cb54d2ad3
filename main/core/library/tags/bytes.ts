// Random access to bytes, wherever they lie: a file read through small windows, a piece of memory, or pieces of another source in a row.
import { readSync } from 'node:fs'

/** What a parser throws when the content is not what the format demands. */
export class Malformed extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'Malformed'
  }
}

export interface Bytes {
  readonly size: number
  /** Up to `length` bytes from `at`, shorter only where the source ends. Valid until the next call: take what you need from it first. */
  view(at: number, length: number): Buffer
}

/** Bytes of the window that opens a file: most tags lie in it whole. */
const headSize = 32 * 1024
/** Bytes of the window that closes it: old tags, the last page of a stream, the end of the sound. */
const tailSize = 16 * 1024
/** First read anywhere else; doubled while the reading goes on from there. */
const stepSize = 4 * 1024
/** The most that one call may ask for: a picture at its limit. */
const longestView = 17 * 1024 * 1024

/** Windows that serve one file after another, so that reading ten thousand files allocates three buffers. */
export interface Windows {
  readonly head: Buffer
  readonly tail: Buffer
  readonly roam: Buffer
}

export function createWindows(): Windows {
  return {
    head: Buffer.allocUnsafe(headSize),
    tail: Buffer.allocUnsafe(tailSize),
    roam: Buffer.allocUnsafe(2 * headSize),
  }
}

/** An open file. Reads are synchronous: hops to the thread pool cost more than the reading itself. */
export class FileBytes implements Bytes {
  readonly size: number
  readonly #fd: number
  readonly #windows: Windows
  #headLength = 0
  #tailLength = 0
  #roamAt = 0
  #roamLength = 0

  constructor(fd: number, size: number, windows: Windows) {
    this.size = size
    this.#fd = fd
    this.#windows = windows
  }

  view(at: number, length: number): Buffer {
    const wanted = Math.min(length, this.size - at)
    if (!(at >= 0) || !(wanted > 0)) return this.#windows.head.subarray(0, 0)
    const end = at + wanted
    if (end <= this.#headLength) return this.#windows.head.subarray(at, end)
    const from = at - this.#roamAt
    if (from >= 0 && from + wanted <= this.#roamLength) return this.#windows.roam.subarray(from, from + wanted)
    if (this.#headLength === 0 && end <= headSize) {
      this.#headLength = this.#read(this.#windows.head, Math.min(headSize, this.size), 0)
      return this.#windows.head.subarray(at, Math.min(end, this.#headLength))
    }
    const tailAt = this.size - tailSize
    if (at < tailAt) return this.#roam(at, wanted)
    if (this.#tailLength === 0) this.#tailLength = this.#read(this.#windows.tail, tailSize, tailAt)
    return this.#windows.tail.subarray(at - tailAt, Math.min(end - tailAt, this.#tailLength))
  }

  #roam(at: number, wanted: number): Buffer {
    if (wanted > longestView) throw new Malformed(`asks for ${wanted} bytes at once`)
    if (wanted > this.#windows.roam.length) {
      const own = Buffer.allocUnsafe(wanted)
      return own.subarray(0, this.#read(own, wanted, at))
    }
    const goesOn = at >= this.#roamAt && at <= this.#roamAt + this.#roamLength
    const step = goesOn ? Math.min(2 * Math.max(this.#roamLength, stepSize), headSize) : stepSize
    this.#roamLength = this.#read(this.#windows.roam, Math.min(Math.max(wanted, step), this.size - at), at)
    this.#roamAt = at
    return this.#windows.roam.subarray(0, Math.min(wanted, this.#roamLength))
  }

  #read(into: Buffer, length: number, at: number): number {
    let got = 0
    while (got < length) {
      const more = readSync(this.#fd, into, got, length - got, at + got)
      if (more === 0) break // the file became shorter meanwhile
      got += more
    }
    return got
  }
}

/** Bytes that were put together in memory. */
export class MemoryBytes implements Bytes {
  readonly size: number
  readonly #buffer: Buffer

  constructor(buffer: Buffer) {
    this.#buffer = buffer
    this.size = buffer.length
  }

  view(at: number, length: number): Buffer {
    return at >= 0 ? this.#buffer.subarray(at, at + Math.max(0, length)) : this.#buffer.subarray(0, 0)
  }
}

export interface Piece {
  readonly at: number
  readonly length: number
}

/** Pieces of another source read as one: an Ogg packet without its pages' headers, an MP4's media data. */
export class PiecedBytes implements Bytes {
  readonly size: number
  readonly #source: Bytes
  readonly #pieces: readonly Piece[]

  constructor(source: Bytes, pieces: readonly Piece[]) {
    this.#source = source
    this.#pieces = pieces
    this.size = pieces.reduce((sum, piece) => sum + piece.length, 0)
  }

  view(at: number, length: number): Buffer {
    const wanted = Math.min(length, this.size - at)
    if (!(at >= 0) || !(wanted > 0)) return Buffer.alloc(0)
    if (wanted > longestView) throw new Malformed(`asks for ${wanted} bytes at once`)
    let skip = at
    let filled = 0
    let whole: Buffer | null = null
    for (const piece of this.#pieces) {
      if (skip >= piece.length) {
        skip -= piece.length
        continue
      }
      const part = this.#source.view(piece.at + skip, Math.min(piece.length - skip, wanted - filled))
      if (whole === null && part.length === wanted) return part
      whole ??= Buffer.allocUnsafe(wanted)
      filled += part.copy(whole, filled)
      if (filled === wanted || part.length < Math.min(piece.length - skip, wanted - filled + part.length)) break
      skip = 0
    }
    return whole === null ? Buffer.alloc(0) : whole.subarray(0, filled)
  }
}

/** A copy that stays valid. */
export function copyOf(bytes: Bytes, at: number, length: number): Buffer {
  return Buffer.from(bytes.view(at, length))
}
