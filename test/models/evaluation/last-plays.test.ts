// The test on a listener's last plays: it is the end of the history, in blocks that follow each other, and never all of it.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lastBlocks } from '../../../models/evaluation/last-plays.ts'

describe('the last plays', () => {
  it('follow each other to the end, and leave at least half to learn from', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 200_000 }), count => {
        const blocks = lastBlocks(count)
        expect(blocks.length).toBeLessThanOrEqual(4)
        expect(blocks.at(-1)?.to).toBe(count)
        for (const [at, block] of blocks.entries()) {
          expect(block.to).toBeGreaterThanOrEqual(block.from)
          if (at > 0) expect(block.from).toBe(blocks[at - 1]?.to)
        }
        expect(blocks[0]?.from).toBeGreaterThanOrEqual(count / 2)
      }),
    )
  })

  it('are half of a short history, a tenth of a long one, and 1,500 at most', () => {
    const tested = (count: number) => count - (lastBlocks(count)[0]?.from ?? 0)
    expect([60, 200, 1000, 5000, 100_000].map(tested)).toEqual([30, 100, 150, 500, 1500])
    expect(lastBlocks(60)).toHaveLength(4)
    expect(lastBlocks(5000)).toHaveLength(1)
  })
})
