// What an encoder added around an mp3 that is not music: delay before and padding after, from the LAME part of its first frame.
import type { Bytes } from './bytes.ts'

export interface Mp3Trim {
  /** Frames (samples per channel) to drop at the start and at the end of what the decoder gives. */
  readonly start: number
  readonly end: number
  /** Audio frames of the file times samples in each, before trimming; null when the header does not say. */
  readonly decoded: number | null
}

/** Every mp3 decoder runs this many samples late, whatever the encoder did (ISO 11172-3 polyphase and MDCT, plus one). */
const decoderDelay = 529

const id3Header = 10
/** A first frame is at most 1,441 bytes; a little junk before it is forgiven. */
const searched = 8192

const u32 = (b: Uint8Array, at: number): number =>
  (((b[at] ?? 0) << 24) | ((b[at + 1] ?? 0) << 16) | ((b[at + 2] ?? 0) << 8) | (b[at + 3] ?? 0)) >>> 0
const ascii = (b: Uint8Array, at: number, length: number): string => String.fromCharCode(...b.subarray(at, at + length))

/** Size of an ID3v2 tag at the start of `bytes`, header included, or 0. */
export function id3Size(bytes: Uint8Array): number {
  if (ascii(bytes, 0, 3) !== 'ID3') return 0
  const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(6, 10)
  const footer = ((bytes[5] ?? 0) & 0x10) !== 0 ? id3Header : 0
  return id3Header + ((a & 0x7f) << 21) + ((b & 0x7f) << 14) + ((c & 0x7f) << 7) + (d & 0x7f) + footer
}

/**
 * Reads the Xing or Info frame that begins at `at`, with its LAME extension. Null when there is none, or no delay in it.
 * Layout: G. Bouvigne, MP3 Info Tag rev 1; 9 bytes of encoder name, then at +21 twelve bits of delay and twelve of padding.
 */
export function parseLame(bytes: Uint8Array, at: number): Mp3Trim | null {
  const mpeg1 = (((bytes[at + 1] ?? 0) >> 3) & 3) === 3
  const mono = (bytes[at + 3] ?? 0) >> 6 === 3
  const side = mpeg1 ? (mono ? 17 : 32) : mono ? 9 : 17
  let p = at + 4 + side
  const name = ascii(bytes, p, 4)
  if (name !== 'Xing' && name !== 'Info') return null
  const flags = u32(bytes, p + 4)
  p += 8
  const frames = (flags & 1) !== 0 ? u32(bytes, p) : null
  p +=
    ((flags & 1) !== 0 ? 4 : 0) +
    ((flags & 2) !== 0 ? 4 : 0) +
    ((flags & 4) !== 0 ? 100 : 0) +
    ((flags & 8) !== 0 ? 4 : 0)
  const packed = u32(bytes, p + 20) & 0xffffff
  const delay = packed >> 12
  const padding = packed & 0xfff
  if (p + 24 > bytes.length || delay === 0 || !/^[\w.]{4}/.test(ascii(bytes, p, 4))) return null
  const perFrame = mpeg1 ? 1152 : 576
  return {
    start: delay + decoderDelay,
    end: Math.max(0, padding - decoderDelay),
    decoded: frames === null ? null : frames * perFrame,
  }
}

/** Finds the first frame behind any ID3v2 tags and reads its trim. */
export async function readMp3Trim(bytes: Bytes): Promise<Mp3Trim | null> {
  let start = 0
  for (let tags = 0; tags < 8; tags++) {
    const size = id3Size(await bytes.read(start, start + id3Header))
    if (size === 0) break
    start += size
  }
  const head = await bytes.read(start, start + searched)
  for (let at = 0; at + 4 < head.length; at++) {
    // Layer III sync: eleven ones, not the reserved version, layer bits 01.
    if (head[at] === 0xff && ((head[at + 1] ?? 0) & 0xe6) === 0xe2 && ((head[at + 1] ?? 0) & 0x18) !== 0x08) {
      return parseLame(head, at)
    }
  }
  return null
}
