// Rows of one height in a long list: only those near the screen exist, however long the list is.
import { elementScroll, observeElementOffset, useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react'

/** Chromium caps an element's height near 33 million px: above this a pixel of the scroll bar stands for more than a pixel of the list. */
export const tallestPx = 16_000_000

export interface Scale {
  /** Height that the element gets, px. */
  readonly heightPx: number
  /** Px of the list for each px of scrolling, 1 or more. */
  readonly factor: number
}

/** How a list of `listPx` is fitted into an element that Chromium can lay out, so that its last row is still reached. */
export function scaleOf(listPx: number, viewportPx: number, tallest = tallestPx): Scale {
  if (listPx <= tallest) return { heightPx: listPx, factor: 1 }
  return { heightPx: tallest, factor: (listPx - viewportPx) / (tallest - viewportPx) }
}

export interface VirtualRows {
  readonly heightPx: number
  readonly rows: readonly { readonly index: number; readonly topPx: number }[]
  readonly widthPx: number
  /** Scrolls as little as needed to show the row whole. */
  show(index: number): void
}

interface Options {
  readonly count: number
  readonly rowPx: number
  readonly scroller: RefObject<HTMLDivElement | null>
  /** The element that holds the rows; what stands above it scrolls with them. */
  readonly body: RefObject<HTMLDivElement | null>
  /** Height of what sticks to the top of the scroller and covers rows. */
  readonly stickyPx: number
}

export function useVirtualRows({ count, rowPx, scroller, body, stickyPx }: Options): VirtualRows {
  const [above, setAbove] = useState(0)
  const [size, setSize] = useState({ width: 0, height: 0 })
  const scale = useMemo(() => scaleOf(count * rowPx, size.height), [count, rowPx, size.height])
  const scrolled = useRef(0)

  useLayoutEffect(() => {
    const [box, rows] = [scroller.current, body.current]
    if (!box || !rows) return
    const measure = (): void => {
      setAbove(Math.round(rows.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop))
      setSize(before =>
        before.width === box.clientWidth && before.height === box.clientHeight
          ? before
          : { width: box.clientWidth, height: box.clientHeight },
      )
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(box)
    // What stands above the rows decides where they begin.
    for (const sibling of box.children) observer.observe(sibling)
    return () => observer.disconnect()
  }, [scroller, body])

  const toList = useCallback(
    (px: number): number => (px <= above ? px : above + (px - above) * scale.factor),
    [above, scale.factor],
  )

  // What observes the scrolling is made once, and must know the list as it is now.
  const current = useRef(toList)
  current.current = toList

  const virtualizer = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 6,
    scrollMargin: above,
    initialRect: size,
    observeElementOffset: (instance, report) =>
      observeElementOffset(instance, (px, isScrolling) => {
        scrolled.current = px
        report(current.current(px), isScrolling)
      }),
    scrollToFn: elementScroll,
  })

  // The list's height or what is above it changed: what was observed is read anew.
  useLayoutEffect(() => {
    void rowPx
    virtualizer.measure()
  }, [virtualizer, rowPx])

  const show = useCallback(
    (index: number): void => {
      const box = scroller.current
      if (!box || index < 0) return
      const [top, bottom] = [above + index * rowPx, above + (index + 1) * rowPx]
      const from = toList(box.scrollTop)
      const wanted =
        top < from + stickyPx ? top - stickyPx : bottom > from + box.clientHeight ? bottom - box.clientHeight : from
      if (wanted === from) return
      // The first row brings back what stands above it.
      box.scrollTop = index === 0 ? 0 : wanted <= above ? wanted : above + (wanted - above) / scale.factor
    },
    [scroller, above, rowPx, stickyPx, scale.factor, toList],
  )

  const shift = scrolled.current - toList(scrolled.current)
  return {
    heightPx: scale.heightPx,
    widthPx: size.width,
    rows: virtualizer.getVirtualItems().map(({ index, start }) => ({ index, topPx: start - above + shift })),
    show,
  }
}

const places = new Map<string, number>()

/** Comes back to where the list was left, under the same key, once there are rows to scroll through. */
export function useScrollPlace(key: string, scroller: RefObject<HTMLDivElement | null>, isReady: boolean): void {
  useLayoutEffect(() => {
    const box = scroller.current
    if (!box || !isReady) return
    box.scrollTop = places.get(key) ?? 0
    return () => {
      places.set(key, box.scrollTop)
    }
  }, [key, scroller, isReady])
}
