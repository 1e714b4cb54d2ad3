// One open file that gives output-rate samples on demand, from wherever it was last started.
import { DwellError } from '../../../preload/contract/errors.ts'
import type { Pcm } from './pcm.ts'
import type { Chunk, Shape, Start } from './protocol.ts'
import { type Block, createResampler, type Resampler } from './resample.ts'

export interface Stream {
  readonly shape: Shape
  /** Begins at a frame; what was asked of an earlier start and is not answered yet comes back as null. */
  start(start: Start): Promise<void>
  /** The next samples, at most `frames`, none after the end; null when started anew in the meantime. */
  read(frames: number): Promise<Chunk | null>
  close(): void
}

/** Streams `pcm`; reading pulls just enough of it, so nothing is decoded that nobody asked for. */
export function createStream(pcm: Pcm): Stream {
  const shape: Shape = {
    rate: pcm.rate,
    channels: pcm.channels,
    codec: pcm.codec,
    frames: pcm.frames,
    exact: pcm.exact,
  }
  let run = 0
  let blocks: AsyncGenerator<Block, void, unknown> | null = null
  let resampler: Resampler | null = null
  let reached = 0
  let ended = false
  let turn: Promise<unknown> = Promise.resolve()

  async function pull(mine: number, frames: number): Promise<Chunk | null> {
    while (mine === run && blocks && resampler && !ended && resampler.ready() < frames) {
      const next = await blocks.next()
      if (mine !== run || !resampler) return null
      if (next.done) {
        ended = true
        resampler.end(reached)
      } else {
        resampler.push(next.value)
        reached = next.value.at + (next.value.planes[0]?.length ?? 0)
      }
    }
    if (mine !== run || !resampler) return null
    const block = resampler.take(frames)
    const ends = ended && resampler.ready() === 0 ? reached : null
    if (block) return { ...block, ends }
    return { at: 0, planes: [], ends }
  }

  return {
    shape,
    async start({ from, fraction, outputRate }) {
      run += 1
      const old = blocks
      resampler = createResampler(pcm.rate, outputRate, pcm.channels, from, fraction)
      blocks = pcm.blocks(resampler.firstInput)
      reached = resampler.firstInput
      ended = false
      // An idle generator would keep its decoder.
      old?.return().catch(() => undefined)
    },
    read(frames) {
      const mine = run
      if (!blocks) throw new DwellError('internal', 'a stream must be started before it is read')
      const answer = turn.then(() => pull(mine, frames))
      turn = answer.catch(() => undefined)
      return answer
    },
    close() {
      run += 1
      blocks?.return().catch(() => undefined)
      blocks = null
      resampler = null
      pcm.close()
    },
  }
}
