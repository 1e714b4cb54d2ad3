// Finding a frame in the middle of a flac: by halving the file, since every frame's header says which sample it begins with (RFC 9639).
import type { Bytes } from './bytes.ts'
import { id3Size } from './lame.ts'

export interface FlacLayout {
  readonly rate: number
  /** Samples of a frame where all have the same; 0 where frames say their sample number instead. */
  readonly blockSize: number
  /** Byte of the first frame. */
  readonly audioStart: number
  /** The marker and STREAMINFO, as the only metadata block of a file. */
  readonly head: Uint8Array<ArrayBuffer>
}

export interface FlacFrame {
  readonly offset: number
  /** First sample of the frame. */
  readonly sample: number
}

const streamInfoBytes = 34
const windowBytes = 64 * 1024
/** A header is at most sixteen bytes. */
const headerBytes = 16

const crc8 = Uint8Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = (crc & 0x80) !== 0 ? ((crc << 1) ^ 0x07) & 0xff : (crc << 1) & 0xff
  return crc
})

/** Reads what lies before the first frame, pictures skipped. Null when it is no plain flac. */
export async function readFlacLayout(bytes: Bytes): Promise<FlacLayout | null> {
  let at = id3Size(await bytes.read(0, 10))
  const start = await bytes.read(at, at + 8 + streamInfoBytes)
  if (start.length < 8 + streamInfoBytes || String.fromCharCode(...start.subarray(0, 4)) !== 'fLaC') return null
  const info = start.subarray(8)
  const [least = 0, most = 0] = [((info[0] ?? 0) << 8) | (info[1] ?? 0), ((info[2] ?? 0) << 8) | (info[3] ?? 0)]
  const rate = ((info[10] ?? 0) << 12) | ((info[11] ?? 0) << 4) | ((info[12] ?? 0) >> 4)
  if (rate === 0) return null
  at += 4
  for (let last = false; !last; ) {
    const header = await bytes.read(at, at + 4)
    if (header.length < 4) return null
    last = ((header[0] ?? 0) & 0x80) !== 0
    at += 4 + (((header[1] ?? 0) << 16) | ((header[2] ?? 0) << 8) | (header[3] ?? 0))
  }
  const head = start.slice()
  head[4] = 0x80
  return { rate, blockSize: least === most ? least : 0, audioStart: at, head }
}

/** The number that is written like a UTF-8 character, and how many bytes it took; null when it is none. */
export function codedNumber(bytes: Uint8Array, at: number): { readonly value: number; readonly length: number } | null {
  const first = bytes[at] ?? 0
  if (first < 0x80) return { value: first, length: 1 }
  const length = Math.clz32(~(first << 24) >>> 0)
  if (length < 2 || length > 7) return null
  let value = first & (0x7f >> length)
  for (let i = 1; i < length; i++) {
    const next = bytes[at + i] ?? 0
    if ((next & 0xc0) !== 0x80) return null
    value = value * 64 + (next & 0x3f)
  }
  return { value, length }
}

/** The frame whose header lies at `at`, by its sync code, reserved bits and checksum; null when there is none. */
export function frameAt(bytes: Uint8Array, at: number, layout: FlacLayout): { readonly sample: number } | null {
  if (bytes[at] !== 0xff || ((bytes[at + 1] ?? 0) & 0xfe) !== 0xf8) return null
  const variable = ((bytes[at + 1] ?? 0) & 1) === 1
  if (variable !== (layout.blockSize === 0)) return null
  const sizeCode = (bytes[at + 2] ?? 0) >> 4
  const rateCode = (bytes[at + 2] ?? 0) & 15
  if (sizeCode === 0 || rateCode === 15 || ((bytes[at + 3] ?? 0) & 1) !== 0) return null
  const number = codedNumber(bytes, at + 4)
  if (!number) return null
  const extra = (sizeCode === 6 ? 1 : sizeCode === 7 ? 2 : 0) + (rateCode === 12 ? 1 : rateCode > 12 ? 2 : 0)
  const end = at + 4 + number.length + extra
  if (end >= bytes.length) return null
  let crc = 0
  for (let i = at; i < end; i++) crc = crc8[crc ^ (bytes[i] ?? 0)] ?? 0
  if (crc !== bytes[end]) return null
  return { sample: variable ? number.value : number.value * layout.blockSize }
}

/** The first frame at or behind byte `from` whose sample lies between the two; null when there is none before `to`. */
async function firstFrame(
  bytes: Bytes,
  layout: FlacLayout,
  { from, to }: { readonly from: number; readonly to: number },
  low: number,
  high: number,
): Promise<FlacFrame | null> {
  for (let start = from; start < to; start += windowBytes) {
    const window = await bytes.read(start, Math.min(start + windowBytes + headerBytes, bytes.size))
    for (let at = 0; at < Math.min(windowBytes, window.length) && start + at < to; at++) {
      const frame = frameAt(window, at, layout)
      if (frame && frame.sample >= low && frame.sample <= high) return { offset: start + at, sample: frame.sample }
    }
  }
  return null
}

/** A frame that begins at `sample` or not long before it: near enough to go on from there frame by frame. */
export async function frameBefore(bytes: Bytes, layout: FlacLayout, sample: number): Promise<FlacFrame> {
  let low: FlacFrame = { offset: layout.audioStart, sample: 0 }
  let highOffset = bytes.size
  while (highOffset - low.offset > 2 * windowBytes) {
    const middle = Math.floor((low.offset + highOffset) / 2)
    const found = await firstFrame(bytes, layout, { from: middle, to: highOffset }, low.sample, Number.MAX_SAFE_INTEGER)
    if (found && found.sample <= sample) low = found
    else highOffset = middle
  }
  return low
}
