// What keys mean in a list, and how a list that is taller than Chromium allows is still scrolled to its end.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { listKey } from '../../../renderer/ui/list-keys.ts'
import { scaleOf, tallestPx } from '../../../renderer/ui/virtual-rows.ts'

const pressed = (key: string, held: { shift?: boolean; ctrl?: boolean; alt?: boolean } = {}) =>
  listKey({
    key,
    shiftKey: held.shift ?? false,
    ctrlKey: held.ctrl ?? false,
    metaKey: false,
    altKey: held.alt ?? false,
  })

describe('a key in a list', () => {
  it('moves, extends, or moves the cursor alone', () => {
    expect(pressed('ArrowDown')).toEqual({ kind: 'move', to: 'down', extend: false, keepsChoice: false })
    expect(pressed('ArrowUp', { shift: true })).toEqual({ kind: 'move', to: 'up', extend: true, keepsChoice: false })
    expect(pressed('End', { ctrl: true })).toEqual({ kind: 'move', to: 'last', extend: false, keepsChoice: true })
  })

  it('opens, chooses, asks for the menu, lets go', () => {
    expect(['Enter', 'Escape', 'ContextMenu'].map(key => pressed(key)?.kind)).toEqual(['open', 'clear', 'menu'])
    expect(pressed('a', { ctrl: true })?.kind).toBe('all')
    expect(pressed(' ', { ctrl: true })?.kind).toBe('toggle')
    expect(pressed('F10', { shift: true })?.kind).toBe('menu')
  })

  it('is left to others where it means nothing here', () => {
    expect([pressed(' '), pressed('x'), pressed('ArrowDown', { alt: true }), pressed('ArrowLeft')]).toEqual([
      null,
      null,
      null,
      null,
    ])
  })
})

describe('a tall list', () => {
  it('keeps one pixel for one pixel while Chromium can lay it out', () => {
    expect(scaleOf(100_000 * 52, 600)).toEqual({ heightPx: 5_200_000, factor: 1 })
  })

  it('never gets an element taller than Chromium lays out, and its end is the end of scrolling', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000_000 }), fc.integer({ min: 200, max: 3000 }), (count, viewport) => {
        const list = count * 52
        const { heightPx, factor } = scaleOf(list, viewport)
        expect(heightPx).toBeLessThanOrEqual(tallestPx)
        if (list <= viewport) return
        // Scrolled all the way down, the last row is on screen.
        expect((heightPx - viewport) * factor).toBeCloseTo(list - viewport, 0)
      }),
    )
  })
})
