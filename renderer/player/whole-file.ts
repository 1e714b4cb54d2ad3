// The second way to decode: a whole file at once by the browser's own demuxer, for the odd file that cannot be streamed.
import { DwellError } from '../../preload/contract/errors.ts'
import type { Block } from './decode/resample.ts'
import { createStream, type Stream } from './decode/stream.ts'

/** 20 minutes of stereo at 48 kHz are 460 MB of samples: no more than that at once. */
const longestMs = 20 * 60_000
const blockFrames = 48_000

/** Decodes `url` whole. Throws DwellError when it is too long to hold, cannot be read or cannot be decoded. */
export async function openWhole(url: string, durationMs: number, context: BaseAudioContext): Promise<Stream> {
  if (durationMs > longestMs) throw new DwellError('not-playable', 'it is too long to be decoded as a whole')
  const response = await fetch(url)
  if (!response.ok) throw new DwellError('file-unreadable', `the file could not be read (${response.status})`)
  const bytes = await response.arrayBuffer()
  const decoded = await context.decodeAudioData(bytes).catch(cause => {
    throw new DwellError('not-playable', 'no decoder here understands it', { cause })
  })
  const planes = Array.from({ length: decoded.numberOfChannels }, (_, c) => decoded.getChannelData(c))
  async function* blocks(from: number): AsyncGenerator<Block, void, unknown> {
    for (let at = from; at < decoded.length; at += blockFrames) {
      yield { at, planes: planes.map(plane => plane.slice(at, at + blockFrames)) }
    }
  }
  return createStream({
    rate: decoded.sampleRate,
    channels: decoded.numberOfChannels,
    codec: 'whole',
    frames: decoded.length,
    exact: true,
    blocks,
    close: () => undefined,
  })
}
