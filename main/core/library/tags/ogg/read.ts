// Ogg: Vorbis, Opus, FLAC or Speex in pages. The length comes from the last page, however long the file.
import { digest, keyBlock } from '../audio-key.ts'
import { type Bytes, Malformed, type Piece, PiecedBytes } from '../bytes.ts'
import type { Collector } from '../collector.ts'
import type { Sound } from '../sound.ts'
import { chainEnd } from './chain.ts'
import { type Link, readLink } from './link.ts'
import { type Ending, findEnding, pageAt } from './pages.ts'

/** A stream that starts later than this was cut from a broadcast: it is counted from there. */
const latestStartSeconds = 10

/** Reads the stream at `from`; null when it is Ogg without a sound that we know (Theora alone, a skeleton). */
export function readOgg(bytes: Bytes, from: number, tags: Collector): Sound | null {
  const link = readLink(bytes, from, tags)
  if (!link) return null
  const ending = findEnding(bytes, link.soundAt, keyBlock, link.beside)
  if (!ending) throw new Malformed('there is no sound behind the headers')
  if (ending.isCut) tags.warn('the sound ends inside a page: the file is cut off')
  const seconds = totalSeconds(bytes, link, ending, tags)
  const audio = Math.max(0, bytes.size - link.soundAt)
  return {
    codec: link.codec,
    mime: 'audio/ogg',
    durationMs: Math.round(seconds * 1000),
    bitrate: seconds > 0 ? Math.round((audio * 8) / seconds) : null,
    sampleRate: link.sampleRate,
    channels: link.channels,
    audioKey: link.md5 ?? keyOfPackets(bytes, link, ending),
  }
}

function totalSeconds(bytes: Bytes, first: Link, ending: Ending, tags: Collector): number {
  if (ending.page.serial === first.serial) return secondsOf(bytes, first, ending.page.granule ?? 0)
  return chainEnd(bytes, first, ending, tags)
    .map(({ link, granule }) => secondsOf(bytes, link, granule))
    .reduce((sum, seconds) => sum + seconds, 0)
}

function secondsOf(bytes: Bytes, link: Link, lastGranule: number): number {
  const start = pageAt(bytes, link.soundAt)?.granule ?? 0
  const offset = start > latestStartSeconds * link.granuleRate ? start : link.preSkip
  return Math.max(0, lastGranule - offset) / link.granuleRate
}

/**
 * Over the packets' bytes, not the pages': other headers renumber every page, and some writers cut the pages anew. The
 * start, the end and the last position are enough.
 */
function keyOfPackets(bytes: Bytes, link: Link, ending: Ending): Uint8Array {
  const pieces: Piece[] = []
  let length = 0
  for (let page = pageAt(bytes, link.soundAt); page && length < keyBlock; page = pageAt(bytes, page.end)) {
    if (page.serial !== link.serial) continue
    const part = Math.min(page.payloadLength, keyBlock - length, Math.max(0, bytes.size - page.payloadAt))
    pieces.push({ at: page.payloadAt, length: part })
    length += part
    if (page.payloadLength === 0) break
  }
  const name = `ogg:${link.codec}:${ending.page.granule}`
  const start = Buffer.from(new PiecedBytes(bytes, pieces).view(0, keyBlock))
  return digest(name, start, new PiecedBytes(bytes, ending.payload).view(0, keyBlock))
}
