// One frame of MPEG audio, layers I to III, and one of AAC in its ADTS clothing: what four to seven bytes of header say.

export interface FrameHeader {
  readonly codec: 'mp3' | 'mp2' | 'mp1' | 'aac'
  /** Bytes, header included. */
  readonly length: number
  /** As an exact average: padding makes real frames alternate between two lengths. */
  readonly meanLength: number
  readonly bitrate: number
  readonly sampleRate: number
  readonly channels: number
  readonly samples: number
  /** Offset of a Xing or Info header inside the frame; 0 where none can be. */
  readonly xingAt: number
  /** The bits that all frames of one stream share. */
  readonly likeness: number
}

const rates = [44100, 48000, 32000]
const bitrates: Readonly<Record<string, readonly number[]>> = {
  '1-1': [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  '1-2': [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  '1-3': [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  '2-1': [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  '2-2': [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  '2-3': [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
}
const adtsRates = [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350]

/** The header at `at`, or null when these bytes are none. Free-format streams (no bitrate in the header) are not recognised. */
export function frameAt(b: Buffer, at: number): FrameHeader | null {
  const b0 = b[at]
  const b1 = b[at + 1]
  const b2 = b[at + 2]
  const b3 = b[at + 3]
  if (b0 !== 0xff || b1 === undefined || b2 === undefined || b3 === undefined || (b1 & 0xe0) !== 0xe0) return null
  if ((b1 & 0xf6) === 0xf0) return adtsFrame(b, at, b1, b2, b3)
  const versionBits = (b1 >> 3) & 3
  const layer = 4 - ((b1 >> 1) & 3)
  const rate = rates[(b2 >> 2) & 3]
  if (versionBits === 1 || layer === 4 || rate === undefined) return null
  const isV1 = versionBits === 3
  const kbps = bitrates[`${isV1 ? 1 : 2}-${layer}`]?.[(b2 >> 4) - 1]
  if (kbps === undefined) return null
  const sampleRate = versionBits === 3 ? rate : versionBits === 2 ? rate / 2 : rate / 4
  const samples = layer === 1 ? 384 : layer === 2 || isV1 ? 1152 : 576
  const padding = (b2 >> 1) & 1
  const bitrate = kbps * 1000
  const channels = b3 >> 6 === 3 ? 1 : 2
  const meanLength = (samples * bitrate) / 8 / sampleRate
  const length =
    layer === 1 ? (Math.floor((12 * bitrate) / sampleRate) + padding) * 4 : Math.floor(meanLength) + padding
  if (length < 24) return null
  const sideInfo = isV1 ? (channels === 1 ? 17 : 32) : channels === 1 ? 9 : 17
  return {
    codec: layer === 3 ? 'mp3' : layer === 2 ? 'mp2' : 'mp1',
    length,
    meanLength,
    bitrate,
    sampleRate,
    channels,
    samples,
    xingAt: layer === 3 ? 4 + sideInfo : 0,
    likeness: ((b1 & 0xfe) << 8) | (b2 & 0x0c),
  }
}

function adtsFrame(b: Buffer, at: number, b1: number, b2: number, b3: number): FrameHeader | null {
  const b4 = b[at + 4]
  const b5 = b[at + 5]
  const sampleRate = adtsRates[(b2 >> 2) & 15]
  if (b4 === undefined || b5 === undefined || sampleRate === undefined) return null
  const length = ((b3 & 3) << 11) | (b4 << 3) | (b5 >> 5)
  if (length < 7) return null
  const channels = ((b2 & 1) << 2) | (b3 >> 6)
  return {
    codec: 'aac',
    length,
    meanLength: length,
    bitrate: (length * 8 * sampleRate) / 1024,
    sampleRate,
    channels: channels === 7 ? 8 : channels || 2,
    samples: 1024,
    xingAt: 0,
    likeness: ((b1 & 0xfe) << 8) | (b2 & 0xfc),
  }
}
