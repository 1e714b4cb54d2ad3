// A long list for pointer and keyboard: one stop for Tab, a cursor inside, rows made only where they are seen.
import {
  type DragEvent,
  type HTMLAttributes,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
} from 'react'
import { cx } from './cx.ts'
import { type ListKey, listKey } from './list-keys.ts'
import type { Point } from './menu.tsx'
import styles from './virtual-list.module.css'
import { useScrollPlace, useVirtualRows } from './virtual-rows.ts'

export interface ListHandle {
  focus(): void
}

export interface RowState {
  readonly isChosen: boolean
  readonly level?: number
  readonly isOpen?: boolean | undefined
  readonly className?: string | undefined
}

interface Props {
  readonly label: string
  /** `grid`: rows of cells. `tree`: rows with levels that open. */
  readonly kind: 'grid' | 'tree'
  readonly count: number
  readonly rowPx: number
  /** Same key, same place: a list comes back to where it was left. */
  readonly placeKey: string
  /** Scrolls away above the rows. */
  readonly lead?: ReactNode
  /** Sticks to the top: a row of column heads. */
  readonly head?: ReactNode
  readonly headPx?: number
  /** Stands under the last row. */
  readonly tail?: ReactNode
  /** The cells of a row: elements with `role="gridcell"` in a grid. */
  readonly renderRow: (index: number) => ReactNode
  readonly rowState: (index: number) => RowState
  readonly active: number
  readonly isMultiple?: boolean
  readonly onChoose: (index: number, how: { readonly extend: boolean; readonly toggle: boolean }) => void
  readonly onMoveTo: (index: number) => void
  readonly onChooseAll?: () => void
  readonly onClear?: () => void
  /** Enter, or a double click (a single one where rows are links). */
  readonly onOpen: (index: number) => void
  readonly opensOnClick?: boolean
  readonly onMenu?: (index: number, at: Point) => void
  /** Other keys; true when it was used. */
  readonly onKey?: (event: KeyboardEvent<HTMLDivElement>, index: number) => boolean
  /** Width inside the scroller, px, before the first paint and whenever it changes. */
  readonly onWidth?: (widthPx: number) => void
  readonly onSeen?: (first: number, last: number) => void
  readonly onDrag?: (index: number, event: DragEvent<HTMLDivElement>) => void
  readonly ref?: Ref<ListHandle>
}

export function VirtualList(props: Props) {
  const { label, kind, count, rowPx, placeKey, lead, head, headPx = 0, tail, active, onSeen, onWidth, ref } = props
  const scroller = useRef<HTMLDivElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const body = useRef<HTMLDivElement>(null)
  const id = useId()
  const { rows, heightPx, widthPx, show } = useVirtualRows({ count, rowPx, scroller, body, stickyPx: headPx })
  useScrollPlace(placeKey, scroller, count > 0)
  useImperativeHandle(ref, () => ({ focus: () => list.current?.focus() }), [])

  const [first, last] = [rows[0]?.index ?? 0, rows.at(-1)?.index ?? -1]
  useEffect(() => {
    if (last >= first) onSeen?.(first, last)
  }, [first, last, onSeen])

  useLayoutEffect(() => {
    if (widthPx > 0) onWidth?.(widthPx)
  }, [widthPx, onWidth])

  const pagePx = (): number => Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - headPx) / rowPx) - 1)

  const act = (key: ListKey): void => {
    switch (key.kind) {
      case 'move': {
        const step = key.to === 'pageUp' ? -pagePx() : key.to === 'pageDown' ? pagePx() : key.to === 'up' ? -1 : 1
        const to = key.to === 'first' ? 0 : key.to === 'last' ? count - 1 : active < 0 ? 0 : active + step
        const index = Math.min(count - 1, Math.max(0, to))
        if (key.extend) props.onChoose(index, { extend: true, toggle: false })
        else if (key.keepsChoice) props.onMoveTo(index)
        else props.onChoose(index, { extend: false, toggle: false })
        show(index)
        return
      }
      case 'open':
        if (active >= 0) props.onOpen(active)
        return
      case 'toggle':
        if (active >= 0) props.onChoose(active, { extend: false, toggle: true })
        return
      case 'all':
        props.onChooseAll?.()
        return
      case 'clear':
        props.onClear?.()
        return
      case 'menu': {
        const row = document.getElementById(`${id}-${active}`)?.getBoundingClientRect()
        if (row) props.onMenu?.(active, { x: row.left + 56, y: row.bottom - 4 })
      }
    }
  }

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.target !== list.current || event.defaultPrevented || count === 0) return
    if (props.onKey?.(event, active)) {
      event.preventDefault()
      show(active)
      return
    }
    const key = listKey(event)
    if (!key) return
    event.preventDefault()
    act(key)
  }

  // The keyboard comes in: the cursor stands on the first row that is seen.
  const onFocus = (): void => {
    if (active < 0 && count > 0) props.onMoveTo(Math.min(count - 1, scroller.current?.scrollTop === 0 ? 0 : first))
  }

  const headRows = head ? 1 : 0
  const listProps = {
    role: kind,
    tabIndex: 0,
    'aria-label': label,
    ...(kind === 'grid' && { 'aria-rowcount': count + headRows }),
    ...(props.isMultiple && { 'aria-multiselectable': true }),
    ...(active >= first && active <= last && { 'aria-activedescendant': `${id}-${active}` }),
    onKeyDown,
    onFocus,
  } satisfies HTMLAttributes<HTMLDivElement>

  const rowProps = (index: number, state: RowState): HTMLAttributes<HTMLDivElement> => ({
    role: kind === 'grid' ? 'row' : 'treeitem',
    'aria-selected': state.isChosen,
    ...(kind === 'grid' && { 'aria-rowindex': index + 1 + headRows }),
    ...(state.level !== undefined && { 'aria-level': state.level }),
    ...(state.isOpen !== undefined && { 'aria-expanded': state.isOpen }),
    ...(props.onDrag && { draggable: true, onDragStart: event => props.onDrag?.(index, event) }),
    onClick(event) {
      if (isControl(event.target)) return
      const how = { extend: event.shiftKey, toggle: event.ctrlKey || event.metaKey }
      props.onChoose(index, how)
      if (props.opensOnClick && !how.extend && !how.toggle) props.onOpen(index)
    },
    onDoubleClick(event) {
      if (!props.opensOnClick && !isControl(event.target)) props.onOpen(index)
    },
    onContextMenu(event) {
      if (!props.onMenu) return
      event.preventDefault()
      if (!state.isChosen) props.onChoose(index, { extend: false, toggle: false })
      props.onMenu(index, { x: event.clientX, y: event.clientY })
    },
  })

  return (
    <div ref={scroller} className={styles['scroller']}>
      {lead && <div>{lead}</div>}
      <div ref={list} className={styles['list']} data-list="" {...listProps}>
        {head && (
          <div {...rowGroup} className={styles['head']}>
            {head}
          </div>
        )}
        <div ref={body} {...(kind === 'grid' && rowGroup)} className={styles['body']} style={{ height: heightPx }}>
          {rows.map(({ index, topPx }) => {
            const state = props.rowState(index)
            return (
              <div
                key={index}
                id={`${id}-${index}`}
                className={cx(styles['row'], state.className)}
                style={{ top: topPx, height: rowPx }}
                {...(index === active && { 'data-active': '' })}
                {...rowProps(index, state)}
              >
                {props.renderRow(index)}
              </div>
            )
          })}
        </div>
      </div>
      {tail && <div>{tail}</div>}
    </div>
  )
}

const rowGroup = { role: 'rowgroup' } as const

/** A link or a button inside a row answers for itself. */
const isControl = (target: EventTarget): boolean => target instanceof Element && target.closest('a, button') !== null
