// Where one looks at the map from: the point in the middle of the picture and how large a unit of the map is, in pixels.

export interface View {
  readonly x: number
  readonly y: number
  readonly scale: number
}

export interface Size {
  readonly width: number
  readonly height: number
}

/** The whole map, -1..1 both ways, in the middle. */
export const whole = ({ width, height }: Size): View => ({ x: 0, y: 0, scale: (Math.min(width, height) / 2) * 0.97 })

export const toScreen = ({ x, y, scale }: View, { width, height }: Size, px: number, py: number) => ({
  x: width / 2 + (px - x) * scale,
  y: height / 2 - (py - y) * scale,
})

export const toMap = ({ x, y, scale }: View, { width, height }: Size, sx: number, sy: number) => ({
  x: x + (sx - width / 2) / scale,
  y: y - (sy - height / 2) / scale,
})

/** Never farther than the whole map, nor closer than where a track has a window to itself; and never off the map. */
export function held(view: View, size: Size): View {
  const least = whole(size).scale
  const scale = Math.min(least * 400, Math.max(least, view.scale))
  const within = (value: number) => Math.min(1, Math.max(-1, value))
  return { x: within(view.x), y: within(view.y), scale }
}

/** `factor` times closer, with what lies under (sx, sy) staying there. */
export function zoomed(view: View, size: Size, factor: number, sx: number, sy: number): View {
  const { scale } = held({ ...view, scale: view.scale * factor }, size)
  const under = toMap(view, size, sx, sy)
  return held({ x: under.x - (sx - size.width / 2) / scale, y: under.y + (sy - size.height / 2) / scale, scale }, size)
}

export const moved = (view: View, size: Size, dx: number, dy: number): View =>
  held({ ...view, x: view.x - dx / view.scale, y: view.y + dy / view.scale }, size)

/** So that all of these are seen: the middle of them, and their spread but for the outermost tenth. */
export function around(x: Float32Array, y: Float32Array, of: readonly number[], size: Size): View {
  if (of.length === 0) return whole(size)
  const sorted = (axis: Float32Array) => Float32Array.from(of, index => axis[index] ?? 0).sort()
  const [xs, ys] = [sorted(x), sorted(y)]
  const at = (values: Float32Array, share: number) => values[Math.round((values.length - 1) * share)] ?? 0
  const span = Math.max(at(xs, 0.9) - at(xs, 0.1), at(ys, 0.9) - at(ys, 0.1), 0.04)
  return held(
    {
      x: (at(xs, 0.1) + at(xs, 0.9)) / 2,
      y: (at(ys, 0.1) + at(ys, 0.9)) / 2,
      scale: Math.min(size.width, size.height) / (span * 1.4),
    },
    size,
  )
}
