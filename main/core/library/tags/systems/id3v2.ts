// ID3v2.2, 2.3 and 2.4: frame after frame, large ones passed over unread. Source: id3.org, ID3v2.3.0 and ID3v2.4.0 structure.
import { inflateSync } from 'node:zlib'
import { type Bytes, copyOf, Malformed, MemoryBytes } from '../bytes.ts'
import { type Collector, largestPart } from '../collector.ts'
import { fieldOf, type TagSystem } from '../fields.ts'
import { id3Genres } from '../genres.ts'
import { ratingOfPopm } from '../ratings.ts'
import { decodeId3, endOfText, id3Encoding, terminatorLength } from '../text.ts'

/** Text beyond this is no title. */
const longestFrameText = 64 * 1024
const mostFrames = 5000

const syncsafe = (b: Buffer, at: number): number =>
  (b.readUInt8(at) << 21) | (b.readUInt8(at + 1) << 14) | (b.readUInt8(at + 2) << 7) | b.readUInt8(at + 3)

/** End of the tag that starts at `at` (it may lie beyond the end of a truncated file), or null when there is none. */
export function id3v2End(bytes: Bytes, at: number): number | null {
  const header = bytes.view(at, 10)
  if (header.length < 10 || header.toString('latin1', 0, 3) !== 'ID3') return null
  if (
    header.readUInt8(3) === 0xff ||
    ((header[6] ?? 0) | (header[7] ?? 0) | (header[8] ?? 0) | (header[9] ?? 0)) & 0x80
  )
    return null
  return at + 10 + syncsafe(header, 6) + (header.readUInt8(5) & 0x10 ? 10 : 0)
}

interface Frames {
  readonly bytes: Bytes
  readonly from: number
  readonly to: number
}

/** Gathers the tag at `at` and returns its end, or null when there is none. */
export function readId3v2(bytes: Bytes, at: number, tags: Collector): number | null {
  const end = id3v2End(bytes, at)
  if (end === null) return null
  const header = bytes.view(at, 10)
  const major = header.readUInt8(3)
  const flags = header.readUInt8(5)
  const to = Math.min(end - (flags & 0x10 ? 10 : 0), bytes.size)
  if (major < 2 || major > 4) {
    tags.warn(`a tag of ID3 version 2.${major} is unknown`)
    return end
  }
  let frames: Frames = { bytes, from: at + 10, to }
  if (flags & 0x80 && major < 4) {
    const whole = wholeTag(frames, tags)
    if (!whole) return end
    frames = whole
  }
  if (flags & 0x40 && major > 2) frames = { ...frames, from: frames.from + extendedHeader(frames, major) }
  tags.forgive(() => readFrames(frames, major, major === 4 && (flags & 0x80) !== 0, tags))
  return end
}

/** Before 2.4 unsynchronisation runs over the whole tag, so it has to be undone as a whole. */
function wholeTag(frames: Frames, tags: Collector): Frames | null {
  const length = frames.to - frames.from
  if (length > largestPart) {
    tags.warn(`tags of ${Math.round(length / 1e6)} MB were passed over`)
    return null
  }
  const undone = withoutUnsync(copyOf(frames.bytes, frames.from, length))
  return { bytes: new MemoryBytes(undone), from: 0, to: undone.length }
}

function withoutUnsync(b: Buffer): Buffer {
  let write = 0
  for (let read = 0; read < b.length; read++) {
    const byte = b[read] ?? 0
    b[write++] = byte
    if (byte === 0xff && b[read + 1] === 0) read++
  }
  return b.subarray(0, write)
}

function extendedHeader(frames: Frames, major: number): number {
  const b = frames.bytes.view(frames.from, 4)
  if (b.length < 4) return 0
  return major === 4 ? syncsafe(b, 0) : 4 + b.readUInt32BE(0)
}

interface Frame {
  readonly id: string
  readonly bytes: Bytes
  readonly at: number
  readonly length: number
}

function readFrames(frames: Frames, major: number, allUnsync: boolean, tags: Collector): void {
  const headerLength = major === 2 ? 6 : 10
  const versions: TagSystem = major === 4 ? 'ID3v2.4' : 'ID3v2.3'
  let at = frames.from
  for (let count = 0; count < mostFrames && at + headerLength <= frames.to; count++) {
    const header = frames.bytes.view(at, headerLength)
    if (header.length < headerLength || header[0] === 0) return
    // An old iTunes put 2.2's names of three letters into 2.3.
    const id = header.toString('latin1', 0, major === 2 ? 3 : 4).replace(/\0$/, '')
    if (!/^[A-Z0-9]{3,4}$/.test(id)) throw new Malformed('a frame without a name ended the tag early')
    const system = id.length === 3 ? 'ID3v2.2' : versions
    const length = major === 2 ? header.readUIntBE(3, 3) : frameLength(frames, at, header, major)
    const flags = major === 2 ? 0 : header.readUInt8(9)
    const body = at + headerLength
    at = body + length
    if (!isWanted(system, id) || length === 0) continue
    if (at > frames.to) throw new Malformed('the last frame of the tag is cut off')
    const frame = plainFrame({ id, bytes: frames.bytes, at: body, length }, major, flags, allUnsync, tags)
    if (frame) readFrame(frame, system, tags)
  }
}

/** iTunes once wrote 2.4 with 2.3's lengths: believe the reading after which another frame, or nothing, follows. */
function frameLength(frames: Frames, at: number, header: Buffer, major: number): number {
  const plain = header.readUInt32BE(4)
  if (major === 3 || plain < 0x80) return plain
  if (plain & 0x80808080) return plain
  const safe = syncsafe(header, 4)
  const follows = (length: number): boolean => {
    const next = at + 10 + length
    if (next === frames.to) return true
    const b = frames.bytes.view(next, 4)
    return b.length === 4 && (b.readUInt32BE(0) === 0 || /^[A-Z0-9]{4}$/.test(b.toString('latin1')))
  }
  return follows(safe) || !follows(plain) ? safe : plain
}

function isWanted(system: TagSystem, id: string): boolean {
  return id === 'APIC' || id === 'PIC' || id === 'TXXX' || id === 'TXX' || fieldOf(system, id) !== null
}

/** Undoes what the frame's flags say was done to it: grouping, compression, unsynchronisation. Encrypted frames are passed over. */
function plainFrame(frame: Frame, major: number, flags: number, allUnsync: boolean, tags: Collector): Frame | null {
  const v4 = major === 4
  const grouped = flags & (v4 ? 0x40 : 0x20)
  const compressed = flags & (v4 ? 0x08 : 0x80)
  const encrypted = flags & (v4 ? 0x04 : 0x40)
  const unsync = v4 && (allUnsync || (flags & 0x02) !== 0)
  const sized = v4 ? flags & 0x01 : compressed
  if (major === 2 || (!grouped && !compressed && !encrypted && !unsync && !sized)) return frame
  if (encrypted) return null
  if (frame.length > largestPart) {
    tags.warn(`a frame of ${Math.round(frame.length / 1e6)} MB was passed over`)
    return null
  }
  const skip = (grouped ? 1 : 0) + (sized ? 4 : 0)
  if (!unsync && !compressed) return { ...frame, at: frame.at + skip, length: Math.max(0, frame.length - skip) }
  let b = copyOf(frame.bytes, frame.at, frame.length)
  if (unsync) b = withoutUnsync(b)
  b = b.subarray(skip)
  if (compressed) {
    try {
      b = inflateSync(b, { maxOutputLength: largestPart })
    } catch {
      tags.warn('a compressed frame could not be unpacked')
      return null
    }
  }
  return { ...frame, bytes: new MemoryBytes(b), at: 0, length: b.length }
}

function readFrame(frame: Frame, system: TagSystem, tags: Collector): void {
  if (frame.id === 'APIC' || frame.id === 'PIC') readPicture(frame, tags)
  else if (frame.length > longestFrameText) tags.warn(`a text of ${Math.round(frame.length / 1e3)} kB was passed over`)
  else readText(frame, system, tags)
}

function readText(frame: Frame, system: TagSystem, tags: Collector): void {
  const b = frame.bytes.view(frame.at, frame.length)
  if (frame.id === 'POPM' || frame.id === 'POP') {
    const end = endOfText(b, 0, b.length, 'latin1')
    if (end + 1 < b.length) tags.rate(system, ratingOfPopm(b.toString('latin1', 0, end), b.readUInt8(end + 1)))
    return
  }
  const encoding = id3Encoding(b[0] ?? 3)
  const latin1 = encoding === 'latin1'
  if (frame.id === 'TXXX' || frame.id === 'TXX') {
    const end = endOfText(b, 1, b.length, encoding)
    const id = `${frame.id}:${decodeId3(b, 1, end, encoding)}`
    if (fieldOf(system, id) === null) return
    const from = Math.min(b.length, end + terminatorLength(encoding))
    for (const value of decodeId3(b, from, b.length, encoding).split('\0')) tags.add(system, id, value, latin1)
    return
  }
  for (const value of decodeId3(b, 1, b.length, encoding).split('\0')) {
    if (frame.id === 'TCON' || frame.id === 'TCO')
      for (const genre of id3Genres(value)) tags.add(system, frame.id, genre, latin1)
    else tags.add(system, frame.id, value, latin1)
  }
}

/** What stands before a picture's bytes (type, name of its kind, description) is short. */
const longestPictureHeader = 4096

function readPicture(frame: Frame, tags: Collector): void {
  const b = frame.bytes.view(frame.at, Math.min(frame.length, longestPictureHeader))
  const encoding = id3Encoding(b[0] ?? 0)
  const mimeEnd = frame.id === 'PIC' ? 4 : endOfText(b, 1, b.length, 'latin1')
  const mime = b.toString('latin1', 1, mimeEnd)
  if (mime === '-->') return // a link, not a picture
  const typeAt = frame.id === 'PIC' ? mimeEnd : mimeEnd + 1
  const end = endOfText(b, typeAt + 1, b.length, encoding)
  const data = end + terminatorLength(encoding)
  tags.addPicture({ bytes: frame.bytes, at: frame.at + data, length: frame.length - data, mime, type: b[typeAt] ?? 0 })
}
