// The packets of a stretch of a file, in a small file of the same kind: what a decoder for whole files is given.
import {
  AdtsOutputFormat,
  type AudioCodec,
  BufferTarget,
  EncodedAudioPacketSource,
  FlacOutputFormat,
  Mp3OutputFormat,
  OggOutputFormat,
  Output,
  type OutputFormat,
  WavOutputFormat,
} from 'mediabunny'
import { DwellError } from '../../preload/contract/errors.ts'
import type { Demuxed } from '../player/decode/demux.ts'

/** The file around the packets [fromS, toS) of `file`, in its own time. Throws DwellError: 'not-playable' for a codec that is not known here. */
export async function rewrap(file: Demuxed, fromS: number, toS: number): Promise<ArrayBuffer> {
  const codec = await file.track.getCodec()
  const config = await file.track.getDecoderConfig()
  if (codec === null || config === null) throw new DwellError('not-playable', 'its sound cannot be decoded here')
  const target = new BufferTarget()
  const output = new Output({ format: formatOf(codec), target })
  const source = new EncodedAudioPacketSource(codec)
  output.addAudioTrack(source)
  await output.start()
  const { packets } = file
  const first = (await packets.getKeyPacket(Math.max(file.startS, fromS))) ?? (await packets.getFirstPacket())
  const beginS = first?.timestamp ?? 0
  let count = 0
  for (let packet = first; packet && packet.timestamp < toS; packet = await packets.getNextPacket(packet)) {
    await source.add(packet.clone({ timestamp: packet.timestamp - beginS }), { decoderConfig: config })
    count++
  }
  if (count === 0) {
    await output.cancel()
    throw new DwellError('file-broken', 'the file ends before its own length')
  }
  await output.finalize()
  if (target.buffer === null) throw new DwellError('internal', 'nothing was written')
  return target.buffer
}

function formatOf(codec: AudioCodec): OutputFormat {
  switch (codec) {
    case 'mp3':
      return new Mp3OutputFormat({ xingHeader: false })
    case 'aac':
      return new AdtsOutputFormat()
    case 'flac':
      return new FlacOutputFormat()
    case 'vorbis':
    case 'opus':
      return new OggOutputFormat()
    default:
      if (codec.startsWith('pcm')) return new WavOutputFormat()
      throw new DwellError('not-playable', `${codec} cannot be decoded here`)
  }
}
