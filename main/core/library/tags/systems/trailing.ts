// Tags at the end of a file: ID3v1, Lyrics3 and APEv2, from the last byte backwards. Says where the sound ends.
import { type Bytes, Malformed } from '../bytes.ts'
import { type Collector, largestPart } from '../collector.ts'
import { genreNumbered } from '../genres.ts'
import { asciiDigits } from '../numbers.ts'

const id3v1Length = 128
const apeFooterLength = 32
/** Lyrics3 v2 ends with six digits of its size and this word; v1 with another, after at most 5,100 bytes. */
const lyricsEnd = 'LYRICS200'

/** Gathers what is there and returns the offset of the first byte behind the sound. */
export function readTrailingTags(bytes: Bytes, from: number, tags: Collector): number {
  let end = readId3v1(bytes, from, bytes.size, tags)
  end = skipLyrics(bytes, from, end)
  end = readApeTag(bytes, from, end, tags)
  // Some writers put the APE tag behind ID3v1's place, others before the lyrics.
  return end === bytes.size ? end : skipLyrics(bytes, from, end)
}

function readId3v1(bytes: Bytes, from: number, end: number, tags: Collector): number {
  const at = end - id3v1Length
  if (at < from) return end
  const b = bytes.view(at, id3v1Length)
  if (b.length < id3v1Length || b.toString('latin1', 0, 3) !== 'TAG') return end
  const text = (start: number, length: number): string => {
    const zero = b.indexOf(0, start)
    return b.toString('latin1', start, zero === -1 || zero > start + length ? start + length : zero).trim()
  }
  tags.put('title', 'ID3v1', text(3, 30), true)
  tags.put('artist', 'ID3v1', text(33, 30), true)
  tags.put('album', 'ID3v1', text(63, 30), true)
  tags.put('date', 'ID3v1', text(93, 4))
  if (b[125] === 0 && b[126]) tags.put('track', 'ID3v1', String(b[126]))
  tags.put('genre', 'ID3v1', genreNumbered(b.readUInt8(127)) ?? '')
  return at
}

function skipLyrics(bytes: Bytes, from: number, end: number): number {
  if (end - 15 < from) return end
  const b = bytes.view(end - 15, 15)
  if (b.toString('latin1', 6, 15) !== lyricsEnd) return end
  const size = asciiDigits(b.toString('latin1', 0, 6))
  const at = size === null ? -1 : end - 15 - size
  return at >= from && bytes.view(at, 11).toString('latin1') === 'LYRICSBEGIN' ? at : end
}

/** APEv2 (and v1): items from the front, however large the picture among them. Source: wiki.hydrogenaud.io, APEv2 specification. */
function readApeTag(bytes: Bytes, from: number, end: number, tags: Collector): number {
  const footerAt = end - apeFooterLength
  if (footerAt < from) return end
  const footer = bytes.view(footerAt, apeFooterLength)
  if (footer.toString('latin1', 0, 8) !== 'APETAGEX') return end
  const size = footer.readUInt32LE(12)
  const count = Math.min(footer.readUInt32LE(16), 1000)
  const hasHeader = (footer.readUInt32LE(20) & 0x80000000) !== 0
  const start = end - size
  if (size < apeFooterLength || start < from) {
    tags.warn('the APE tag is damaged')
    return end
  }
  tags.forgive(() => readApeItems(bytes, start, footerAt, count, tags))
  const headerAt = start - apeFooterLength
  return hasHeader && headerAt >= from ? headerAt : start
}

function readApeItems(bytes: Bytes, from: number, to: number, count: number, tags: Collector): void {
  let at = from
  for (let i = 0; i < count && at + 9 <= to; i++) {
    const head = bytes.view(at, Math.min(8 + 256, to - at))
    const size = head.readUInt32LE(0)
    const kind = (head.readUInt32LE(4) >> 1) & 3
    const zero = head.indexOf(0, 8)
    if (zero === -1) throw new Malformed('the APE tag is damaged')
    const key = head.toString('latin1', 8, zero)
    const body = at + zero + 1
    at = body + size
    if (at > to) throw new Malformed('the APE tag is damaged')
    if (kind === 0) {
      if (size > 64 * 1024) continue
      for (const value of bytes.view(body, size).toString('utf8').split('\0')) tags.add('APEv2', key, value)
    } else if (kind === 1 && /^cover art \((?:front|back|other)\)$/i.test(key)) {
      const name = bytes.view(body, Math.min(size, 1024)).indexOf(0)
      if (name === -1 || size > largestPart) {
        if (size > largestPart) tags.warn(`a picture of ${Math.round(size / 1e6)} MB was passed over`)
        continue
      }
      const type = /front/i.test(key) ? 3 : /back/i.test(key) ? 4 : 0
      tags.addPicture({ bytes, at: body + name + 1, length: size - name - 1, mime: '', type })
    }
  }
}
