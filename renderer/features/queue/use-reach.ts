// Where the keyboard stands in a list of rows: one stop for Tab, arrows inside, and the row beside one that is gone.
import { type FocusEvent, type KeyboardEvent, type RefObject, useLayoutEffect, useRef, useState } from 'react'
import type { QueueItemId } from '../../../preload/contract/ids.ts'
import type { QueueItem } from '../../../preload/contract/queue.ts'

export interface Reach {
  /** The row that Tab stops at. */
  readonly id: QueueItemId | null
  readonly listProps: {
    readonly onFocus: (event: FocusEvent<HTMLElement>) => void
    readonly onBlur: (event: FocusEvent<HTMLElement>) => void
  }
  /** Moves the focus from the row at `index`; false when the key has another meaning. */
  onKey(event: KeyboardEvent<HTMLElement>, index: number): boolean
}

/** Call with the items that the list under `ref` shows; each row carries its item's id as `data-key`. */
export function useReach(ref: RefObject<HTMLElement | null>, items: readonly QueueItem[]): Reach {
  const [last, setLast] = useState<QueueItemId | null>(null)
  /** Where the focus is, while it is in the list. */
  const focused = useRef<number | null>(null)
  const isThere = items.some(({ id }) => id === last)

  const rows = () => [...(ref.current?.querySelectorAll<HTMLElement>('[role="row"][data-key]') ?? [])]
  const focus = (index: number): void => rows()[Math.max(0, Math.min(index, items.length - 1))]?.focus()

  useLayoutEffect(() => {
    if (focused.current === null) return
    if (isThere) focused.current = items.findIndex(({ id }) => id === last)
    // The row that had the focus is gone: its place has it now.
    else if (items.length > 0) focus(focused.current)
  })

  return {
    id: isThere ? last : (items[0]?.id ?? null),
    listProps: {
      onFocus({ target }) {
        const key = target.closest('[data-key]')?.getAttribute('data-key')
        const index = items.findIndex(({ id }) => String(id) === key)
        focused.current = index < 0 ? null : index
        setLast(items[index]?.id ?? null)
      },
      onBlur({ currentTarget, relatedTarget }) {
        if (!currentTarget.contains(relatedTarget)) focused.current = null
      },
    },
    onKey({ key, altKey, ctrlKey, metaKey, shiftKey }, index) {
      if (altKey || ctrlKey || metaKey || shiftKey) return false
      const to = { ArrowUp: index - 1, ArrowDown: index + 1, Home: 0, End: items.length - 1 }[key]
      if (to === undefined) return false
      focus(to)
      return true
    },
  }
}
