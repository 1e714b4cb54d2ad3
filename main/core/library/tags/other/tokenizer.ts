// music-metadata's way to read a file, over our windows: every read answers at once, and a file that makes it read on and on is given up.
import { AbstractTokenizer, EndOfStreamError } from 'strtok3'
import type { Bytes } from '../bytes.ts'
import { largestPart } from '../collector.ts'

/** Bytes that may be asked for in all: beyond this a parser is lost, not thorough. */
const mostRead = 256 * 1024 * 1024
const mostReads = 2_000_000

interface ReadOptions {
  readonly length?: number
  readonly position?: number
  readonly mayBeLess?: boolean
}

export class WindowTokenizer extends AbstractTokenizer {
  override fileInfo: { readonly path: string; readonly size: number }
  readonly #bytes: Bytes
  #read = 0
  #reads = 0

  /** `name` only tells the format by its ending. */
  constructor(bytes: Bytes, name: string) {
    super({ maxBufferSize: largestPart })
    this.#bytes = bytes
    this.fileInfo = { path: name, size: bytes.size }
  }

  override supportsRandomAccess(): boolean {
    return true
  }

  setPosition(position: number): void {
    this.position = position
  }

  override async readBuffer(into: Uint8Array, options?: ReadOptions): Promise<number> {
    const at = options?.position ?? this.position
    const length = this.#copy(into, at, options)
    this.position = at + length
    return length
  }

  override async peekBuffer(into: Uint8Array, options?: ReadOptions): Promise<number> {
    return this.#copy(into, options?.position ?? this.position, options)
  }

  #copy(into: Uint8Array, at: number, options?: ReadOptions): number {
    const wanted = Math.min(options?.length ?? into.length, into.length)
    this.#read += wanted
    if (this.#read > mostRead || ++this.#reads > mostReads)
      throw new RangeError('the file keeps its reader busy without end')
    const part = this.#bytes.view(at, wanted)
    into.set(part)
    if (part.length < wanted && !options?.mayBeLess) throw new EndOfStreamError()
    return part.length
  }
}
