// Cuts what a decoder gives to what was music: an end, and frames to hold back from it.
import type { Block } from './resample.ts'

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
