// What a file is by its first bytes; its name is only a rumour.
import type { Bytes } from './bytes.ts'

export type Container =
  | 'mpeg'
  | 'flac'
  | 'ogg'
  | 'mp4'
  | 'wav'
  | 'aiff'
  | 'asf'
  | 'ape'
  | 'wavpack'
  | 'musepack'
  | 'dsf'
  | 'dsdiff'
  | 'matroska'

/** What people keep beside their music, named as they would name it. */
const strangers: readonly (readonly [signature: string, name: string])[] = [
  ['ffd8ff', 'a JPEG picture'],
  ['89504e470d0a1a0a', 'a PNG picture'],
  ['474946383', 'a GIF picture'],
  ['25504446', 'a PDF document'],
  ['504b0304', 'a ZIP archive'],
  ['526172211a07', 'a RAR archive'],
  ['377abcaf271c', 'a 7-Zip archive'],
  ['1f8b', 'a gzip archive'],
  ['7f454c46', 'a program'],
  ['4d5a', 'a Windows program'],
  ['53514c69746520', 'a database'],
  ['62706c697374', 'a property list'],
]

const asfGuid = '3026b2758e66cf11'
const textStart = /^(?:\xef\xbb\xbf)?[\t\n\r\x20-\x7e]{32,}$/

/** By the signature at `at` (behind an ID3v2 tag, if there is one), or null when nothing is recognised. */
export function containerAt(bytes: Bytes, at: number): Container | null {
  const b = bytes.view(at, 16)
  const four = b.toString('latin1', 0, 4)
  const atEight = b.toString('latin1', 8, 12)
  if (four === 'fLaC') return 'flac'
  if (four === 'OggS') return 'ogg'
  if (b.toString('latin1', 4, 8) === 'ftyp') return 'mp4'
  if ((four === 'RIFF' || four === 'RF64') && atEight === 'WAVE') return 'wav'
  if (four === 'FORM' && (atEight === 'AIFF' || atEight === 'AIFC')) return 'aiff'
  if (b.toString('hex', 0, 8) === asfGuid) return 'asf'
  if (four === 'MAC ') return 'ape'
  if (four === 'wvpk') return 'wavpack'
  if (four === 'MPCK' || four.startsWith('MP+')) return 'musepack'
  if (four === 'DSD ') return 'dsf'
  if (four === 'FRM8') return 'dsdiff'
  if (b.toString('hex', 0, 4) === '1a45dfa3') return 'matroska'
  // A second-hand sign of MP4: old QuickTime files open with their atoms, without ftyp.
  if (['moov', 'mdat', 'wide', 'free', 'skip'].includes(b.toString('latin1', 4, 8))) return 'mp4'
  if (b.length > 1 && b[0] === 0xff && ((b[1] ?? 0) & 0xe0) === 0xe0) return 'mpeg'
  return null
}

/** What it is instead of sound, in words ("a JPEG picture"), or null. */
export function strangerAt(bytes: Bytes, at: number): string | null {
  const b = bytes.view(at, 512)
  const hex = b.toString('hex', 0, 8)
  const known = strangers.find(([signature]) => hex.startsWith(signature))
  if (known) return known[1]
  const four = b.toString('latin1', 0, 4)
  if (four === 'RIFF' && b.toString('latin1', 8, 12) === 'WEBP') return 'a WebP picture'
  if (four === 'caff' || four === '.snd' || four === 'TTA1' || four === 'riff')
    return 'a sound format that is not supported'
  const text = b.toString('latin1')
  if (/^\s*<(?:!doctype|html|\?xml)/i.test(text)) return 'a web page or XML document'
  if (textStart.test(text)) return 'plain text'
  if (text.length > 0 && /^\0+$/.test(text)) return 'nothing but zeros'
  return null
}
