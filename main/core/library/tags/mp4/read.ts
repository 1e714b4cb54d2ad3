// MP4 (m4a, m4b): table of contents anywhere, media data anywhere. What is unusual (fragments, odd codecs) is left to music-metadata.
import { keyOfRegion } from '../audio-key.ts'
import { type Bytes, Malformed, type Piece, PiecedBytes } from '../bytes.ts'
import type { Collector } from '../collector.ts'
import type { Sound } from '../sound.ts'
import { type Atom, atomsIn, childOf, descend } from './atoms.ts'
import { readItems } from './tags.ts'

const codecs: Readonly<Record<string, string>> = {
  mp4a: 'aac',
  alac: 'alac',
  drms: 'aac',
  Opus: 'opus',
  fLaC: 'flac',
  '.mp3': 'mp3',
}

/** What stands in esds as the kind of coding, where it is not AAC. Source: mp4ra.org, object types. */
const objectTypes: Readonly<Record<number, string>> = {
  105: 'mp3',
  107: 'mp3',
  165: 'ac3',
  166: 'eac3',
  169: 'dts',
  221: 'vorbis',
}

/** Reads the file, or answers null when it is better read by somebody who knows every corner of the format. */
export function readMp4(bytes: Bytes, tags: Collector): Sound | null {
  const media: Piece[] = []
  let moov: Atom | null = null
  let isCut = false
  let announced = 0
  for (const atom of atomsIn(bytes, 0, bytes.size)) {
    if (atom.name === 'moof') return null
    if (atom.name === 'moov') moov = atom
    if (atom.name === 'moov' && atom.end > bytes.size) tags.warn('the table of contents is cut off')
    if (atom.name !== 'mdat') continue
    isCut ||= atom.end > bytes.size
    announced += atom.end - atom.body
    media.push({ at: atom.body, length: Math.min(atom.end, bytes.size) - atom.body })
  }
  if (!moov)
    throw new Malformed(
      isCut ? 'the table of contents is missing: the file is cut off' : 'there is no table of contents',
    )
  const sound = soundTrack(bytes, moov)
  if (!sound) return null
  const meta = descend(bytes, moov, 'udta', 'meta') ?? childOf(bytes, moov, 'meta')
  const ilst = meta && childOf(bytes, meta, 'ilst', metaSkip(bytes, meta))
  if (ilst) tags.forgive(() => readItems(bytes, ilst, tags))
  const data = new PiecedBytes(bytes, media)
  const share = announced > 0 ? data.size / announced : 1
  if (isCut) tags.warn(`the sound ends after ${Math.ceil(100 * share)} % of what its header announces`)
  const seconds = sound.seconds * share
  return {
    ...sound.format,
    mime: 'audio/mp4',
    durationMs: Math.round(seconds * 1000),
    bitrate: seconds > 0 ? Math.round((data.size * 8) / seconds) : null,
    audioKey: keyOfRegion(data, 0, data.size, 'mp4'),
  }
}

/** ISO's `meta` opens with version and flags, QuickTime's at once with its first atom. */
function metaSkip(bytes: Bytes, meta: Atom): number {
  return bytes.view(meta.body + 4, 4).toString('latin1') === 'hdlr' ? 0 : 4
}

interface SoundTrack {
  readonly seconds: number
  readonly format: Pick<Sound, 'codec' | 'sampleRate' | 'channels' | 'obstacle'>
}

function soundTrack(bytes: Bytes, moov: Atom): SoundTrack | null {
  for (const trak of atomsIn(bytes, moov.body, moov.end)) {
    const mdia = trak.name === 'trak' ? childOf(bytes, trak, 'mdia') : null
    const hdlr = mdia && childOf(bytes, mdia, 'hdlr')
    if (!mdia || !hdlr || bytes.view(hdlr.body + 8, 4).toString('latin1') !== 'soun') continue
    const mdhd = childOf(bytes, mdia, 'mdhd')
    const stsd = descend(bytes, mdia, 'minf', 'stbl', 'stsd')
    const seconds = mdhd && secondsOf(bytes.view(mdhd.body, 32))
    const format = stsd && formatOf(bytes, stsd)
    return seconds && format ? { seconds, format } : null
  }
  return null
}

function secondsOf(b: Buffer): number | null {
  const isLong = b[0] === 1
  if (b.length < (isLong ? 32 : 20)) return null
  const scale = b.readUInt32BE(isLong ? 20 : 12)
  const duration = isLong ? Number(b.readBigUInt64BE(24)) : b.readUInt32BE(16)
  return scale > 0 && duration > 0 && duration !== 0xffffffff ? duration / scale : null
}

/** The first sample description: codec, channels, rate. Source: ISO/IEC 14496-12, 12.2.3. */
function formatOf(bytes: Bytes, stsd: Atom): SoundTrack['format'] | null {
  const b = Buffer.from(bytes.view(stsd.body + 8, 36))
  if (b.length < 36) return null
  const fourCc = b.toString('latin1', 4, 8)
  const codec = codecs[fourCc]
  if (codec === undefined) return null
  const entry = { name: fourCc, at: stsd.body + 8, body: stsd.body + 8 + 36, end: stsd.body + 8 + b.readUInt32BE(0) }
  const version = b.readUInt16BE(16)
  if (version > 1 || entry.end > stsd.end) return null
  const format = { codec, channels: b.readUInt16BE(24), sampleRate: b.readUInt16BE(32) }
  if (fourCc === 'drms') return { ...format, obstacle: 'DRM-protected AAC' }
  if (fourCc === 'alac') return alacFormat(bytes, entry, format)
  if (fourCc !== 'mp4a') return format
  const other = objectTypes[objectType(bytes, { ...entry, body: entry.body + (version === 1 ? 16 : 0) })]
  return other === undefined ? format : { ...format, codec: other }
}

/** A rate above 65 kHz does not fit the description: ALAC's own header has it. */
function alacFormat(bytes: Bytes, entry: Atom, format: SoundTrack['format']): SoundTrack['format'] {
  const cookie = bytes.view(entry.body + 12, 24)
  return cookie.length < 24
    ? format
    : {
        ...format,
        channels: cookie.readUInt8(9) || format.channels,
        sampleRate: cookie.readUInt32BE(20) || format.sampleRate,
      }
}

function objectType(bytes: Bytes, entry: Atom): number {
  const esds = childOf(bytes, entry, 'esds')
  if (!esds) return 0x40
  const b = bytes.view(esds.body + 4, Math.min(esds.end - esds.body - 4, 64))
  // ES descriptor (3), its flags, then the decoder's configuration (4); lengths take one to four bytes.
  let at = b[0] === 3 ? skipLength(b, 1) + 3 : 2
  if (b[at] !== 4) return 0x40
  at = skipLength(b, at + 1)
  return b[at] ?? 0x40
}

function skipLength(b: Buffer, at: number): number {
  let next = at
  while (next < at + 3 && (b[next] ?? 0) & 0x80) next++
  return next + 1
}
