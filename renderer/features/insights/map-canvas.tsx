// The canvas of the map in the page: pointer, wheel and keys become moves of its screen.
import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useMemo, useRef } from 'react'
import type { LibraryMap } from '../../../preload/contract/insights.ts'
import styles from './library-map.module.css'
import type { Grid } from './map-grid.ts'
import type { Dots } from './map-raster.ts'
import { createMapScreen, type MapScreen, type Spot } from './map-screen.ts'

interface Props {
  readonly map: LibraryMap
  readonly grid: Grid
  readonly label: string
  readonly only: number | null
  readonly chosen: number | null
  readonly onChoose: (index: number | null, by: 'pointer' | 'key') => void
  /** Where the chosen dot lies, told with every drawing; must be stable. */
  readonly onSpot: (spot: Spot | null) => void
  readonly onPlay: (index: number) => void
  /** Filled while the canvas is there. */
  readonly screen: RefObject<MapScreen | null>
}

/** How far from a dot the pointer may be, and how far it may move in a click. */
const reachPx = 9
const clickPx = 4
const zoomStep = 1.6
/** It answers to keys, though it is no control that HTML knows. */
const reachedByTab = { tabIndex: 0 } as const
const directions: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
}

/** Dots as they are drawn: what was heard most comes last, on top, and is largest. */
function dotsOf({ x, y, hours, group }: LibraryMap): Dots {
  // The many that were not heard, row by row: pixels that lie together are written together.
  const order = Int32Array.from(x, (_, index) => index).sort(
    (a, b) => (hours[a] ?? 0) - (hours[b] ?? 0) || (y[b] ?? 0) - (y[a] ?? 0),
  )
  const most = Math.max(0.1, hours[order[Math.floor(order.length * 0.99)] ?? 0] ?? 0)
  // A small library has room for larger dots.
  const base = Math.min(2.6, Math.max(0.8, 60 / Math.sqrt(Math.max(1, x.length))))
  const radius = hours.map(heard => base * (1 + 2.2 * Math.sqrt(Math.min(1.5, heard / most))))
  return { x, y, group, order, radius }
}

const spotOf = ({ nativeEvent }: PointerEvent): Spot => ({ x: nativeEvent.offsetX, y: nativeEvent.offsetY })

export function MapCanvas({ map, grid, label, only, chosen, onChoose, onSpot, onPlay, screen }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const drag = useRef<(Spot & { readonly far: number }) | null>(null)
  const dots = useMemo(() => dotsOf(map), [map])
  const groups = map.groups.length
  useEffect(() => {
    const element = canvas.current
    const ground = element?.parentElement
    if (!element || !ground) return
    const made = createMapScreen(element, onSpot)
    screen.current = made
    const onWheel = (event: WheelEvent): void => {
      // Without Ctrl the wheel goes on scrolling the page; a pinch comes with it.
      if (!event.ctrlKey && !event.metaKey) return
      event.preventDefault()
      made.zoom(Math.exp(-event.deltaY * 0.004), { x: event.offsetX, y: event.offsetY })
    }
    ground.addEventListener('wheel', onWheel, { passive: false })
    return () => {
      ground.removeEventListener('wheel', onWheel)
      made.close()
      screen.current = null
    }
  }, [onSpot, screen])
  useEffect(() => {
    screen.current?.show({ dots, groups, only, chosen })
  }, [dots, groups, only, chosen, screen])

  const under = (spot: Spot): number | null => {
    const at = screen.current?.under(spot)
    const found = at ? grid.nearest(at.x, at.y, reachPx * at.pixel) : -1
    return found === -1 ? null : found
  }
  const onPointerMove = (event: PointerEvent): void => {
    const spot = spotOf(event)
    const before = drag.current
    if (!before) {
      onChoose(under(spot), 'pointer')
      return
    }
    const [dx, dy] = [spot.x - before.x, spot.y - before.y]
    drag.current = { ...spot, far: before.far + Math.hypot(dx, dy) }
    screen.current?.move(dx, dy)
  }
  const onPointerUp = (event: PointerEvent): void => {
    const isClick = drag.current !== null && drag.current.far <= clickPx
    drag.current = null
    const found = isClick ? under(spotOf(event)) : null
    if (found !== null) onPlay(found)
  }
  const goTowards = (direction: readonly [number, number]): void => {
    const middle = screen.current?.middle ?? { x: 0, y: 0 }
    const next = chosen === null ? grid.nearest(middle.x, middle.y, 3) : grid.towards(chosen, ...direction)
    if (next < 0) return
    onChoose(next, 'key')
    screen.current?.keepInSight(next)
  }
  /** Keys zoom about the track that is chosen. */
  const zoom = (factor: number): void =>
    screen.current?.zoom(factor, chosen === null ? undefined : screen.current.spotOf(chosen))
  const verbOf = (key: string): (() => void) | null => {
    const direction = directions[key]
    if (direction) return () => goTowards(direction)
    if (key === '+' || key === '=') return () => zoom(zoomStep)
    if (key === '-') return () => zoom(1 / zoomStep)
    if (key === '0') return () => screen.current?.all()
    if (chosen === null) return null
    if (key === 'Enter') return () => onPlay(chosen)
    return key === 'Escape' ? () => onChoose(null, 'key') : null
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const verb = event.ctrlKey || event.metaKey || event.altKey ? null : verbOf(event.key)
    if (!verb) return
    event.preventDefault()
    event.stopPropagation()
    verb()
  }

  return (
    <div
      className={styles['ground']}
      role="application"
      aria-label={label}
      {...reachedByTab}
      onKeyDown={onKeyDown}
      onPointerDown={event => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        drag.current = { ...spotOf(event), far: 0 }
      }}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={() => {
        drag.current = null
      }}
      onPointerLeave={() => onChoose(null, 'pointer')}
    >
      <canvas ref={canvas} className={styles['canvas']} />
    </div>
  )
}
