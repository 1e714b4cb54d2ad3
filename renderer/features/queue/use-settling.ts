// Rows that were laid out anew glide to their places and new ones fade in; for who asked for less motion they are simply there.
import { type RefObject, useLayoutEffect, useRef } from 'react'
import type { QueueItem } from '../../../preload/contract/queue.ts'

const settleMs = 260
const easing = 'cubic-bezier(0.2, 0.7, 0.2, 1)'
const still = window.matchMedia('(prefers-reduced-motion: reduce)')

/** Call with the items that the list under `ref` shows; each row carries its item's id as `data-key`. */
export function useSettling(ref: RefObject<HTMLElement | null>, items: readonly QueueItem[]): void {
  const before = useRef(new Map<string, number>())
  useLayoutEffect(() => {
    void items
    const tops = new Map<string, number>()
    const rows = [...(ref.current?.querySelectorAll<HTMLElement>('[role="row"][data-key]') ?? [])]
    for (const row of rows) tops.set(row.dataset['key'] ?? '', row.offsetTop)
    const last = before.current
    before.current = tops
    // A list that was empty appears as a whole.
    if (last.size === 0 || still.matches) return
    for (const row of rows) {
      const key = row.dataset['key'] ?? ''
      const was = last.get(key)
      const by = was === undefined ? 0 : was - (tops.get(key) ?? 0)
      if (was === undefined) row.animate({ opacity: [0, 1] }, { duration: settleMs, easing })
      else if (by !== 0) row.animate({ transform: [`translateY(${by}px)`, 'none'] }, { duration: settleMs, easing })
    }
  }, [ref, items])
}
