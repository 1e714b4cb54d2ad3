// FLAC: metadata blocks, then frames. Its own checksum of the sound is the sound's name. Source: xiph.org, FLAC format (RFC 9639).
import { keyOfRegion } from '../audio-key.ts'
import { type Bytes, Malformed } from '../bytes.ts'
import type { Collector } from '../collector.ts'
import type { Sound } from '../sound.ts'
import { readTrailingTags } from '../systems/trailing.ts'
import { readFlacPicture, readVorbisComment } from '../systems/vorbis-comment.ts'
import { lastFlacSample } from './end.ts'
import { type StreamInfo, streamInfo } from './stream-info.ts'

const mostBlocks = 1000

/** Reads the stream that starts at `from` with `fLaC`. */
export function readFlac(bytes: Bytes, from: number, tags: Collector): Sound {
  let info: StreamInfo | null = null
  let at = from + 4
  for (let i = 0; i < mostBlocks; i++) {
    const header = bytes.view(at, 4)
    if (header.length < 4) throw new Malformed('the metadata is cut off')
    const kind = header.readUInt8(0) & 0x7f
    const isLast = header.readUInt8(0) > 0x7f
    const length = header.readUIntBE(1, 3)
    const body = at + 4
    const end = Math.min(body + length, bytes.size)
    if (kind === 0) info = streamInfo(bytes.view(body, 34))
    else if (kind === 4) tags.forgive(() => readVorbisComment(bytes, body, end, tags))
    else if (kind === 6) tags.forgive(() => readFlacPicture(bytes, body, end, tags))
    else if (kind === 127) throw new Malformed('a metadata block has no kind')
    at = body + length
    if (isLast) break
  }
  if (!info) throw new Malformed('there is no STREAMINFO')
  const end = readTrailingTags(bytes, at, tags)
  if (end <= at) throw new Malformed('there is no sound behind the metadata')
  return flacSound(bytes, info, at, end, tags)
}

function flacSound(bytes: Bytes, info: StreamInfo, start: number, end: number, tags: Collector): Sound {
  const last = lastFlacSample(bytes, info, start, end)
  let { samples } = info
  if (samples === 0) samples = last ?? 0
  else if (last !== null && last < samples * 0.98 && last < samples - 2 * info.maxBlock) {
    tags.warn(`the sound ends after ${Math.ceil((100 * last) / samples)} % of what its header announces`)
    samples = last
  }
  const seconds = samples / info.sampleRate
  return {
    codec: 'flac',
    mime: 'audio/flac',
    durationMs: Math.round(seconds * 1000),
    bitrate: seconds > 0 ? Math.round(((end - start) * 8) / seconds) : null,
    sampleRate: info.sampleRate,
    channels: info.channels,
    audioKey: info.md5 ?? keyOfRegion(bytes, start, end, 'flac'),
  }
}
