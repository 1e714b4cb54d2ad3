// Where a FLAC stream really ends: the number of its last frame tells a whole file from a truncated one. Source: RFC 9639, frame header.
import type { Bytes } from '../bytes.ts'
import type { StreamInfo } from './stream-info.ts'

/** Frames are rarely larger; a longer search would cost more than it tells. */
const searched = 16 * 1024

const crc8 = Uint8Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ (crc & 0x80 ? 0x07 : 0)) & 0xff
  return crc
})

/** Samples up to the end of the last frame header found near `end`, or null when none is found there. */
export function lastFlacSample(bytes: Bytes, info: StreamInfo, start: number, end: number): number | null {
  const likeness = likenessOf(bytes.view(start, 4), 0)
  if (likeness === null) return null
  const from = Math.max(start, end - searched)
  const b = bytes.view(from, end - from)
  for (let at = b.lastIndexOf(0xff); at !== -1; at = at === 0 ? -1 : b.lastIndexOf(0xff, at - 1)) {
    if (likenessOf(b, at) !== likeness) continue
    const last = frameEnd(b, at, info)
    if (last !== null && (info.samples === 0 || last <= info.samples + info.maxBlock)) return last
  }
  return null
}

/** What all frames of a stream share (blocking strategy, sample rate, sample size); null where no frame starts. */
function likenessOf(b: Buffer, at: number): number | null {
  const second = b[at + 1]
  if (b[at] !== 0xff || second === undefined || (second & 0xfe) !== 0xf8) return null
  return (second << 16) | (((b[at + 2] ?? 0) & 15) << 8) | ((b[at + 3] ?? 0) & 15)
}

const blockSizes = [0, 192, 576, 1152, 2304, 4608, -1, -2, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768]

/** The last sample of the frame whose header may start at `at`; null when its check sum says that it is none. */
function frameEnd(b: Buffer, at: number, info: StreamInfo): number | null {
  if (at + 16 > b.length) return null
  const third = b.readUInt8(at + 2)
  const sizeCode = third >> 4
  const rateCode = third & 15
  if (sizeCode === 0 || rateCode === 15 || b.readUInt8(at + 3) & 1) return null
  const lead = b.readUInt8(at + 4)
  const more =
    lead < 0x80 ? 0 : lead >= 0xfe ? 6 : lead >= 0xfc ? 5 : lead >= 0xf8 ? 4 : lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1
  let number = more === 0 ? lead : lead & (0x3f >> more)
  for (let i = 1; i <= more; i++) {
    const byte = b.readUInt8(at + 4 + i)
    if ((byte & 0xc0) !== 0x80) return null
    number = number * 64 + (byte & 0x3f)
  }
  let next = at + 5 + more
  let size = blockSizes[sizeCode] ?? 0
  if (size === -1) size = b.readUInt8(next++) + 1
  else if (size === -2) {
    size = b.readUInt16BE(next) + 1
    next += 2
  }
  next += rateCode === 12 ? 1 : rateCode > 12 ? 2 : 0
  if (next >= b.length) return null
  let crc = 0
  for (let i = at; i < next; i++) crc = crc8[crc ^ (b[i] ?? 0)] ?? 0
  if (crc !== b[next]) return null
  // A fixed block size counts frames, a variable one counts samples.
  return b.readUInt8(at + 1) & 1 ? number + size : number * info.maxBlock + size
}
