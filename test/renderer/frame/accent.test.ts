// The accent may come from any picture, and must be readable on every surface of both themes.
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accentOf, strongestHue, surfaces } from '../../../renderer/frame/accent.ts'
import { contrast, fromOklch, parseHex, toHex, toOklch } from '../../../renderer/ui/colour.ts'

const AA = 4.5
const hue = fc.record({
  l: fc.double({ min: 0, max: 1, noNaN: true }),
  c: fc.double({ min: 0, max: 0.37, noNaN: true }),
  h: fc.double({ min: 0, max: 359.9, noNaN: true }),
})
const flat = (r: number, g: number, b: number, count = 64): number[] =>
  Array.from({ length: count }, () => [r, g, b, 255]).flat()

describe('an accent', () => {
  it('is readable (WCAG AA) on each surface of its theme, whatever colour it was taken from', () => {
    fc.assert(
      fc.property(hue, taken => {
        const accent = accentOf(taken)
        for (const ground of surfaces.dark) {
          expect(contrast(parseHex(accent.dark), parseHex(ground))).toBeGreaterThanOrEqual(AA)
        }
        for (const ground of surfaces.light) {
          expect(contrast(parseHex(accent.light), parseHex(ground))).toBeGreaterThanOrEqual(AA)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('carries text that is readable on it', () => {
    fc.assert(
      fc.property(hue, taken => {
        const accent = accentOf(taken)
        expect(contrast(parseHex(accent.dark), parseHex(accent.onDark))).toBeGreaterThanOrEqual(AA)
        expect(contrast(parseHex(accent.light), parseHex(accent.onLight))).toBeGreaterThanOrEqual(AA)
      }),
      { numRuns: 500 },
    )
  })

  it('keeps the hue that the sleeve is remembered by', () => {
    const sleeve = Uint8ClampedArray.from([...flat(240, 236, 226, 700), ...flat(206, 48, 40, 300)])
    const found = strongestHue(sleeve)
    expect(found?.h).toBeGreaterThan(15)
    expect(found?.h).toBeLessThan(40)
  })

  it('is not taken from a grey sleeve, nor from an empty picture', () => {
    expect(strongestHue(Uint8ClampedArray.from([...flat(20, 20, 20), ...flat(200, 200, 200)]))).toBeNull()
    expect(strongestHue(new Uint8ClampedArray(0))).toBeNull()
    expect(strongestHue(Uint8ClampedArray.from([255, 0, 0, 0]))).toBeNull()
  })
})

describe('a colour', () => {
  it('comes back from OKLCH as it went in', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffff }), n => {
        const hex = `#${n.toString(16).padStart(6, '0')}`
        expect(toHex(fromOklch(toOklch(parseHex(hex))))).toBe(hex)
      }),
      { numRuns: 300 },
    )
  })
})

describe('the tokens', () => {
  const css = readFileSync(new URL('../../../renderer/ui/tokens.css', import.meta.url), 'utf8')
  const themes = {
    dark: css.split(/\[data-theme=.dark.\]/)[1] ?? '',
    light: css.split(/\[data-theme=.light.\]/)[1] ?? '',
  }
  const token = (theme: 'dark' | 'light', name: string): string =>
    new RegExp(`--${name}: (?:var\\([^,]+, )?(#[0-9a-f]{6})`).exec(themes[theme])?.[1] ?? ''

  it.each(['dark', 'light'] as const)('keep every ink readable on every surface: %s', theme => {
    const grounds = ['ground', 'raised', 'sunken'].map(name => token(theme, name))
    expect(grounds).toEqual([...surfaces[theme]])
    for (const name of ['ink', 'ink-soft', 'ink-faint', 'accent', 'warn']) {
      for (const ground of grounds) {
        expect(contrast(parseHex(token(theme, name)), parseHex(ground)), `${name} on ${ground}`).toBeGreaterThanOrEqual(
          AA,
        )
      }
    }
    expect(contrast(parseHex(token(theme, 'on-accent')), parseHex(token(theme, 'accent')))).toBeGreaterThanOrEqual(AA)
  })
})
