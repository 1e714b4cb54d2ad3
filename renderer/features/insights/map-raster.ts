// Draws a hundred thousand dots into pixels within a frame: each dot is a stamp of a known size, set down point by point. No graphics card is needed.
import type { Size, View } from './map-view.ts'

export interface Dots {
  readonly x: Float32Array
  readonly y: Float32Array
  /** In which order they are drawn: what is to be seen comes last. */
  readonly order: Int32Array
  /** Radius of each in CSS pixels where the whole map is shown. */
  readonly radius: Float32Array
  readonly group: Uint8Array
}

/** A colour as the bytes of a pixel, blue the highest: 0xbbggrr. */
export type Ink = number

export interface Pigments {
  readonly ground: Ink
  /** By group; 255 is read from the end. */
  readonly inks: readonly Ink[]
  readonly other: Ink
  /** For dots that are not of the group that is looked for. */
  readonly dim: Ink
}

interface Stamp {
  readonly dx: Int16Array
  readonly dy: Int16Array
  /** How much of the pixel the dot covers, 1..256. */
  readonly cover: Uint16Array
}

/** Stamps by radius in halves of a pixel. */
const stamps: (Stamp | undefined)[] = []
const MOST_HALVES = 64
const PARTS = 4

function stampOf(halves: number): Stamp {
  const known = stamps[halves]
  if (known) return known
  const radius = halves / 2
  const reach = Math.ceil(radius)
  const [dx, dy, cover]: [number[], number[], number[]] = [[], [], []]
  for (let row = -reach; row <= reach; row++)
    for (let column = -reach; column <= reach; column++) {
      let inside = 0
      for (let part = 0; part < PARTS * PARTS; part++) {
        const px = column + ((part % PARTS) + 0.5) / PARTS - 0.5
        const py = row + (Math.floor(part / PARTS) + 0.5) / PARTS - 0.5
        if (px * px + py * py <= radius * radius) inside++
      }
      if (inside === 0) continue
      dx.push(column)
      dy.push(row)
      cover.push((inside * 256) / (PARTS * PARTS))
    }
  const stamp = { dx: Int16Array.from(dx), dy: Int16Array.from(dy), cover: Uint16Array.from(cover) }
  stamps[halves] = stamp
  return stamp
}

export interface Drawing {
  readonly dots: Dots
  readonly view: View
  /** Of the picture, in CSS pixels; `pixels` holds ratio squared as many. */
  readonly size: Size
  readonly ratio: number
  readonly pigments: Pigments
  /** The one group that is looked for, or null. */
  readonly only: number | null
}

/** Fills `pixels` [height * ratio, width * ratio]. */
export function drawDots(pixels: Uint32Array, { dots, view, size, ratio, pigments, only }: Drawing): void {
  const width = Math.round(size.width * ratio)
  const height = Math.round(size.height * ratio)
  pixels.fill(0xff000000 | pigments.ground)
  const scale = view.scale * ratio
  const closer = (view.scale / ((Math.min(size.width, size.height) / 2) * 0.97)) ** 0.35
  const { x, y, order, radius, group } = dots
  for (let at = 0; at < order.length; at++) {
    // Inside their arrays: order holds their own places.
    const i = order[at] as number
    const px = Math.round(width / 2 + ((x[i] as number) - view.x) * scale)
    const py = Math.round(height / 2 - ((y[i] as number) - view.y) * scale)
    if (px < -MOST_HALVES || py < -MOST_HALVES || px >= width + MOST_HALVES || py >= height + MOST_HALVES) continue
    const halves = Math.min(MOST_HALVES, Math.max(2, Math.round((radius[i] as number) * 2 * ratio * closer)))
    const of = group[i] as number
    const ink = only !== null && of !== only ? pigments.dim : (pigments.inks[of] ?? pigments.other)
    press(pixels, width, height, px, py, stampOf(halves), ink)
  }
}

function press(
  pixels: Uint32Array,
  width: number,
  height: number,
  px: number,
  py: number,
  { dx, dy, cover }: Stamp,
  ink: Ink,
): void {
  for (let k = 0; k < dx.length; k++) {
    const column = px + (dx[k] as number)
    const row = py + (dy[k] as number)
    if (column < 0 || row < 0 || column >= width || row >= height) continue
    const at = row * width + column
    const part = cover[k] as number
    if (part === 256) {
      pixels[at] = 0xff000000 | ink
      continue
    }
    const under = pixels[at] as number
    const rest = 256 - part
    // Red and blue side by side in one number, green by itself.
    const redBlue = (((ink & 0xff00ff) * part + (under & 0xff00ff) * rest) >>> 8) & 0xff00ff
    const green = (((ink & 0x00ff00) * part + (under & 0x00ff00) * rest) >>> 8) & 0x00ff00
    pixels[at] = 0xff000000 | redBlue | green
  }
}
