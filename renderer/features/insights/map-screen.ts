// The screen of the map: what is drawn, from where it is looked at, redrawn once a frame when something changed. Knows pixels, not React.
import { pigmentsOf } from './map-colours.ts'
import { type Dots, drawDots, type Pigments } from './map-raster.ts'
import { around, held, moved, type Size, toMap, toScreen, type View, whole, zoomed } from './map-view.ts'

/** A place on the canvas, CSS pixels. */
export interface Spot {
  readonly x: number
  readonly y: number
}

export interface Shown {
  readonly dots: Dots
  readonly groups: number
  readonly only: number | null
  readonly chosen: number | null
}

export interface MapScreen {
  show(shown: Shown): void
  /** About a place, or about the middle. */
  zoom(factor: number, about?: Spot): void
  move(dx: number, dy: number): void
  all(): void
  frame(points: readonly number[]): void
  /** Brings a dot into the picture where it lies outside. */
  keepInSight(index: number): void
  spotOf(index: number): Spot
  /** What lies there on the map, and how long a pixel is. */
  under(spot: Spot): { readonly x: number; readonly y: number; readonly pixel: number }
  readonly middle: { readonly x: number; readonly y: number }
  close(): void
}

/** How near to the edge a dot may lie that the keys came to. */
const marginPx = 40

/** `onDrawn` is told after each drawing where the chosen dot lies now. */
export function createMapScreen(element: HTMLCanvasElement, onDrawn: (chosen: Spot | null) => void): MapScreen {
  const context = element.getContext('2d', { alpha: false })
  let size: Size = { width: 0, height: 0 }
  let looked: View | null = null
  let picture: ImageData | null = null
  let shown: Shown | null = null
  let frame = 0
  let pigments: Pigments | null = null
  const view = (): View => looked ?? whole(size)

  function draw(): void {
    frame = 0
    if (!context || !shown || size.width === 0) return
    if (picture?.width !== element.width || picture.height !== element.height)
      picture = context.createImageData(element.width, element.height)
    const { dots, groups, only, chosen } = shown
    const ratio = element.width / size.width
    pigments ??= pigmentsOf(groups)
    drawDots(new Uint32Array(picture.data.buffer), {
      dots,
      view: view(),
      size,
      ratio,
      pigments,
      only,
    })
    context.putImageData(picture, 0, 0)
    const spot = chosen === null ? null : spotOf(chosen)
    if (spot) ringAround(context, spot, ratio)
    onDrawn(spot)
  }
  const wish = (): void => {
    frame ||= requestAnimationFrame(draw)
  }
  const look = (next: View): void => {
    looked = held(next, size)
    wish()
  }
  function spotOf(index: number): Spot {
    return toScreen(view(), size, shown?.dots.x[index] ?? 0, shown?.dots.y[index] ?? 0)
  }
  function fit(): void {
    const next = { width: element.clientWidth, height: element.clientHeight }
    // What was in the middle stays there, as large as it was beside the window.
    if (looked && size.width > 0)
      looked = held({ ...looked, scale: looked.scale * (whole(next).scale / whole(size).scale) }, next)
    size = next
    element.width = Math.round(next.width * devicePixelRatio)
    element.height = Math.round(next.height * devicePixelRatio)
    draw()
  }

  const resized = new ResizeObserver(fit)
  resized.observe(element)
  const dressed = new MutationObserver(() => {
    pigments = null
    wish()
  })
  dressed.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })

  return {
    show(next) {
      if (next.groups !== shown?.groups) pigments = null
      shown = next
      wish()
    },
    zoom: (factor, about = { x: size.width / 2, y: size.height / 2 }) =>
      look(zoomed(view(), size, factor, about.x, about.y)),
    move: (dx, dy) => look(moved(view(), size, dx, dy)),
    all() {
      looked = null
      wish()
    },
    frame: points => shown && look(around(shown.dots.x, shown.dots.y, points, size)),
    keepInSight(index) {
      const { x, y } = spotOf(index)
      const isIn = x > marginPx && y > marginPx && x < size.width - marginPx && y < size.height - marginPx
      if (!isIn) look({ ...view(), x: shown?.dots.x[index] ?? 0, y: shown?.dots.y[index] ?? 0 })
    },
    spotOf,
    under: ({ x, y }) => ({ ...toMap(view(), size, x, y), pixel: 1 / view().scale }),
    get middle() {
      return view()
    },
    close() {
      resized.disconnect()
      dressed.disconnect()
      cancelAnimationFrame(frame)
    },
  }
}

/** In the ink of the page: it is seen on every pigment. */
function ringAround(context: CanvasRenderingContext2D, { x, y }: Spot, ratio: number): void {
  context.beginPath()
  context.arc(x * ratio, y * ratio, 8 * ratio, 0, Math.PI * 2)
  context.lineWidth = 1.5 * ratio
  context.strokeStyle = getComputedStyle(document.documentElement).getPropertyValue('--ink')
  context.stroke()
}
