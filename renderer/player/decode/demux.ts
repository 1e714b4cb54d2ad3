// A file taken apart: its one sound track, packet by packet, with a decoder for it.
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

export interface Demuxed {
  readonly track: InputAudioTrack
  readonly codec: string
  readonly sink: AudioSampleSink
  readonly packets: EncodedPacketSink
  /** Time of the first packet, in seconds. */
  readonly startS: number
  close(): void
}

/** Files of music; streams and playlists of the network have no place here. MP3 and ADTS last: they are found in anything. */
const formats = [FLAC, OGG, WAVE, MP4, QTFF, MATROSKA, WEBM, MP3, ADTS]

export async function demux(bytes: Bytes): Promise<Demuxed> {
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
    if (!(await track.canDecode())) {
      const what = codec === 'unknown' ? 'its sound' : codec
      throw new DwellError('not-playable', `${what} cannot be decoded here`)
    }
    const packets = new EncodedPacketSink(track)
    const startS = (await packets.getFirstPacket({ metadataOnly: true }))?.timestamp ?? 0
    return { track, codec, sink: new AudioSampleSink(track), packets, startS, close: () => input.dispose() }
  } catch (thrown) {
    input.dispose()
    throw asDwellError(thrown)
  }
}

/** Rate and channels of what really comes out of the decoder; the container may say something else. Null when nothing does. */
export async function firstShape(sink: AudioSampleSink): Promise<{ rate: number; channels: number } | null> {
  for await (const sample of sink.samples()) {
    const shape = { rate: sample.sampleRate, channels: sample.numberOfChannels }
    sample.close()
    return shape
  }
  return null
}

export function asDwellError(thrown: unknown): DwellError {
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
