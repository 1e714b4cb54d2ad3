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
  /** How far its pixels reach from the middle. */
  readonly reach: number
  readonly dx: Int16Array
  readonly dy: Int16Array
  /** How much of the pixel the dot covers, 1..256; the pixels that it covers whole come first. */
  readonly cover: Uint16Array
  readonly wholes: number
}

/** Stamps by radius in halves of a pixel. */
const stamps: (Stamp | undefined)[] = []
const MOST_HALVES = 64
const PARTS = 4
/** What is covered by less is left out, by more is covered whole: unseen, and half of the work. */
const [LEAST, MOST] = [0.15, 0.9]

function stampOf(halves: number): Stamp {
  const known = stamps[halves]
  if (known) return known
  const radius = halves / 2
  const reach = Math.ceil(radius)
  const pixels: { dx: number; dy: number; cover: number }[] = []
  for (let dy = -reach; dy <= reach; dy++)
    for (let dx = -reach; dx <= reach; dx++) {
      let inside = 0
      for (let part = 0; part < PARTS * PARTS; part++) {
        const px = dx + ((part % PARTS) + 0.5) / PARTS - 0.5
        const py = dy + (Math.floor(part / PARTS) + 0.5) / PARTS - 0.5
        if (px * px + py * py <= radius * radius) inside++
      }
      const share = inside / (PARTS * PARTS)
      if (share >= LEAST) pixels.push({ dx, dy, cover: share >= MOST ? 256 : Math.round(share * 256) })
    }
  pixels.sort((a, b) => b.cover - a.cover)
  const stamp = {
    reach,
    dx: Int16Array.from(pixels, ({ dx }) => dx),
    dy: Int16Array.from(pixels, ({ dy }) => dy),
    cover: Uint16Array.from(pixels, ({ cover }) => cover),
    wholes: pixels.filter(({ cover }) => cover === 256).length,
  }
  stamps[halves] = stamp
  return stamp
}

/** Places of a stamp's pixels from its middle in a picture of one width; made anew when the width changes. */
let offsets: (Int32Array | undefined)[] = []
let offsetsWidth = 0

function offsetsOf(halves: number, { dx, dy }: Stamp, width: number): Int32Array {
  if (width !== offsetsWidth) {
    offsets = []
    offsetsWidth = width
  }
  const known = offsets[halves]
  if (known) return known
  const made = Int32Array.from(dx, (column, k) => (dy[k] ?? 0) * width + column)
  offsets[halves] = made
  return made
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
  const perRadius = 2 * ratio * closer
  const inkOf = Int32Array.from({ length: 256 }, (_, of) =>
    only !== null && of !== only ? pigments.dim : (pigments.inks[of] ?? pigments.other),
  )
  // Half a pixel more, so that cutting off rounds.
  const left = width / 2 - view.x * scale + 0.5
  const top = height / 2 + view.y * scale + 0.5
  const { x, y, order, radius, group } = dots
  for (let at = 0; at < order.length; at++) {
    // Inside their arrays: order holds their own places.
    const i = order[at] as number
    const px = Math.floor(left + (x[i] as number) * scale)
    const py = Math.floor(top - (y[i] as number) * scale)
    if (px < -MOST_HALVES || py < -MOST_HALVES || px >= width + MOST_HALVES || py >= height + MOST_HALVES) continue
    const halves = Math.min(MOST_HALVES, Math.max(2, Math.floor((radius[i] as number) * perRadius + 0.5)))
    const stamp = stampOf(halves)
    const ink = inkOf[group[i] as number] as number
    const { reach } = stamp
    if (px >= reach && py >= reach && px < width - reach && py < height - reach)
      press(pixels, py * width + px, offsetsOf(halves, stamp, width), stamp, ink)
    else pressAtEdge(pixels, width, height, px, py, stamp, ink)
  }
}

/** A dot that lies inside the picture with all its pixels. */
function press(pixels: Uint32Array, middle: number, places: Int32Array, { cover, wholes }: Stamp, ink: Ink): void {
  for (let k = 0; k < wholes; k++) pixels[middle + (places[k] as number)] = 0xff000000 | ink
  for (let k = wholes; k < places.length; k++) {
    const at = middle + (places[k] as number)
    pixels[at] = blended(pixels[at] as number, ink, cover[k] as number)
  }
}

function pressAtEdge(
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
    pixels[at] = blended(pixels[at] as number, ink, cover[k] as number)
  }
}

/** Red and blue side by side in one number, green by itself; `part` 1..256. */
function blended(under: number, ink: Ink, part: number): number {
  const rest = 256 - part
  const redBlue = (Math.imul(ink & 0xff00ff, part) + Math.imul(under & 0xff00ff, rest)) >>> 8
  const green = (Math.imul(ink & 0x00ff00, part) + Math.imul(under & 0x00ff00, rest)) >>> 8
  return 0xff000000 | (redBlue & 0xff00ff) | (green & 0x00ff00)
}
