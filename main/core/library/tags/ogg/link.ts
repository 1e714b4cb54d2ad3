// One link of an Ogg stream: which codec, its comments, where its sound begins. Sources: Vorbis I, RFC 7845 (Opus), xiph.org Ogg FLAC mapping, Speex manual.
import { type Bytes, Malformed, type Piece, PiecedBytes } from '../bytes.ts'
import type { Collector } from '../collector.ts'
import { streamInfo } from '../flac/stream-info.ts'
import { readVorbisComment } from '../systems/vorbis-comment.ts'
import { findPage, longestPage, type Page, pageAt } from './pages.ts'

export interface Link {
  readonly codec: 'vorbis' | 'opus' | 'flac' | 'speex'
  readonly serial: number
  /** Streams that run beside it (Theora, a skeleton): their pages lie between its own. */
  readonly beside: ReadonlySet<number>
  readonly sampleRate: number
  /** Granules a second: Opus counts at 48 kHz whatever it was made from. */
  readonly granuleRate: number
  readonly channels: number
  /** Granules before the first audible sample. */
  readonly preSkip: number
  /** The page in which the sound begins. */
  readonly soundAt: number
  readonly md5: Buffer | null
}

interface Ident extends Omit<Link, 'serial' | 'beside' | 'soundAt'> {
  readonly headers: number
  /** Bytes before the comments in the second packet. */
  readonly commentAt: number
}

/** A comment with a large cover reaches over a thousand pages; more is no header. */
const mostPages = 4096
const mostStreams = 16

/** Reads the link whose first page lies at `from`; null when it holds no sound that is known. */
export function readLink(bytes: Bytes, from: number, tags: Collector): Link | null {
  let at = from
  let ident: Ident | null = null
  let serial = 0
  const beside = new Set<number>()
  for (let i = 0; i < mostStreams; i++) {
    const page = pageAt(bytes, at)
    if (!page?.isFirst) break
    const found: Ident | null = ident ? null : identOf(bytes.view(page.payloadAt, Math.min(page.payloadLength, 128)))
    if (found) {
      ident = found
      serial = page.serial
    } else {
      beside.add(page.serial)
    }
    at = page.end
  }
  if (!ident) return null
  const packets: Piece[][] = [[]]
  let page: Page | null = pageAt(bytes, at)
  for (let i = 0; page && i < mostPages && packets.length < ident.headers; i++) {
    if (page.serial === serial) addPackets(packets, page)
    at = page.end
    // Junk between pages: the next one counts.
    page = pageAt(bytes, at) ?? findPage(bytes, at, at + 2 * longestPage)
  }
  if (packets.length < ident.headers) throw new Malformed('the headers are cut off')
  const { headers: _headers, commentAt, ...link } = ident
  const comment = new PiecedBytes(bytes, packets[0] ?? [])
  if (comment.size > commentAt) tags.forgive(() => readVorbisComment(comment, commentAt, comment.size, tags))
  return { ...link, serial, beside, soundAt: at }
}

/** Every finished packet opens the next one. */
function addPackets(packets: Piece[][], page: Page): void {
  let at = page.payloadAt
  let length = 0
  const close = (isDone: boolean) => {
    if (length > 0) packets.at(-1)?.push({ at, length })
    at += length
    length = 0
    if (isDone) packets.push([])
  }
  for (const part of page.lacing) {
    length += part
    if (part < 255) close(true)
  }
  close(false)
}

function identOf(b: Buffer): Ident | null {
  const eight = b.toString('latin1', 0, 8)
  if (eight.startsWith('\x01vorbis') && b.length >= 16) {
    const rate = b.readUInt32LE(12)
    if (rate === 0) throw new Malformed('the stream has no sample rate')
    const sound = {
      codec: 'vorbis',
      sampleRate: rate,
      granuleRate: rate,
      channels: b.readUInt8(11),
      preSkip: 0,
    } as const
    return { ...sound, md5: null, headers: 3, commentAt: 7 }
  }
  if (eight === 'OpusHead' && b.length >= 19) {
    const sound = { codec: 'opus', granuleRate: 48000, channels: b.readUInt8(9), preSkip: b.readUInt16LE(10) } as const
    return { ...sound, sampleRate: b.readUInt32LE(12) || 48000, md5: null, headers: 2, commentAt: 8 }
  }
  if (eight === 'Speex   ' && b.length >= 52) {
    const rate = b.readUInt32LE(36)
    if (rate === 0) throw new Malformed('the stream has no sample rate')
    const sound = {
      codec: 'speex',
      sampleRate: rate,
      granuleRate: rate,
      channels: b.readUInt32LE(48),
      preSkip: 0,
    } as const
    return { ...sound, md5: null, headers: 2, commentAt: 0 }
  }
  if (eight.startsWith('\x7fFLAC') && b.length >= 51) {
    const info = streamInfo(b.subarray(17))
    const sound = {
      codec: 'flac',
      sampleRate: info.sampleRate,
      granuleRate: info.sampleRate,
      channels: info.channels,
    } as const
    return { ...sound, preSkip: 0, md5: info.md5, headers: Math.max(2, b.readUInt16BE(7) + 1), commentAt: 4 }
  }
  return null
}
