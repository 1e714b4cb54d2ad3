// mp3, mp2, mp1 and bare AAC: frames one after another, with tags around them. The length comes from the encoder's header or from samples.
import { keyOfRegion } from '../audio-key.ts'
import { type Bytes, copyOf } from '../bytes.ts'
import type { Collector } from '../collector.ts'
import type { Sound } from '../sound.ts'
import { readTrailingTags } from '../systems/trailing.ts'
import { type FrameHeader, frameAt } from './frame.ts'
import { readXing, type XingHeader } from './xing.ts'

/** How far junk may reach before the first frame. */
const longestJunk = 256 * 1024
const searchStep = 16 * 1024

interface Found {
  readonly at: number
  readonly frame: FrameHeader
}

/** Reads the stream whose tags at the front end at `from`. Null when no frame is there. */
export function readMpeg(bytes: Bytes, from: number, tags: Collector): Sound | null {
  const first = firstFrame(bytes, from)
  if (!first) return null
  const end = readTrailingTags(bytes, first.at, tags)
  const { frame } = first
  const xing = frame.xingAt > 0 ? readXing(bytes, first.at, frame) : null
  // The encoder's header is a frame of silence that tools rewrite: it is no part of the sound.
  const start = xing ? first.at + frame.length : first.at
  const seconds = xing?.frames
    ? secondsBy(xing, xing.frames, frame, end - first.at, tags)
    : sampledSeconds(bytes, first, end)
  return {
    codec: frame.codec,
    mime: frame.codec === 'aac' ? 'audio/aac' : 'audio/mpeg',
    durationMs: Math.round(seconds * 1000),
    bitrate: seconds > 0 ? Math.round(((end - start) * 8) / seconds) : frame.bitrate,
    sampleRate: frame.sampleRate,
    channels: frame.channels,
    audioKey: keyOfRegion(bytes, start, end, 'mpeg'),
    headerTrackGainDb: xing?.trackGainDb ?? null,
    headerTrackPeak: xing?.trackPeak ?? null,
  }
}

/** The first frame that another like it follows: single syncs occur in pictures and text. */
function firstFrame(bytes: Bytes, from: number): Found | null {
  const right = frameAt(bytes.view(from, 8), 0)
  if (right && followed(bytes, from, right)) return { at: from, frame: right }
  for (let at = from; at < Math.min(bytes.size, from + longestJunk); at += searchStep) {
    // A copy, since looking at followers moves the windows; headers may lie across the edge of a step.
    const b = copyOf(bytes, at, searchStep + 8)
    for (let i = b.indexOf(0xff); i !== -1 && i < searchStep; i = b.indexOf(0xff, i + 1)) {
      const frame = frameAt(b, i)
      if (frame && followed(bytes, at + i, frame)) return { at: at + i, frame }
    }
  }
  return null
}

function followed(bytes: Bytes, at: number, frame: FrameHeader): boolean {
  const next = at + frame.length
  if (next >= bytes.size) return next === bytes.size
  const follower = frameAt(bytes.view(next, 8), 0)
  if (follower) return follower.likeness === frame.likeness
  // The only frame before a tag that ends the file.
  return ['TAG', 'APE'].includes(bytes.view(next, 3).toString('latin1'))
}

/** By the encoder's count of frames; a stream that is shorter than it should be lasts accordingly shorter. */
function secondsBy(xing: XingHeader, frames: number, frame: FrameHeader, length: number, tags: Collector): number {
  const seconds = (frames * frame.samples) / frame.sampleRate
  if (!xing.bytes || length >= xing.bytes * 0.98) return seconds
  tags.warn(`the sound ends after ${Math.ceil((100 * length) / xing.bytes)} % of what its header announces`)
  return (seconds * length) / xing.bytes
}

/** Places to look at in a stream without a header, and frames to read at each. */
const places = 12
const framesAtPlace = 8
/** A stream of changing frames that is no longer than this is walked whole. */
const walkedWhole = 512 * 1024

/**
 * Seconds of a stream whose encoder left no count. Frames of one bitrate wherever we look: length over bitrate, exact. Else
 * counted frame by frame, or by the mean length of frames at places spread over the file.
 */
function sampledSeconds(bytes: Bytes, first: Found, end: number): number {
  const { frame } = first
  const length = end - first.at
  const seconds = (meanLength: number) => ((length / meanLength) * frame.samples) / frame.sampleRate
  if ([0, 4, 8].every(place => walkAt(bytes, first, end, place)?.constant ?? true)) return seconds(frame.meanLength)
  if (length <= walkedWhole) {
    const whole = walk(bytes, first, end, Number.POSITIVE_INFINITY)
    if (whole.end - first.at > length * 0.95) return whole.samples / frame.sampleRate
  }
  let count = 0
  let sum = 0
  for (let place = 0; place < places; place++) {
    const walked = walkAt(bytes, first, end, place)
    count += walked?.frames ?? 0
    sum += walked?.meanLength ?? 0
  }
  return count > 0 && sum > 0 ? seconds(sum / count) : 0
}

/** A few frames at one of the places, or null when none are found there. */
function walkAt(bytes: Bytes, first: Found, end: number, place: number): Walked | null {
  const at = first.at + Math.floor(((end - first.at) * place) / places)
  const found = place === 0 ? first : frameNear(bytes, at, first.frame)
  return found && walk(bytes, found, end, framesAtPlace, first.frame.bitrate)
}

function frameNear(bytes: Bytes, at: number, like: FrameHeader): Found | null {
  const b = copyOf(bytes, at, 4096)
  for (let i = b.indexOf(0xff); i !== -1; i = b.indexOf(0xff, i + 1)) {
    const frame = frameAt(b, i)
    if (frame && frame.likeness === like.likeness && followed(bytes, at + i, frame)) return { at: at + i, frame }
  }
  return null
}

interface Walked {
  readonly frames: number
  readonly samples: number
  /** Sum of the frames' mean lengths. */
  readonly meanLength: number
  readonly constant: boolean
  /** First byte behind the last frame. */
  readonly end: number
}

function walk(bytes: Bytes, from: Found, end: number, most: number, bitrate = from.frame.bitrate): Walked {
  let { at } = from
  let frames = 0
  let samples = 0
  let meanLength = 0
  let constant = true
  while (frames < most && at < end) {
    const frame = frameAt(bytes.view(at, 8), 0)
    if (!frame || frame.likeness !== from.frame.likeness) break
    frames++
    samples += frame.samples
    meanLength += frame.meanLength
    constant &&= frame.bitrate === bitrate && frame.codec !== 'aac'
    at += frame.length
  }
  return { frames, samples, meanLength, constant, end: at }
}
