// What is carried over the list of what comes next: one of its own rows to another place, or tracks from elsewhere.
import { type DragEvent, useState } from 'react'
import type { QueueItemId } from '../../../preload/contract/ids.ts'
import type { QueueItem } from '../../../preload/contract/queue.ts'
import { addToQueue } from '../../base/actions.ts'
import { draggedIds, trackDragType } from '../../base/drag.ts'

const itemDragType = 'application/x-dwell-queue-item'

export interface Carrying {
  /** The row that is carried. */
  readonly id: QueueItemId | null
  /** Which side of the row at `index` it would come to lie on. */
  dropAt(index: number): 'before' | 'after' | null
  readonly listProps: {
    readonly 'data-drop-target'?: ''
    readonly onDragStart: (event: DragEvent<HTMLElement>) => void
    readonly onDragEnd: () => void
    readonly onDragOver: (event: DragEvent<HTMLElement>) => void
    readonly onDragLeave: (event: DragEvent<HTMLElement>) => void
    readonly onDrop: (event: DragEvent<HTMLElement>) => void
  }
}

export function useCarrying(items: readonly QueueItem[], move: (from: number, to: number) => void): Carrying {
  const [id, setId] = useState<QueueItemId | null>(null)
  /** Between which rows: `items.length` behind the last; null: nothing is over the list. */
  const [place, setPlace] = useState<number | null>(null)
  const isEmpty = items.length === 0

  const indexAt = (target: EventTarget): number => {
    const key = target instanceof Element ? target.closest('[data-key]')?.getAttribute('data-key') : null
    return items.findIndex(item => String(item.id) === key)
  }

  const placeUnder = ({ target, clientY }: DragEvent): number => {
    const index = indexAt(target)
    const box = target instanceof Element ? target.closest('[data-key]')?.getBoundingClientRect() : undefined
    if (index < 0 || !box) return items.length
    return clientY < box.top + box.height / 2 ? index : index + 1
  }

  return {
    id,
    dropAt: index =>
      place === index ? 'before' : place === items.length && index === items.length - 1 ? 'after' : null,
    listProps: {
      ...(place !== null && isEmpty && { 'data-drop-target': '' }),
      onDragStart(event) {
        const item = items[indexAt(event.target)]
        if (!item) return
        event.dataTransfer.effectAllowed = 'move'
        event.dataTransfer.setData(itemDragType, String(item.id))
        event.dataTransfer.setData('text/plain', item.track.title)
        setId(item.id)
      },
      onDragEnd() {
        setId(null)
        setPlace(null)
      },
      onDragOver(event) {
        const { types } = event.dataTransfer
        const isTracks = types.includes(trackDragType)
        if (!isTracks && !types.includes(itemDragType)) return
        event.preventDefault()
        event.dataTransfer.dropEffect = isTracks ? 'copy' : 'move'
        setPlace(placeUnder(event))
      },
      onDragLeave({ currentTarget, relatedTarget }) {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setPlace(null)
      },
      onDrop(event) {
        event.preventDefault()
        const to = placeUnder(event)
        setPlace(null)
        const from = items.findIndex(item => String(item.id) === event.dataTransfer.getData(itemDragType))
        if (from >= 0) {
          move(from, from < to ? to - 1 : to)
          return
        }
        // On the first place they play next, elsewhere they wait their turn.
        const ids = draggedIds(event.dataTransfer.getData(trackDragType))
        if (ids.length > 0) addToQueue(ids, to === 0 && !isEmpty ? 'next' : 'end')
      },
    },
  }
}
