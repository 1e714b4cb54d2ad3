// Ogg's pages: the envelope of every stream in it. Source: RFC 3533.
import { type Bytes, copyOf, type Piece } from '../bytes.ts'

export interface Page {
  readonly at: number
  /** First byte behind it. */
  readonly end: number
  readonly serial: number
  /** Position of the last sample that ends in it; null when no packet does. */
  readonly granule: number | null
  readonly isFirst: boolean
  readonly isLast: boolean
  readonly payloadAt: number
  readonly payloadLength: number
  /** Lengths of the packets' parts in it; a part of 255 goes on in the next. */
  readonly lacing: readonly number[]
}

/** Header and the longest table of 255 parts. */
const longestHeader = 27 + 255
export const longestPage = longestHeader + 255 * 255
const noGranule = 0xffffffff

/** The page at `at`, or null when there is none. It may end beyond the end of a truncated file. */
export function pageAt(bytes: Bytes, at: number): Page | null {
  return pageIn(bytes.view(at, longestHeader), 0, at)
}

function pageIn(b: Buffer, offset: number, at: number): Page | null {
  if (offset + 27 > b.length || b.readUInt32BE(offset) !== 0x4f676753 || b[offset + 4] !== 0) return null
  const flags = b.readUInt8(offset + 5)
  const count = b.readUInt8(offset + 26)
  if (flags > 7 || offset + 27 + count > b.length) return null
  const lacing: number[] = []
  let length = 0
  for (let i = 0; i < count; i++) {
    const part = b.readUInt8(offset + 27 + i)
    lacing.push(part)
    length += part
  }
  const low = b.readUInt32LE(offset + 6)
  const high = b.readUInt32LE(offset + 10)
  const payloadAt = at + 27 + count
  return {
    at,
    end: payloadAt + length,
    serial: b.readUInt32LE(offset + 14),
    granule: low === noGranule && high === noGranule ? null : high * 2 ** 32 + low,
    isFirst: (flags & 2) !== 0,
    isLast: (flags & 4) !== 0,
    payloadAt,
    payloadLength: length,
    lacing,
  }
}

/** The first page that starts in `from`..`to`: one that another page, or the end of the file, follows. */
export function findPage(bytes: Bytes, from: number, to: number): Page | null {
  const b = copyOf(bytes, from, Math.min(to, bytes.size) - from)
  for (let i = b.indexOf('OggS', 0, 'latin1'); i !== -1; i = b.indexOf('OggS', i + 1, 'latin1')) {
    const page = pageAt(bytes, from + i)
    if (page && isFollowed(bytes, page)) return page
  }
  return null
}

function isFollowed(bytes: Bytes, page: Page): boolean {
  return page.end >= bytes.size || pageAt(bytes, page.end) !== null
}

export interface Ending {
  /** The last page of the stream in which a sample ends. */
  readonly page: Page
  /** Where the last bytes of its payload lie, in order. */
  readonly payload: readonly Piece[]
  /** The file ends inside a page. */
  readonly isCut: boolean
}

/**
 * Looks back from the end, further and further, for the last page that tells the time and `wanted` bytes of payload up to it.
 * Pages of the streams `passedOver` do not count.
 */
export function findEnding(bytes: Bytes, from: number, wanted: number, passedOver: ReadonlySet<number>): Ending | null {
  const end = bytes.size
  for (const back of [16 * 1024, longestPage + 16 * 1024, 4 * longestPage, 16 * longestPage]) {
    const start = Math.max(from, end - back)
    const found = endingFrom(bytes, start, wanted, passedOver)
    if (found && (found.isEnough || start === from)) return found.ending
    if (start === from) return found?.ending ?? null
  }
  return null
}

function endingFrom(
  bytes: Bytes,
  start: number,
  wanted: number,
  passedOver: ReadonlySet<number>,
): { ending: Ending; isEnough: boolean } | null {
  const pages: Page[] = []
  let isCut = false
  for (let page = findPage(bytes, start, bytes.size); page; page = pageAt(bytes, page.end)) {
    isCut = page.end > bytes.size
    if (!passedOver.has(page.serial)) pages.push(page)
  }
  const timed = pages.findLast(page => page.granule !== null && page.end <= bytes.size)
  if (!timed) return null
  const payload: Piece[] = []
  let length = 0
  for (const page of pages.filter(other => other.serial === timed.serial && other.at <= timed.at).reverse()) {
    const part = Math.min(page.payloadLength, wanted - length)
    if (part > 0) payload.unshift({ at: page.payloadAt + page.payloadLength - part, length: part })
    length += part
  }
  return { ending: { page: timed, payload, isCut }, isEnough: length === wanted }
}
