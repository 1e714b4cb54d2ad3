// The accent taken from the art that plays: the picture's strongest hue, made readable on dark and on light.
import { contrast, fromOklch, type Oklch, parseHex, type Rgb, toHex, toOklch } from '../ui/colour.ts'

/** Surfaces that the accent is read on, as in tokens.css (a test compares them). */
export const surfaces = {
  dark: ['#15120f', '#1d1915', '#100d0b'],
  light: ['#f6f1e7', '#fdfaf4', '#ede6d8'],
} as const

export interface Accent {
  readonly dark: string
  readonly onDark: string
  readonly light: string
  readonly onLight: string
}

/** WCAG AA for text; a little more, so that rounding to eight bits never falls below. */
const readable = 4.55

/**
 * The hue that a picture is remembered by, or null where it has none (a grey sleeve keeps the house accent).
 * `pixels` is RGBA, 0..255. Pixels vote for one of 24 hue sectors with their chroma; very dark and very light ones count less.
 */
export function strongestHue(pixels: Uint8ClampedArray): Oklch | null {
  const sectors = Array.from({ length: 24 }, () => ({ weight: 0, l: 0, c: 0, x: 0, y: 0 }))
  let total = 0
  for (let i = 0; i + 3 < pixels.length; i += 4) {
    const [r = 0, g = 0, b = 0, a = 0] = pixels.subarray(i, i + 4)
    if (a < 128) continue
    const { l, c, h } = toOklch({ r: r / 255, g: g / 255, b: b / 255 })
    total += 1
    if (c < 0.035 || l < 0.12 || l > 0.97) continue
    const weight = c * (1 - Math.abs(l - 0.6))
    const sector = sectors[Math.floor(h / 15) % 24]
    if (!sector) continue
    sector.weight += weight
    sector.l += l * weight
    sector.c += c * weight
    sector.x += Math.cos((h * Math.PI) / 180) * weight
    sector.y += Math.sin((h * Math.PI) / 180) * weight
  }
  const best = sectors.reduce((a, b) => (b.weight > a.weight ? b : a))
  if (best.weight < total * 0.0015 || best.weight === 0) return null
  return {
    l: best.l / best.weight,
    c: best.c / best.weight,
    h: ((Math.atan2(best.y, best.x) * 180) / Math.PI + 360) % 360,
  }
}

function readableOn(colour: Oklch, grounds: readonly Rgb[], step: number): Rgb {
  let { l } = colour
  let rgb = fromOklch({ ...colour, l })
  while (grounds.some(ground => contrast(rgb, ground) < readable) && l > 0 && l < 1) {
    l = Math.min(1, Math.max(0, l + step))
    rgb = fromOklch({ ...colour, l })
  }
  return rgb
}

function inkOn(accent: Rgb): string {
  const { h } = toOklch(accent)
  const [light, dark] = [fromOklch({ l: 0.985, c: 0.01, h }), fromOklch({ l: 0.16, c: 0.02, h })]
  return toHex(contrast(accent, light) > contrast(accent, dark) ? light : dark)
}

/** One hue, two accents: bright enough on the dark surfaces, deep enough on the light ones; the ink for text on each. */
export function accentOf(hue: Oklch): Accent {
  const c = Math.min(0.17, Math.max(0.11, hue.c))
  const dark = readableOn({ l: Math.max(0.72, Math.min(hue.l, 0.84)), c, h: hue.h }, surfaces.dark.map(parseHex), 0.01)
  const light = readableOn({ l: Math.min(0.5, hue.l), c, h: hue.h }, surfaces.light.map(parseHex), -0.01)
  return { dark: toHex(dark), onDark: inkOn(dark), light: toHex(light), onLight: inkOn(light) }
}
