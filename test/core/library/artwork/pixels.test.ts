// The measures of pictures: sizes from headers, sizes to show, and averages of squares.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pictureSize } from '../../../../main/core/library/artwork/picture-size.ts'
import { averaged, fitted } from '../../../../main/core/library/artwork/pixels.ts'
import { jpegLike, png } from '../../../fixtures/audio/pictures.ts'

const side = fc.integer({ min: 1, max: 10_000 })

describe('the size to show a picture in', () => {
  it('is never larger than the picture, keeps its shape, and fits', () => {
    fc.assert(
      fc.property(side, side, fc.constantFrom(64, 256, 1024), (width, height, longest) => {
        const shown = fitted(width, height, longest)
        expect(shown.width).toBeLessThanOrEqual(Math.min(width, longest))
        expect(shown.height).toBeLessThanOrEqual(Math.min(height, longest))
        expect(Math.max(shown.width, shown.height)).toBe(Math.min(longest, Math.max(width, height)))
        // Half a pixel of rounding on the shorter side, and at least one pixel.
        const exact = Math.min(width, height) * Math.min(1, longest / Math.max(width, height))
        expect(Math.abs(Math.min(shown.width, shown.height) - Math.max(1, exact))).toBeLessThanOrEqual(0.51)
      }),
    )
  })
})

describe('averaging', () => {
  it('keeps a plain colour, and mixes two', () => {
    const plain = { width: 7, height: 5, data: new Uint8Array(7 * 5 * 4).fill(90) }
    expect(averaged(plain, 2)).toEqual({ width: 3, height: 2, data: new Uint8ClampedArray(3 * 2 * 4).fill(90) })
    const two = { width: 2, height: 1, data: Uint8Array.from([0, 0, 0, 255, 200, 100, 50, 255]) }
    expect([...averaged(two, 2).data]).toEqual([100, 50, 25, 255])
    expect(averaged(plain, 1)).toBe(plain)
  })

  it('lets no colour of transparent pixels bleed in', () => {
    const half = { width: 2, height: 1, data: Uint8Array.from([255, 0, 0, 255, 0, 255, 0, 0]) }
    const [red, green, , alpha] = averaged(half, 2).data
    expect([red, green]).toEqual([255, 0])
    expect(Math.abs((alpha ?? 0) - 127.5)).toBeLessThan(1)
  })
})

describe('the size of a picture', () => {
  it('is read from its header', () => {
    expect(pictureSize(png(300, 200), 'image/png')).toEqual({ width: 300, height: 200 })
    const frame = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc2, 0, 17, 8, 0x02, 0x58, 0x03, 0x20, 3])
    expect(pictureSize(frame, 'image/jpeg')).toEqual({ width: 800, height: 600 })
    const vp8x = Buffer.concat([Buffer.from('RIFF....WEBPVP8X....'), Buffer.from([0, 0, 0, 0, 0x1f, 3, 0, 0x57, 2, 0])])
    expect(pictureSize(vp8x, 'image/webp')).toEqual({ width: 800, height: 600 })
  })

  it('of anything else is unknown, and never an accident', () => {
    expect(pictureSize(jpegLike(), 'image/jpeg')).toBeNull()
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom('image/jpeg', 'image/png', 'image/webp', 'image/gif'),
        (bytes, mime) => {
          const size = pictureSize(Buffer.from(bytes), mime)
          return size === null || (size.width > 0 && size.height > 0)
        },
      ),
      { numRuns: 1000 },
    )
  })
})
