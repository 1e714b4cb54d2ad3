// The pigments of the map: one hue a genre, of equal weight on this paper, and the paper itself.
import { fromOklch, parseHex, type Rgb } from '../../ui/colour.ts'
import type { Ink, Pigments } from './map-raster.ts'

/** Neighbours in this list are far apart on the circle. The legend has the same numbers (library-map.module.css). */
const hues = [38, 248, 142, 318, 88, 205, 8, 282, 116, 172] as const

const groupColour = (group: number, isDark: boolean): Rgb =>
  fromOklch({ l: isDark ? 0.76 : 0.52, c: isDark ? 0.11 : 0.12, h: hues[group % hues.length] ?? 0 })

const inkOf = ({ r, g, b }: Rgb): Ink => (Math.round(b * 255) << 16) | (Math.round(g * 255) << 8) | Math.round(r * 255)

const mix = (a: Rgb, b: Rgb, share: number): Rgb => ({
  r: a.r + (b.r - a.r) * share,
  g: a.g + (b.g - a.g) * share,
  b: a.b + (b.b - a.b) * share,
})

/** From the tokens that the page wears now. */
export function pigmentsOf(groups: number): Pigments {
  const style = getComputedStyle(document.documentElement)
  const token = (name: string): Rgb => parseHex(style.getPropertyValue(name).trim())
  const ground = token('--ground')
  const faint = token('--ink-faint')
  const isDark = document.documentElement.dataset['theme'] !== 'light'
  return {
    ground: inkOf(ground),
    inks: Array.from({ length: groups }, (_, group) => inkOf(groupColour(group, isDark))),
    other: inkOf(mix(ground, faint, 0.75)),
    dim: inkOf(mix(ground, faint, 0.28)),
  }
}
