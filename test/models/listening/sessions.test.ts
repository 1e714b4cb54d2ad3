// Sessions: twenty minutes of silence end one, and nothing else does.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sessionHeads } from '../../../models/listening/sessions.ts'

const minute = 60_000
const play = (fromMin: number, toMin: number, brokenAt: number | null = null) => ({
  startedAt: fromMin * minute,
  heardUntil: toMin * minute,
  brokenAt: brokenAt === null ? null : brokenAt * minute,
})

describe('a session', () => {
  it('goes on through twenty minutes of silence and ends after more', () => {
    expect(sessionHeads([play(0, 4), play(24, 28)])).toEqual([0, 0])
    expect(sessionHeads([play(0, 4), { ...play(24, 28), startedAt: 24 * minute + 1 }])).toEqual([0, 1])
  })

  it('is kept alive by its longest play, also under a shorter one', () => {
    expect(sessionHeads([play(0, 60), play(1, 2), play(70, 74)])).toEqual([0, 0, 0])
  })

  it('ends inside a play that was paused over lunch: what starts after the pause is another one', () => {
    expect(sessionHeads([play(0, 4), play(4, 70, 68), play(70, 74), play(74, 78)])).toEqual([0, 0, 2, 2])
  })

  it('never shares its start with another one, and never goes back', () => {
    const plays = fc
      .array(fc.record({ from: fc.nat(600), length: fc.nat(90), broken: fc.option(fc.nat(90)) }), { maxLength: 40 })
      .map(list =>
        list
          .map(({ from, length, broken }) => play(from, from + length, broken === null ? null : from + 1 + broken))
          .sort((a, b) => a.startedAt - b.startedAt),
      )
    fc.assert(
      fc.property(plays, list => {
        const heads = sessionHeads(list)
        expect(heads).toEqual([...heads].sort((a, b) => a - b))
        const starts = [...new Set(heads)].map(head => list[head]?.startedAt)
        expect(new Set(starts).size).toBe(starts.length)
      }),
      { numRuns: 300 },
    )
  })
})
