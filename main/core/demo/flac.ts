// A small FLAC encoder: fixed predictors of second order with Rice-coded residuals, tags and picture in front (RFC 9639).
import { createHash } from 'node:crypto'

export interface FlacTags {
  /** VORBIS_COMMENT fields, several of one name allowed. */
  readonly comments: readonly (readonly [name: string, value: string])[]
  readonly picture: {
    readonly mime: string
    readonly width: number
    readonly height: number
    readonly bytes: Uint8Array
  } | null
}

const BLOCK = 4096

/** `samples`: 16-bit stereo, interleaved. */
export function encodeFlac(samples: Int16Array, rate: number, tags: FlacTags): Uint8Array {
  const frames: Uint8Array[] = []
  const total = samples.length / 2
  for (let start = 0, index = 0; start < total; start += BLOCK, index++) {
    frames.push(encodeFrame(samples, start, Math.min(BLOCK, total - start), index))
  }
  const head = [
    metadata(0, streamInfo(samples, rate, total), false),
    metadata(4, vorbisComment(tags.comments), tags.picture === null),
    ...(tags.picture === null ? [] : [metadata(6, pictureBlock(tags.picture), true)]),
  ]
  return Buffer.concat([Buffer.from('fLaC'), ...head, ...frames])
}

function metadata(type: number, body: Uint8Array, last: boolean): Uint8Array {
  const head = Buffer.alloc(4)
  head.writeUInt32BE(body.length)
  head[0] = (last ? 0x80 : 0) | type
  return Buffer.concat([head, body])
}

function streamInfo(samples: Int16Array, rate: number, total: number): Uint8Array {
  const bits = new BitWriter()
  bits.write(BLOCK, 16)
  bits.write(BLOCK, 16)
  bits.write(0, 24)
  bits.write(0, 24)
  bits.write(rate, 20)
  bits.write(1, 3) // two channels
  bits.write(15, 5) // sixteen bits
  bits.write(Math.floor(total / 2 ** 32), 4)
  bits.write(total >>> 0, 32)
  const md5 = createHash('md5')
    .update(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength))
    .digest()
  return Buffer.concat([bits.bytes(), md5])
}

/** Shared by FLAC and Ogg Opus: vendor, then NAME=value fields, lengths little-endian. */
export function vorbisComment(comments: FlacTags['comments']): Uint8Array {
  const field = (text: string) => {
    const bytes = Buffer.from(text)
    const length = Buffer.alloc(4)
    length.writeUInt32LE(bytes.length)
    return Buffer.concat([length, bytes])
  }
  const count = Buffer.alloc(4)
  count.writeUInt32LE(comments.length)
  return Buffer.concat([
    field('Dwell demonstration'),
    count,
    ...comments.map(([name, value]) => field(`${name}=${value}`)),
  ])
}

/** METADATA_BLOCK_PICTURE, front cover. */
export function pictureBlock({ mime, width, height, bytes }: NonNullable<FlacTags['picture']>): Uint8Array {
  const numbers = (...values: number[]) => {
    const buffer = Buffer.alloc(4 * values.length)
    values.forEach((value, i) => void buffer.writeUInt32BE(value, 4 * i))
    return buffer
  }
  return Buffer.concat([
    numbers(3, mime.length),
    Buffer.from(mime),
    numbers(0, width, height, 24, 0, bytes.length),
    bytes,
  ])
}

function encodeFrame(samples: Int16Array, start: number, length: number, index: number): Uint8Array {
  const bits = new BitWriter()
  bits.write(0xfff8, 16) // sync, fixed block size
  bits.write(0b0111, 4) // block size - 1 in 16 bits
  bits.write(0b0000, 4) // rate as in STREAMINFO
  bits.write(0b0001, 4) // left and right apart
  bits.write(0b100, 3) // sixteen bits
  bits.write(0, 1)
  for (const byte of utf8Number(index)) bits.write(byte, 8)
  bits.write(length - 1, 16)
  bits.write(crc8(bits.bytes()), 8)
  for (const channel of [0, 1]) encodeSubframe(bits, samples, start, length, channel)
  bits.align()
  bits.write(crc16(bits.bytes()), 16)
  return bits.bytes()
}

function encodeSubframe(bits: BitWriter, samples: Int16Array, start: number, length: number, channel: number): void {
  const at = (i: number) => samples[2 * (start + i) + channel] ?? 0
  const order = Math.min(2, length)
  bits.write((0b001000 | order) << 1, 8) // fixed predictor
  for (let i = 0; i < order; i++) bits.write(at(i) & 0xffff, 16)
  const residual = new Int32Array(length - order)
  let sum = 0
  for (let i = order; i < length; i++) {
    const difference = at(i) - 2 * at(i - 1) + at(i - 2)
    // zigzag: sign into the lowest bit
    const folded = difference >= 0 ? 2 * difference : -2 * difference - 1
    residual[i - order] = folded
    sum += folded
  }
  const mean = sum / Math.max(1, residual.length)
  const parameter = Math.min(14, Math.max(0, Math.ceil(Math.log2(mean * Math.LN2 + 1))))
  bits.write(0, 2) // Rice, four-bit parameters
  bits.write(0, 4) // one partition
  bits.write(parameter, 4)
  for (const folded of residual) bits.writeRice(folded, parameter)
}

/** UTF-8's way of writing a number, as FLAC counts its frames; below 2^16. */
function utf8Number(value: number): number[] {
  if (value < 0x80) return [value]
  if (value < 0x800) return [0xc0 | (value >> 6), 0x80 | (value & 0x3f)]
  return [0xe0 | (value >> 12), 0x80 | ((value >> 6) & 0x3f), 0x80 | (value & 0x3f)]
}

/** Bits, highest first, into a growing buffer. */
class BitWriter {
  #buffer = new Uint8Array(1 << 15)
  #length = 0
  #pending = 0
  #count = 0

  write(value: number, width: number): void {
    for (let left = width; left > 0; ) {
      const take = Math.min(left, 8 - this.#count)
      const part = Math.floor(value / 2 ** (left - take)) & ((1 << take) - 1)
      this.#pending = (this.#pending << take) | part
      this.#count += take
      left -= take
      if (this.#count === 8) this.#push(this.#pending)
    }
  }

  writeRice(folded: number, parameter: number): void {
    for (let quotient = folded >>> parameter; quotient > 0; quotient -= 24) this.write(0, Math.min(24, quotient))
    this.write(1, 1)
    if (parameter > 0) this.write(folded & ((1 << parameter) - 1), parameter)
  }

  align(): void {
    if (this.#count > 0) this.write(0, 8 - this.#count)
  }

  bytes(): Uint8Array {
    return this.#buffer.slice(0, this.#length)
  }

  #push(byte: number): void {
    if (this.#length === this.#buffer.length) {
      const larger = new Uint8Array(2 * this.#buffer.length)
      larger.set(this.#buffer)
      this.#buffer = larger
    }
    this.#buffer[this.#length++] = byte
    this.#pending = 0
    this.#count = 0
  }
}

function crc8(bytes: Uint8Array): number {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte
    for (let i = 0; i < 8; i++) crc = crc & 0x80 ? ((crc << 1) ^ 0x07) & 0xff : (crc << 1) & 0xff
  }
  return crc
}

const crc16Table = Uint16Array.from({ length: 256 }, (_, n) => {
  let crc = n << 8
  for (let i = 0; i < 8; i++) crc = crc & 0x8000 ? ((crc << 1) ^ 0x8005) & 0xffff : (crc << 1) & 0xffff
  return crc
})

function crc16(bytes: Uint8Array): number {
  let crc = 0
  for (const byte of bytes) crc = ((crc << 8) ^ (crc16Table[((crc >> 8) ^ byte) & 0xff] ?? 0)) & 0xffff
  return crc
}
