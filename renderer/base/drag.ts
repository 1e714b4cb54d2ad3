// Tracks carried by the pointer from a list to a playlist or to up next: their ids, as text of our own type.
import type { DragEvent } from 'react'
import type { DropItem } from 'react-aria-components'
import { isTextDropItem } from 'react-aria-components'

export const trackDragType = 'application/x-dwell-tracks'

export function startDrag(event: DragEvent, ids: Int32Array, words: string): void {
  event.dataTransfer.effectAllowed = 'copyMove'
  event.dataTransfer.setData(trackDragType, ids.join(','))
  event.dataTransfer.setData('text/plain', words)
}

export async function readDrag(items: readonly DropItem[]): Promise<Int32Array<ArrayBuffer>> {
  const texts = await Promise.all(
    items
      .filter(isTextDropItem)
      .filter(item => item.types.has(trackDragType))
      .map(item => item.getText(trackDragType)),
  )
  return draggedIds(texts.join(','))
}

/** Ids of what was dragged, from its text. */
export const draggedIds = (text: string): Int32Array<ArrayBuffer> =>
  Int32Array.from(
    text
      .split(',')
      .map(Number)
      .filter(id => Number.isInteger(id) && id > 0),
  )
