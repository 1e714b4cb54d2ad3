// FLAC's first metadata block: what the whole stream shares. Source: RFC 9639, section 8.2.
import { Malformed } from '../bytes.ts'

export interface StreamInfo {
  readonly maxBlock: number
  readonly sampleRate: number
  readonly channels: number
  readonly samples: number
  /** MD5 of the decoded sound; null when the encoder left it out. */
  readonly md5: Buffer | null
}

export function streamInfo(b: Buffer): StreamInfo {
  if (b.length < 34) throw new Malformed('STREAMINFO is cut off')
  const sampleRate = b.readUIntBE(10, 3) >> 4
  if (sampleRate === 0) throw new Malformed('STREAMINFO has no sample rate')
  const md5 = Buffer.from(b.subarray(18, 34))
  return {
    maxBlock: b.readUInt16BE(2),
    sampleRate,
    channels: ((b.readUInt8(12) >> 1) & 7) + 1,
    samples: (b.readUInt8(13) & 15) * 2 ** 32 + b.readUInt32BE(14),
    md5: md5.every(byte => byte === 0) ? null : md5,
  }
}
