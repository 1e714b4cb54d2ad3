// A file as samples: exactly the frames that were music, from any frame on, whatever its encoder and container added around them.
//
// What was measured on Chromium 130 and mediabunny 1.61, each against ffmpeg's decoding of the same file:
// mp3: nothing is trimmed, a frame after a jump is silent until its bit reservoir is full; aac: packet times carry the edit list's start,
// the first frame after a jump is wrong; vorbis: the first packet after a jump gives no sound, so what comes first belongs to the second;
// opus: the decoder drops the pre-skip after every start, also in the middle; flac and wave are exact.
import {
  ADTS,
  AudioSampleSink,
  CustomSource,
  EncodedPacketSink,
  FLAC,
  Input,
  type InputAudioTrack,
  MATROSKA,
  MP3,
  MP4,
  OGG,
  QTFF,
  UnsupportedInputFormatError,
  WAVE,
  WEBM,
} from 'mediabunny'
import { DwellError } from '../../../preload/contract/errors.ts'
import type { Bytes } from './bytes.ts'
import { readMp3Trim } from './lame.ts'
import { readMp4Trim } from './mp4-trim.ts'
import type { Block } from './resample.ts'

export interface Pcm {
  readonly rate: number
  readonly channels: number
  readonly codec: string
  /** Length in frames; an estimate unless `exact`. Null when only reaching the end will tell. */
  readonly frames: number | null
  readonly exact: boolean
  /** Consecutive blocks from frame `from` on; `at` counts frames of the track. Throws DwellError when it cannot go on. */
  blocks(from: number): AsyncGenerator<Block, void, unknown>
  close(): void
}

/** Files of music; streams and playlists of the network have no place here. MP3 and ADTS last: they are found in anything. */
const formats = [FLAC, OGG, WAVE, MP4, QTFF, MATROSKA, WEBM, MP3, ADTS]
/** Lossy decoders need a run-up before what they give is right: bit reservoir, overlapping blocks, Opus' 80 ms. */
const runUpS = 0.4
/** A damaged stretch is silence; after this many in a row without any sound the file is given up. */
const mostDamage = 20
const damageStepS = 0.05

interface Trim {
  /** Container time, in seconds, of the track's first frame. */
  readonly startS: number
  /** Frames to hold back from the end of what is decoded. */
  readonly tail: number
  readonly frames: number | null
  readonly exact: boolean
}

/** Seconds by which the first sound after starting at `first` lies behind that packet's own time. */
async function decoderLag(
  codec: string,
  packets: EncodedPacketSink,
  first: NonNullable<Awaited<ReturnType<EncodedPacketSink['getFirstPacket']>>>,
  fileStart: number,
  preSkipS: number,
): Promise<number> {
  if (codec === 'vorbis') {
    const second = await packets.getNextPacket(first, { metadataOnly: true })
    return second ? second.timestamp - first.timestamp : 0
  }
  if (codec === 'opus') return first.timestamp <= fileStart ? 0 : preSkipS
  return 0
}

async function trimOf(codec: string, track: InputAudioTrack, bytes: Bytes, rate: number): Promise<Trim> {
  const packets = new EncodedPacketSink(track)
  const firstS = (await packets.getFirstPacket({ metadataOnly: true }))?.timestamp ?? 0
  const lastEnd = async (): Promise<number> => {
    const last = await packets.getPacket(Number.POSITIVE_INFINITY, { metadataOnly: true })
    return last ? last.timestamp + last.duration : 0
  }
  const fromMetadata = async (): Promise<number | null> => {
    const seconds = await track.input.getDurationFromMetadata()
    return seconds === null ? null : Math.round(seconds * rate)
  }
  switch (codec) {
    case 'mp3': {
      const trim = await readMp3Trim(bytes)
      const decoded = trim?.decoded ?? (await fromMetadata())
      const around = (trim?.start ?? 0) + (trim?.end ?? 0)
      const frames = decoded === null ? null : Math.max(0, decoded - around)
      // The count in the header may be wrong: what is decoded decides, so it stays an estimate.
      return { startS: (trim?.start ?? 0) / rate, tail: trim?.end ?? 0, frames, exact: false }
    }
    case 'aac': {
      const name = (await track.input.getFormat()).name
      if (!/MP4|QuickTime/i.test(name)) return { startS: 0, tail: 0, frames: await fromMetadata(), exact: false }
      const trim = await readMp4Trim(bytes)
      if (trim?.itunes) {
        return { startS: firstS + trim.itunes.delay / rate, tail: 0, frames: trim.itunes.frames, exact: true }
      }
      const endS = await lastEnd()
      const cut = Math.min(endS, trim?.editSeconds ?? endS)
      return { startS: 0, tail: 0, frames: Math.round(cut * rate), exact: true }
    }
    case 'vorbis':
    case 'opus':
      return { startS: 0, tail: 0, frames: Math.round((await lastEnd()) * rate), exact: true }
    default: {
      const frames = await fromMetadata()
      return { startS: 0, tail: 0, frames, exact: frames !== null }
    }
  }
}

/** Frames that an Opus decoder drops at its start, from the OpusHead that goes with the track. */
async function preSkipSeconds(track: InputAudioTrack): Promise<number> {
  const description = (await track.getDecoderConfig())?.description
  if (!description) return 0
  const bytes = ArrayBuffer.isView(description)
    ? new Uint8Array(description.buffer, description.byteOffset, description.byteLength)
    : new Uint8Array(description)
  return ((bytes[10] ?? 0) | ((bytes[11] ?? 0) << 8)) / 48_000
}

function asDwellError(thrown: unknown): DwellError {
  if (thrown instanceof DwellError) return thrown
  if (thrown instanceof UnsupportedInputFormatError) {
    return new DwellError('file-not-audio', 'the content is not audio of a known kind', { cause: thrown })
  }
  return new DwellError(
    'file-broken',
    `the file is damaged (${thrown instanceof Error ? thrown.message : String(thrown)})`,
    {
      cause: thrown,
    },
  )
}

/** Opens a file for decoding and proves that it decodes by taking its first samples. Throws DwellError. */
export async function openPcm(bytes: Bytes): Promise<Pcm> {
  const input = new Input({
    formats,
    source: new CustomSource({
      getSize: () => bytes.size,
      read: (start, end) => bytes.read(start, end),
      prefetchProfile: 'network',
      handleUnhandledError: () => undefined,
    }),
  })
  try {
    const track = await input.getPrimaryAudioTrack()
    if (!track) throw new DwellError('file-not-audio', 'the file holds no sound')
    const codec = (await track.getCodec()) ?? 'unknown'
    if (!(await track.canDecode())) throw new DwellError('not-playable', `${codec} cannot be decoded here`)
    const sink = new AudioSampleSink(track)
    const packets = new EncodedPacketSink(track)
    const shape = await firstShape(sink)
    if (!shape) throw new DwellError('file-broken', 'the file holds no sound that can be decoded')
    const { rate, channels } = shape
    const trim = await trimOf(codec, track, bytes, rate)
    const preSkipS = codec === 'opus' ? await preSkipSeconds(track) : 0
    const lossless = codec === 'flac' || codec.startsWith('pcm')
    const fileStart = (await packets.getFirstPacket({ metadataOnly: true }))?.timestamp ?? 0

    const decodeFrom = async function* (from: number, runUp: number): AsyncGenerator<Block, void, unknown> {
      const wantedS = trim.startS + from / rate - runUp
      const first =
        (await packets.getKeyPacket(Math.max(fileStart, wantedS), { metadataOnly: true })) ??
        (await packets.getFirstPacket({ metadataOnly: true }))
      if (!first) return
      // Behind the last packet, as after a file's broken end, there is nothing to go on with.
      if (runUp === 0 && first.duration > 0 && first.timestamp + first.duration <= wantedS) return
      const lagS = await decoderLag(codec, packets, first, fileStart, preSkipS)
      let at = Math.round((first.timestamp + lagS - trim.startS) * rate)
      for await (const sample of sink.samples(first.timestamp)) {
        const frames = sample.numberOfFrames
        const skip = Math.max(0, from - at)
        if (skip < frames) {
          const planes = Array.from({ length: channels }, (_, c) => {
            const plane = new Float32Array(frames - skip)
            const planeIndex = Math.min(c, sample.numberOfChannels - 1)
            sample.copyTo(plane, { planeIndex, format: 'f32-planar', frameOffset: skip })
            return plane
          })
          yield { at: at + skip, planes }
        }
        at += frames
        sample.close()
      }
    }

    const silence = (at: number, frames: number): Block => ({
      at,
      planes: Array.from({ length: channels }, () => new Float32Array(frames)),
    })

    /** Goes on behind a damaged stretch, with silence of its length, so that the clock stays right. */
    const throughDamage = async function* (from: number): AsyncGenerator<Block, void, unknown> {
      let given = from
      let next = from
      let damage = 0
      while (true) {
        try {
          // A run-up would only run into the damage again.
          for await (const block of decodeFrom(next, lossless || damage > 0 ? 0 : runUpS)) {
            if (block.at > given) yield silence(given, block.at - given)
            yield block
            given = block.at + (block.planes[0]?.length ?? 0)
            damage = 0
          }
          return
        } catch (thrown) {
          damage += 1
          // A file that cannot be read is not a damaged one.
          if (damage > mostDamage || input.disposed || thrown instanceof DwellError) throw asDwellError(thrown)
          next = Math.max(next, given) + Math.round(damageStepS * damage * rate)
        }
      }
    }

    return {
      rate,
      channels,
      codec,
      frames: trim.frames,
      exact: trim.exact,
      blocks: from => within(throughDamage(from), trim.exact ? trim.frames : null, trim.tail),
      close: () => input.dispose(),
    }
  } catch (thrown) {
    input.dispose()
    throw asDwellError(thrown)
  }
}

async function firstShape(sink: AudioSampleSink): Promise<{ rate: number; channels: number } | null> {
  for await (const sample of sink.samples()) {
    const shape = { rate: sample.sampleRate, channels: sample.numberOfChannels }
    sample.close()
    return shape
  }
  return null
}

const cut = (block: Block, frames: number): Block => ({
  at: block.at,
  planes: block.planes.map(plane => plane.slice(0, frames)),
})

/** Ends blocks at frame `end` (null: no end) and holds the last `tail` frames back. */
export async function* within(
  blocks: AsyncGenerator<Block, void, unknown>,
  end: number | null,
  tail: number,
): AsyncGenerator<Block, void, unknown> {
  const waiting: Block[] = []
  let waitingFrames = 0
  for await (const block of blocks) {
    const frames = block.planes[0]?.length ?? 0
    if (end !== null && block.at + frames >= end) {
      if (end > block.at) yield cut(block, end - block.at)
      return
    }
    if (tail === 0) {
      yield block
      continue
    }
    waiting.push(block)
    waitingFrames += frames
    for (let head = waiting[0]; head; head = waiting[0]) {
      const length = head.planes[0]?.length ?? 0
      if (waitingFrames - length < tail) break
      yield head
      waiting.shift()
      waitingFrames -= length
    }
  }
  // What is left holds the tail at its very end.
  for (const block of waiting) {
    const frames = block.planes[0]?.length ?? 0
    const keep = Math.min(frames, waitingFrames - tail)
    if (keep <= 0) return
    yield cut(block, keep)
    waitingFrames -= frames
  }
}
