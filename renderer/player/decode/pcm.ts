// A file as samples: exactly the frames that were music, from any frame on, whatever its encoder and container added around them.
import { DwellError } from '../../../preload/contract/errors.ts'
import type { Bytes } from './bytes.ts'
import { asDwellError, type Demuxed, demux, firstShape } from './demux.ts'
import { flacViewAt } from './flac-view.ts'
import type { Block } from './resample.ts'
import { lagOf, runUpOf, trimOf } from './trim.ts'
import { within } from './within.ts'

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

/** A damaged stretch is silence; after this many in a row without any sound the file is given up. */
const mostDamage = 20
const damageStepS = 0.05
/** Further ahead than this a flac is not walked frame by frame. */
const walkS = 20

/** The file, or a flac from somewhere in its middle on. */
interface View {
  readonly file: Demuxed
  /** Frame of the whole file at which it begins. */
  readonly base: number
  /** Furthest frame that was walked to. */
  reached: number
}

/** Opens a file for decoding and proves that it decodes by taking its first samples. Throws DwellError. */
export async function openPcm(bytes: Bytes): Promise<Pcm> {
  const file = await demux(bytes)
  try {
    const shape = await firstShape(file.sink)
    if (!shape) throw new DwellError('file-broken', 'the file holds no sound that can be decoded')
    return createPcm(bytes, file, shape, await trimOf(file, bytes, shape.rate))
  } catch (thrown) {
    file.close()
    throw asDwellError(thrown)
  }
}

function createPcm(
  bytes: Bytes,
  file: Demuxed,
  { rate, channels }: { readonly rate: number; readonly channels: number },
  trim: Awaited<ReturnType<typeof trimOf>>,
): Pcm {
  const whole: View = { file, base: 0, reached: 0 }
  const runUpS = runUpOf(file.codec)
  let view = whole
  let run = 0

  async function viewFor(from: number): Promise<View> {
    const near = (it: View) => from >= it.base && from <= it.reached + walkS * rate
    if (file.codec !== 'flac' || near(view)) return view
    const jump = near(whole) ? null : await flacViewAt(bytes, from)
    const next =
      jump && jump.sample > 0 ? { file: await demux(jump.bytes), base: jump.sample, reached: jump.sample } : whole
    if (view !== whole) view.file.close()
    view = next
    return view
  }

  async function* decodeFrom(from: number, upS: number): AsyncGenerator<Block, void, unknown> {
    const seen = await viewFor(from)
    const { packets, sink, startS } = seen.file
    const wantedS = trim.startS + (from - seen.base) / rate - upS
    const first =
      (await packets.getKeyPacket(Math.max(startS, wantedS), { metadataOnly: true })) ??
      (await packets.getFirstPacket({ metadataOnly: true }))
    if (!first) return
    // Behind the last packet, as after a file's broken end, there is nothing to go on with.
    if (upS === 0 && first.duration > 0 && first.timestamp + first.duration <= wantedS) return
    let at = Math.round((first.timestamp + (await lagOf(seen.file, first)) - trim.startS) * rate) + seen.base
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
      seen.reached = Math.max(seen.reached, at)
      sample.close()
    }
  }

  const silence = (at: number, frames: number): Block => ({
    at,
    planes: Array.from({ length: channels }, () => new Float32Array(frames)),
  })

  /** Goes on behind a damaged stretch, with silence of its length, so that the clock stays right. */
  async function* throughDamage(from: number): AsyncGenerator<Block, void, unknown> {
    run += 1
    const mine = run
    let given = from
    let next = from
    let damage = 0
    while (true) {
      try {
        // A run-up would only run into the damage again.
        for await (const block of decodeFrom(next, damage > 0 ? 0 : runUpS)) {
          if (block.at > given) yield silence(given, block.at - given)
          yield block
          given = block.at + (block.planes[0]?.length ?? 0)
          damage = 0
        }
        return
      } catch (thrown) {
        // Somebody else has begun elsewhere, and what this one was reading is closed.
        if (mine !== run) return
        damage += 1
        // A file that cannot be read is not a damaged one.
        if (damage > mostDamage || thrown instanceof DwellError) throw asDwellError(thrown)
        next = Math.max(next, given) + Math.round(damageStepS * damage * rate)
      }
    }
  }

  return {
    rate,
    channels,
    codec: file.codec,
    frames: trim.frames,
    exact: trim.exact,
    blocks: from => within(throughDamage(from), trim.exact ? trim.frames : null, trim.tail),
    close() {
      run += 1
      if (view !== whole) view.file.close()
      file.close()
    },
  }
}
