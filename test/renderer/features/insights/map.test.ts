// Laws of the map's picture: what lies under the pointer stays under it, the nearest dot is the nearest, every dot is drawn where it lies.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gridOf } from '../../../../renderer/features/insights/map-grid.ts'
import { drawDots } from '../../../../renderer/features/insights/map-raster.ts'
import { around, moved, toMap, toScreen, whole, zoomed } from '../../../../renderer/features/insights/map-view.ts'

const place = fc.double({ min: -1, max: 1, noNaN: true })
const points = fc.array(fc.tuple(place, place), { minLength: 1, maxLength: 60 })
const axes = (of: readonly (readonly [number, number])[]) => ({
  x: Float32Array.from(of, ([x]) => x),
  y: Float32Array.from(of, ([, y]) => y),
})

describe('finding dots', () => {
  it('gives the nearest within reach, as looking at every one does', () => {
    fc.assert(
      fc.property(points, place, place, fc.double({ min: 0.01, max: 3, noNaN: true }), (of, px, py, reach) => {
        const { x, y } = axes(of)
        const far = (i: number) => Math.hypot((x[i] ?? 0) - px, (y[i] ?? 0) - py)
        const least = Math.min(...Array.from(of.keys(), far))
        const found = gridOf(x, y).nearest(px, py, reach)
        if (found === -1) expect(least).toBeGreaterThanOrEqual(reach)
        else expect(far(found)).toBe(least)
      }),
    )
  })

  it('gives the neighbours of one in order, without itself', () => {
    fc.assert(
      fc.property(points, fc.nat(20), (of, count) => {
        const { x, y } = axes(of)
        const far = (i: number) => ((x[i] ?? 0) - (x[0] ?? 0)) ** 2 + ((y[i] ?? 0) - (y[0] ?? 0)) ** 2
        const found = gridOf(x, y).around(0, count + 1)
        const truth = Array.from(of.keys(), far)
          .slice(1)
          .sort((a, b) => a - b)
        expect(found.map(far)).toEqual(truth.slice(0, count + 1))
      }),
    )
  })

  it('goes on in the direction asked for, until there is nothing more', () => {
    const { x, y } = axes([
      [0, 0],
      [0.5, 0.1],
      [0.2, 0.15],
      [-0.1, 0],
      [0, 0.9],
    ])
    const grid = gridOf(x, y)
    expect(grid.towards(0, 1, 0)).toBe(2)
    expect(grid.towards(2, 1, 0)).toBe(1)
    expect(grid.towards(1, 1, 0)).toBe(1)
    expect(grid.towards(0, 0, 1)).toBe(4)
  })
})

describe('looking at the map', () => {
  const size = { width: 800, height: 500 }

  it('keeps what lies under the pointer there while it comes closer', () => {
    fc.assert(
      fc.property(place, place, fc.double({ min: 1, max: 8, noNaN: true }), (px, py, factor) => {
        const before = whole(size)
        const spot = toScreen(before, size, px * 0.9, py * 0.9)
        const after = zoomed(before, size, factor, spot.x, spot.y)
        const under = toMap(after, size, spot.x, spot.y)
        expect(under.x).toBeCloseTo(px * 0.9, 6)
        expect(under.y).toBeCloseTo(py * 0.9, 6)
      }),
    )
  })

  it('never leaves the map behind, however it is moved', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -3000, max: 3000 }), fc.integer({ min: -3000, max: 3000 }))),
        of => {
          const view = of.reduce((at, [dx, dy]) => moved(at, size, dx, dy), whole(size))
          expect(Math.max(Math.abs(view.x), Math.abs(view.y))).toBeLessThanOrEqual(1)
          expect(view.scale).toBeGreaterThanOrEqual(whole(size).scale)
        },
      ),
    )
  })

  it('frames a region: its dots lie in the picture', () => {
    const { x, y } = axes(Array.from({ length: 20 }, (_, n) => [0.4 + n / 100, -0.6 + n / 80] as const))
    const view = around(x, y, [...x.keys()], size)
    for (const i of x.keys()) {
      const spot = toScreen(view, size, x[i] ?? 0, y[i] ?? 0)
      expect(spot.x >= 0 && spot.x <= size.width && spot.y >= 0 && spot.y <= size.height).toBe(true)
    }
    expect(view.scale).toBeGreaterThan(2 * whole(size).scale)
  })
})

describe('the picture', () => {
  const size = { width: 60, height: 40 }
  const pigments = { ground: 0x102030, inks: [0x0000ff, 0x00ff00], other: 0xffffff, dim: 0x404040 }
  const drawn = (of: readonly (readonly [number, number])[], only: number | null, ratio = 1) => {
    const { x, y } = axes(of)
    const pixels = new Uint32Array(size.width * ratio * size.height * ratio)
    drawDots(pixels, {
      dots: {
        x,
        y,
        order: Int32Array.from(x, (_, i) => i),
        radius: x.map(() => 1.5),
        group: Uint8Array.from(x, (_, i) => (i === 2 ? 255 : i)),
      },
      view: whole(size),
      size,
      ratio,
      pigments,
      only,
    })
    return (sx: number, sy: number) =>
      (pixels[Math.floor(sy * ratio) * size.width * ratio + Math.floor(sx * ratio)] ?? 0) & 0xffffff
  }
  const dots = [
    [0, 0],
    [0.5, 0.5],
    [-0.5, -0.5],
  ] as const

  it.each([1, 2])('has each dot in its colour where it lies, at %i pixels a pixel', ratio => {
    const at = drawn(dots, null, ratio)
    const inks = dots.map(([px, py]) => {
      const spot = toScreen(whole(size), size, px, py)
      return at(spot.x, spot.y)
    })
    expect(inks).toEqual([0x0000ff, 0x00ff00, 0xffffff])
    expect(at(2, 2)).toBe(0x102030)
  })

  it('shows one region in its colour and the others dim', () => {
    const at = drawn(dots, 1)
    expect(dots.map(([px, py]) => toScreen(whole(size), size, px, py)).map(({ x, y }) => at(x, y))).toEqual([
      0x404040, 0x00ff00, 0x404040,
    ])
  })

  it('draws nothing beside itself where dots lie at its edges or beyond', () => {
    fc.assert(
      fc.property(points, of => {
        const { x, y } = axes(of)
        const pixels = new Uint32Array(size.width * size.height + 100).fill(7, size.width * size.height)
        drawDots(pixels.subarray(0, size.width * size.height), {
          dots: {
            x,
            y,
            order: Int32Array.from(x, (_, i) => i),
            radius: x.map(() => 9),
            group: new Uint8Array(x.length),
          },
          view: { x: 0.9, y: -0.9, scale: 90 },
          size,
          ratio: 1,
          pigments,
          only: null,
        })
        expect(pixels.subarray(0, size.width * size.height).every(pixel => pixel >>> 24 === 255)).toBe(true)
        expect(pixels.subarray(size.width * size.height).every(pixel => pixel === 7)).toBe(true)
      }),
    )
  })
})
