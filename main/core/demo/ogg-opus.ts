// Ogg Opus (RFC 7845): packets from the Opus reference encoder, laid into Ogg pages by hand.
import OpusScript from 'opusscript'
import { type FlacTags, pictureBlock, vorbisComment } from './flac.ts'

const RATE = 48_000
const FRAME = 960 // 20 ms
const PRE_SKIP = 312
const PACKETS_A_PAGE = 50

/** `samples`: 16-bit stereo at 48 kHz, interleaved. `bitrate` in bits a second. */
export function encodeOggOpus(samples: Int16Array, bitrate: number, tags: FlacTags): Uint8Array {
  const serial = 0x4457_4c4c
  const total = samples.length / 2
  const comments = tags.picture
    ? [
        ...tags.comments,
        ['METADATA_BLOCK_PICTURE', Buffer.from(pictureBlock(tags.picture)).toString('base64')] as const,
      ]
    : tags.comments
  const pages: Uint8Array[] = [
    ...page(serial, 0, 0, 2, [head()]),
    ...page(serial, 1, 0, 0, [Buffer.concat([Buffer.from('OpusTags'), vorbisComment(comments)])]),
  ]
  let number = pages.length
  const packets = encodePackets(samples, bitrate)
  for (let i = 0; i < packets.length; i += PACKETS_A_PAGE) {
    const some = packets.slice(i, i + PACKETS_A_PAGE)
    const last = i + PACKETS_A_PAGE >= packets.length
    const granule = last ? total + PRE_SKIP : (i + some.length) * FRAME
    const made = page(serial, number, granule, last ? 4 : 0, some)
    number += made.length
    pages.push(...made)
  }
  return Buffer.concat(pages)
}

function head(): Uint8Array {
  const bytes = Buffer.alloc(19)
  bytes.write('OpusHead', 'latin1')
  bytes[8] = 1
  bytes[9] = 2
  bytes.writeUInt16LE(PRE_SKIP, 10)
  bytes.writeUInt32LE(RATE, 12)
  return bytes
}

function encodePackets(samples: Int16Array, bitrate: number): Uint8Array[] {
  const encoder = new OpusScript(RATE, 2, OpusScript.Application.AUDIO)
  encoder.setBitrate(bitrate)
  encoder.encoderCTL(4010, 3) // complexity: a demonstration may be quick
  const packets: Uint8Array[] = []
  const frame = new Int16Array(2 * FRAME)
  for (let at = 0; at < samples.length + 2 * PRE_SKIP; at += frame.length) {
    frame.fill(0)
    frame.set(samples.subarray(at, at + frame.length))
    packets.push(encoder.encode(Buffer.from(frame.buffer.slice(0)), FRAME))
  }
  encoder.delete()
  return packets
}

/** One packet list as one or more pages; a packet longer than a page goes on in the next. */
function page(
  serial: number,
  firstNumber: number,
  granule: number,
  flags: number,
  packets: readonly Uint8Array[],
): Uint8Array[] {
  const lacing = packets.flatMap(packet => [
    ...new Array<number>(Math.floor(packet.length / 255)).fill(255),
    packet.length % 255,
  ])
  const body = Buffer.concat(packets)
  const pages: Uint8Array[] = []
  for (let at = 0, from = 0; at < lacing.length; at += 255) {
    const table = lacing.slice(at, at + 255)
    const size = table.reduce((sum, n) => sum + n, 0)
    const more = at + 255 < lacing.length
    const bytes = Buffer.alloc(27 + table.length + size)
    bytes.write('OggS', 'latin1')
    bytes[5] = (at > 0 ? 1 : 0) | (at === 0 ? flags & 2 : 0) | (more ? 0 : flags & 4)
    // no packet ends on a page that is all 255: its position is -1
    if (more) bytes.fill(0xff, 6, 14)
    else bytes.writeBigUInt64LE(BigInt(granule), 6)
    bytes.writeUInt32LE(serial, 14)
    bytes.writeUInt32LE(firstNumber + pages.length, 18)
    bytes[26] = table.length
    bytes.set(table, 27)
    body.copy(bytes, 27 + table.length, from, from + size)
    bytes.writeUInt32LE(crc32(bytes), 22)
    pages.push(bytes)
    from += size
  }
  return pages
}

const table = Uint32Array.from({ length: 256 }, (_, n) => {
  let crc = n << 24
  for (let i = 0; i < 8; i++) crc = crc & 0x8000_0000 ? (crc << 1) ^ 0x04c1_1db7 : crc << 1
  return crc >>> 0
})

/** Ogg's own CRC: polynomial 0x04c11db7, not reflected, zero at the start. */
function crc32(bytes: Uint8Array): number {
  let crc = 0
  for (const byte of bytes) crc = ((crc << 8) ^ (table[((crc >>> 24) ^ byte) & 0xff] ?? 0)) >>> 0
  return crc
}
