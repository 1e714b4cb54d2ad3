// What arrives anew says what it says, and is made of what was there wherever that says the same.
import { describe, expect, it } from 'vitest'
import { shared, sharedById } from '../../../renderer/base/shared.ts'

const item = (id: number, sat: number) => ({
  id,
  track: { title: `Track ${id}`, artists: [{ id: 1 }] },
  decided: { sat },
})

describe('state that arrives anew', () => {
  it('is the very same where all of it says the same', () => {
    const before = [item(1, 0.5), item(2, 0.6)]
    expect(shared(before, structuredClone(before))).toBe(before)
    expect(sharedById(before, structuredClone(before))).toBe(before)
  })

  it('keeps every part that did not change', () => {
    const before = item(1, 0.5)
    const after = shared(before, item(1, 0.7))
    expect(after).toEqual(item(1, 0.7))
    expect(after.track).toBe(before.track)
  })

  it('knows a row by its id, wherever it stands now', () => {
    const before = [item(1, 0.5), item(2, 0.6), item(3, 0.7)]
    const after = sharedById(before, [item(3, 0.7), item(4, 0.1), item(1, 0.5)])
    expect([after[0], after[2]]).toEqual([before[2], before[0]])
    expect([after[0] === before[2], after[2] === before[0]]).toEqual([true, true])
    expect(after[1]).toEqual(item(4, 0.1))
  })

  it('loses nothing of what came, and keeps nothing that is gone', () => {
    expect(shared({ a: 1, b: { c: 2 } }, { b: { c: 2 } })).toEqual({ b: { c: 2 } })
    expect(shared([1, 2, 3], [1, 2])).toEqual([1, 2])
    expect(shared({ a: [] }, { a: null })).toEqual({ a: null })
    expect(shared(undefined, { a: 1 })).toEqual({ a: 1 })
  })
})
