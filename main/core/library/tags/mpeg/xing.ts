// The encoder's own header in the first frame of an mp3: Xing or Info with LAME's addition, or Fraunhofer's VBRI.
import type { Bytes } from '../bytes.ts'
import type { FrameHeader } from './frame.ts'

export interface XingHeader {
  readonly frames: number | null
  /** Of the whole stream, this frame included. */
  readonly bytes: number | null
  readonly trackGainDb: number | null
  readonly trackPeak: number | null
}

const lameLength = 36

/** Source: gabriel.mp3-tech.org/mp3infotag.html. Null when the frame holds sound. */
export function readXing(bytes: Bytes, at: number, frame: FrameHeader): XingHeader | null {
  const b = bytes.view(at, Math.min(frame.length, 256))
  const name = b.toString('latin1', frame.xingAt, frame.xingAt + 4)
  if ((name === 'Xing' || name === 'Info') && b.length >= frame.xingAt + 8) return xing(b, frame.xingAt)
  if (b.toString('latin1', 36, 40) === 'VBRI' && b.length >= 54) {
    return { frames: b.readUInt32BE(50), bytes: b.readUInt32BE(46), trackGainDb: null, trackPeak: null }
  }
  return null
}

function xing(b: Buffer, at: number): XingHeader {
  const flags = b.readUInt32BE(at + 4)
  let next = at + 8
  const number = (flag: number): number | null => {
    if (!(flags & flag) || next + 4 > b.length) return null
    next += 4
    return b.readUInt32BE(next - 4)
  }
  const frames = number(1)
  const size = number(2)
  if (flags & 4) next += 100
  if (flags & 8) next += 4
  const isLame = b.length >= next + lameLength && b.toString('latin1', next, next + 4) === 'LAME'
  return { frames, bytes: size, ...(isLame ? lame(b, next) : { trackGainDb: null, trackPeak: null }) }
}

/** LAME wrote loudness from 3.90 on; what it knows today it also writes, or its listener scans. */
function lame(b: Buffer, at: number): { trackGainDb: number | null; trackPeak: number | null } {
  const version = /^(\d+)\.(\d+)/.exec(b.toString('latin1', at + 4, at + 9))
  if (!version || Number(version[1]) * 100 + Number(version[2]) < 390) return { trackGainDb: null, trackPeak: null }
  const peak = b.readUInt32BE(at + 11) / 2 ** 23
  const gain = b.readUInt16BE(at + 15)
  // 51 dB and more: the field is full, since silence has no loudness.
  const isTold = gain >> 13 === 1 && (gain & 0x1ff) < 510
  const tenths = (gain & 0x1ff) * (gain & 0x200 ? -1 : 1)
  return { trackGainDb: isTold ? tenths / 10 : null, trackPeak: peak > 0 && peak < 100 ? peak : null }
}
