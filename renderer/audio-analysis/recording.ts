// A track's file, open for excerpts: its length, and any stretch of it as mono samples at the rate of the models.
//
// Chromium decodes a whole file two to three times slower than ffmpeg, packet by packet (WebCodecs) slower still. So the packets of a stretch are
// put into a small file of their own, which is decoded in one go: no container is ever decoded whole, however long it is.
import type { Excerpt } from '../../models/sound/excerpts.ts'
import { SOUND_HZ } from '../../models/sound/log-mel.ts'
import { DwellError } from '../../preload/contract/errors.ts'
import { type Bytes, openBytes } from '../player/decode/bytes.ts'
import { asDwellError, type Demuxed, demux } from '../player/decode/demux.ts'
import { flacViewAt } from '../player/decode/flac-view.ts'
import { trimOf } from '../player/decode/trim.ts'
import { rewrap } from './rewrap.ts'

export interface Recording {
  readonly durationS: number
  /** Mono at SOUND_HZ. Throws DwellError 'file-broken' where it cannot be decoded. */
  excerpt(part: Excerpt): Promise<Float32Array>
  close(): void
}

/** Up to here a file is taken into memory at once: many small reads cost more than one large one. */
const WHOLE_BYTES = 64 * 2 ** 20

/** Throws DwellError: the codes of the file's trouble, 'not-playable' for what has no decoder. */
export async function openRecording(url: string, taggedS: number): Promise<Recording> {
  const abort = new AbortController()
  const opened = await openBytes(url, abort.signal)
  const bytes = opened.size <= WHOLE_BYTES ? await inMemory(opened) : opened
  const file = await demux(bytes)
  try {
    const durationS = (await lengthOf(file, bytes)) || taggedS
    if (!(durationS > 0)) throw new DwellError('file-broken', 'the file does not say how long it is')
    return {
      durationS,
      async excerpt(part) {
        const view = bytes === opened && file.codec === 'flac' ? await viewAt(bytes, file, part.fromS) : null
        try {
          const wrapped = await rewrap(
            view?.file ?? file,
            part.fromS - (view?.fromS ?? 0),
            part.toS - (view?.fromS ?? 0),
          )
          return await monoOf(wrapped)
        } catch (thrown) {
          throw asDwellError(thrown)
        } finally {
          view?.file.close()
        }
      },
      close() {
        abort.abort()
        file.close()
      },
    }
  } catch (thrown) {
    file.close()
    throw asDwellError(thrown)
  }
}

async function inMemory(opened: Bytes): Promise<Bytes> {
  const all = await opened.read(0, opened.size)
  return { size: all.length, read: async (start, end) => all.subarray(start, Math.min(end, all.length)) }
}

/** Seconds of music; 0 where neither the head nor the packets say. */
async function lengthOf(file: Demuxed, bytes: Bytes): Promise<number> {
  const rate = await file.track.getSampleRate()
  const { frames } = await trimOf(file, bytes, rate)
  if (frames !== null && frames > 0) return frames / rate
  return await file.track.computeDuration()
}

/** A flac is found in by jumps, not frame by frame from its start. */
async function viewAt(bytes: Bytes, file: Demuxed, fromS: number): Promise<{ file: Demuxed; fromS: number } | null> {
  const rate = await file.track.getSampleRate()
  const view = await flacViewAt(bytes, Math.max(0, Math.floor(fromS * rate)))
  return view && view.sample > 0 ? { file: await demux(view.bytes), fromS: view.sample / rate } : null
}

async function monoOf(wrapped: ArrayBuffer): Promise<Float32Array> {
  const context = new OfflineAudioContext(1, 1, SOUND_HZ)
  const decoded = await context.decodeAudioData(wrapped)
  const first = decoded.getChannelData(0)
  const { numberOfChannels: channels } = decoded
  if (channels === 1) return first
  const mono = new Float32Array(first.length)
  for (let c = 0; c < channels; c++) {
    const plane = decoded.getChannelData(c)
    for (let n = 0; n < mono.length; n++) mono[n] = (mono[n] as number) + (plane[n] as number) / channels // of one length
  }
  return mono
}
