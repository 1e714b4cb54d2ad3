// Which part of an m4a is music: its edit list, or the delay and length that iTunes writes (iTunSMPB).
import type { Bytes } from './bytes.ts'

export interface Mp4Trim {
  /** Length of the edit in seconds, null without an edit list. Its start is already in the packets' times. */
  readonly editSeconds: number | null
  /** Frames before the music and frames of music, counted from the first decoded frame. */
  readonly itunes: { readonly delay: number; readonly frames: number } | null
}

interface Box {
  readonly type: string
  readonly start: number
  readonly end: number
}

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
const typeAt = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4))

/** Boxes that lie side by side in `bytes` from `from` to `to`; stops at the first that does not fit. */
export function boxes(bytes: Uint8Array, from: number, to: number): Box[] {
  const data = view(bytes)
  const found: Box[] = []
  let at = from
  while (at + 8 <= to) {
    const short = data.getUint32(at)
    const long = short === 1 && at + 16 <= to
    const size = short === 0 ? to - at : long ? Number(data.getBigUint64(at + 8)) : short
    const header = long ? 16 : 8
    if (size < header || at + size > to) break
    found.push({ type: typeAt(bytes, at + 4), start: at + header, end: at + size })
    at += size
  }
  return found
}

/** " 00000000 00000840 000001C0 000000000004D6B0 …": reserved, delay, padding, length; hexadecimal frames. */
export function parseSmpb(text: string): Mp4Trim['itunes'] {
  const [, delay, padding, frames] = text
    .trim()
    .split(/\s+/)
    .map(word => Number.parseInt(word, 16))
  if (delay === undefined || padding === undefined || frames === undefined) return null
  return delay >= 0 && frames > 0 ? { delay, frames } : null
}

function movieTimescale(moov: Uint8Array, mvhd: Box): number {
  return view(moov).getUint32(mvhd.start + (moov[mvhd.start] === 1 ? 20 : 12))
}

function editSeconds(moov: Uint8Array, inside: readonly Box[]): number | null {
  const mvhd = inside.find(box => box.type === 'mvhd')
  const trak = inside.find(
    box =>
      box.type === 'trak' &&
      boxes(moov, box.start, box.end).some(
        child =>
          child.type === 'mdia' &&
          boxes(moov, child.start, child.end).some(b => b.type === 'hdlr' && typeAt(moov, b.start + 8) === 'soun'),
      ),
  )
  const edts = trak && boxes(moov, trak.start, trak.end).find(box => box.type === 'edts')
  const elst = edts && boxes(moov, edts.start, edts.end).find(box => box.type === 'elst')
  if (!mvhd || !elst) return null
  const data = view(moov)
  const version = moov[elst.start]
  const entry = version === 1 ? 20 : 12
  const timescale = movieTimescale(moov, mvhd)
  for (let at = elst.start + 8; at + entry <= elst.end; at += entry) {
    const duration = version === 1 ? Number(data.getBigUint64(at)) : data.getUint32(at)
    const mediaTime = version === 1 ? Number(data.getBigInt64(at + 8)) : data.getInt32(at + 4)
    // Minus one is an empty edit: silence before the music, not the music.
    if (mediaTime >= 0) return duration > 0 && timescale > 0 ? duration / timescale : null
  }
  return null
}

function itunes(moov: Uint8Array, inside: readonly Box[]): Mp4Trim['itunes'] {
  const udta = inside.find(box => box.type === 'udta')
  const meta = udta && boxes(moov, udta.start, udta.end).find(box => box.type === 'meta')
  const ilst = meta && boxes(moov, meta.start + 4, meta.end).find(box => box.type === 'ilst')
  if (!ilst) return null
  for (const free of boxes(moov, ilst.start, ilst.end).filter(box => box.type === '----')) {
    const parts = boxes(moov, free.start, free.end)
    const name = parts.find(box => box.type === 'name')
    const data = parts.find(box => box.type === 'data')
    if (!name || !data) continue
    const text = new TextDecoder()
    if (text.decode(moov.subarray(name.start + 4, name.end)) !== 'iTunSMPB') continue
    return parseSmpb(text.decode(moov.subarray(data.start + 8, data.end)))
  }
  return null
}

export function parseMoov(moov: Uint8Array): Mp4Trim {
  const inside = boxes(moov, 0, moov.length)
  return { editSeconds: editSeconds(moov, inside), itunes: itunes(moov, inside) }
}

/** A moov is index and tags; one with pictures of more than this is not worth the trim. */
const largestMoov = 64 * 1024 * 1024

/** Walks the file's own boxes to its moov and reads the trim. */
export async function readMp4Trim(bytes: Bytes): Promise<Mp4Trim | null> {
  let at = 0
  while (at + 8 <= bytes.size) {
    const header = await bytes.read(at, at + 16)
    if (header.length < 8) return null
    const data = view(header)
    const short = data.getUint32(0)
    const long = short === 1 && header.length === 16
    const size = short === 0 ? bytes.size - at : long ? Number(data.getBigUint64(8)) : short
    if (size < 8) return null
    if (typeAt(header, 4) === 'moov') {
      if (size > largestMoov) return null
      return parseMoov(await bytes.read(at + (long ? 16 : 8), at + size))
    }
    at += size
  }
  return null
}
