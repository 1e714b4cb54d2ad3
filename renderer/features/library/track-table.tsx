// A list of tracks: everything that can be done with one or many of them, by pointer and by keyboard.
import { type KeyboardEvent, type ReactNode, type Ref, useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Origin } from '../../../preload/contract/listening.ts'
import type { QueueSource } from '../../../preload/contract/queue.ts'
import { addToQueue, playFrom, toggleLike } from '../../base/actions.ts'
import { startDrag } from '../../base/drag.ts'
import { trackIdAt, tracks } from '../../base/library-rows.ts'
import type { Point } from '../../ui/menu.tsx'
import { useSelection } from '../../ui/selection.ts'
import { type ListHandle, VirtualList } from '../../ui/virtual-list.tsx'
import type { ColumnSet } from './columns.ts'
import { TrackCells } from './track-cells.tsx'
import { type Sorting, TrackHeads } from './track-heads.tsx'
import { TrackMenu } from './track-menu.tsx'

export const trackRowPx = 52
const headPx = 36
/** Rows asked for beyond the screen, on each side. */
const ahead = 80

/** What a list that the listener may change can do with its own items. */
export interface Editing {
  readonly remove: (indexes: readonly number[]) => void
  readonly move: (index: number, toIndex: number) => void
}

interface Props {
  readonly label: string
  readonly placeKey: string
  readonly ids: Int32Array
  /** What tells two rows of the same track apart, one for each row; the ids themselves where each track is there once. */
  readonly keys?: Int32Array
  readonly set: ColumnSet
  readonly origin: Origin
  readonly source: QueueSource
  readonly sorting?: Sorting | null
  readonly onSort?: (sorting: Sorting) => void
  readonly lead?: ReactNode
  readonly tail?: ReactNode
  readonly editing?: Editing
  readonly ref?: Ref<ListHandle>
}

export function TrackTable(props: Props) {
  const { label, placeKey, ids, set, origin, source, sorting = null, onSort, lead, tail, editing, ref } = props
  const { t } = useTranslation()
  const keys = props.keys ?? ids
  const selection = useSelection(keys)
  const [menuAt, setMenuAt] = useState<Point | null>(null)
  const [widthPx, setWidth] = useState(0)

  /** Indexes of the chosen rows in the order of the list. */
  const chosen = useCallback((): number[] => {
    if (selection.chosen.size <= 1) return selection.active >= 0 ? [selection.active] : []
    const indexes: number[] = []
    keys.forEach((key, index) => {
      if (selection.chosen.has(key)) indexes.push(index)
    })
    return indexes
  }, [selection, keys])

  const chosenIds = useCallback(
    (): Int32Array<ArrayBuffer> => Int32Array.from(chosen(), index => trackIdAt(ids, index)),
    [chosen, ids],
  )

  const onSeen = useCallback(
    (first: number, last: number) => {
      const near: ReturnType<typeof trackIdAt>[] = []
      // Farthest first: the latest wish is served first, so what is on screen comes before what lies ahead.
      for (let step = ahead; step > 0; step--) {
        if (last + step < ids.length) near.push(trackIdAt(ids, last + step))
        if (first - step >= 0) near.push(trackIdAt(ids, first - step))
      }
      for (let index = first; index <= last; index++) near.push(trackIdAt(ids, index))
      tracks.want(near)
    },
    [ids],
  )

  const likeChosen = (): void => {
    toggleLike([...chosenIds()].flatMap(id => tracks.get(trackIdAt(Int32Array.of(id), 0)) ?? []))
  }

  const onKey = (event: KeyboardEvent, index: number): boolean => {
    if (event.ctrlKey || event.metaKey) return false
    if (event.altKey && editing && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      const to = index + (event.key === 'ArrowUp' ? -1 : 1)
      if (index >= 0 && to >= 0 && to < ids.length) editing.move(index, to)
      return true
    }
    if ((event.key === 'Delete' || event.key === 'Backspace') && editing) {
      const indexes = chosen()
      if (indexes.length > 0) editing.remove(indexes)
      return true
    }
    if (event.key === 'q' || event.key === 'ㅂ') {
      const added = chosenIds()
      if (added.length > 0) addToQueue(added, 'end')
      return true
    }
    return false
  }

  const head = useMemo(
    () => <TrackHeads set={set} widthPx={widthPx} sorting={sorting} {...(onSort && { onSort })} />,
    [set, widthPx, sorting, onSort],
  )

  return (
    <>
      <VirtualList
        {...(ref && { ref })}
        label={label}
        kind="grid"
        count={ids.length}
        rowPx={trackRowPx}
        placeKey={placeKey}
        lead={lead}
        head={head}
        headPx={headPx}
        tail={tail}
        isMultiple
        active={selection.active}
        rowState={index => ({ isChosen: selection.chosen.has(keys[index] ?? -1) })}
        renderRow={index => <TrackCells id={trackIdAt(ids, index)} index={index} set={set} widthPx={widthPx} />}
        onWidth={setWidth}
        onChoose={selection.choose}
        onMoveTo={selection.moveTo}
        onChooseAll={selection.chooseAll}
        onClear={selection.clear}
        onOpen={index => playFrom(ids, index, origin, source)}
        onMenu={(_index, at) => setMenuAt(at)}
        onKey={onKey}
        onSeen={onSeen}
        onDrag={(index, event) => {
          const isChosen = selection.chosen.has(keys[index] ?? -1)
          const dragged = isChosen ? chosenIds() : Int32Array.of(trackIdAt(ids, index))
          const title = tracks.get(trackIdAt(ids, index))?.title ?? ''
          startDrag(event, dragged, dragged.length > 1 ? t('library.selected', { count: dragged.length }) : title)
        }}
      />
      <TrackMenu
        at={menuAt}
        onClose={() => setMenuAt(null)}
        ids={menuAt ? chosenIds() : new Int32Array(0)}
        onPlay={() => {
          const [first] = chosen()
          if (first === undefined) return
          const many = chosenIds()
          if (many.length > 1) playFrom(many, 0, origin, source)
          else playFrom(ids, first, origin, source)
        }}
        onLike={likeChosen}
        {...(editing && {
          onRemove: () => editing.remove(chosen()),
          onMove: (by: -1 | 1) => {
            const [first] = chosen()
            if (first !== undefined && first + by >= 0 && first + by < ids.length) editing.move(first, first + by)
          },
        })}
      />
    </>
  )
}
