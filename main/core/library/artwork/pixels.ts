// A decoded picture, and making it smaller by averaging squares: the cheap half of shrinking.

/** Four bytes a pixel: red, green, blue, alpha. */
export interface Pixels {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array | Uint8ClampedArray
}

/** The size to show a picture in: at most `longest` on its longer side, never larger than it is, at least one pixel. */
export function fitted(width: number, height: number, longest: number): { width: number; height: number } {
  const scale = Math.min(1, longest / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/**
 * Averages squares of `factor` x `factor` pixels; what does not fill a square at the right and bottom edge is left out.
 * Colours weigh by their alpha, so that transparent pixels do not bleed.
 */
export function averaged(pixels: Pixels, factor: number): Pixels {
  if (factor <= 1) return pixels
  const width = Math.max(1, Math.floor(pixels.width / factor))
  const height = Math.max(1, Math.floor(pixels.height / factor))
  const across = Math.min(factor, pixels.width)
  const down = Math.min(factor, pixels.height)
  const { data } = pixels
  const out = new Uint8ClampedArray(width * height * 4)
  const stride = pixels.width * 4
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let red = 0
      let green = 0
      let blue = 0
      let alpha = 0
      for (let dy = 0; dy < down; dy++) {
        let at = (y * factor + dy) * stride + x * factor * 4
        for (let dx = 0; dx < across; dx++, at += 4) {
          const a = data[at + 3] ?? 0
          red += (data[at] ?? 0) * a
          green += (data[at + 1] ?? 0) * a
          blue += (data[at + 2] ?? 0) * a
          alpha += a
        }
      }
      const to = (y * width + x) * 4
      if (alpha > 0) {
        out[to] = red / alpha
        out[to + 1] = green / alpha
        out[to + 2] = blue / alpha
      }
      out[to + 3] = alpha / (across * down)
    }
  }
  return { width, height, data: out }
}
