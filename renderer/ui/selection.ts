// Which rows of a long list are chosen, and which one has the cursor: by keys, so that it survives a new order.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'

export interface Selection {
  readonly chosen: ReadonlySet<number>
  /** Index of the row that the keyboard is on, or -1. */
  readonly active: number
  /** A click, or an arrow: alone it chooses one, with `extend` up to it, with `toggle` it adds or takes away. */
  choose(index: number, how?: { readonly extend?: boolean; readonly toggle?: boolean }): void
  /** Moves the cursor and leaves the choice. */
  moveTo(index: number): void
  chooseAll(): void
  clear(): void
  /** Keys of the chosen rows in the order of the list; those of the cursor's row when none is chosen. */
  keys(): number[]
}

const empty: ReadonlySet<number> = new Set()

export function useSelection(keys: Int32Array): Selection {
  const [chosen, setChosen] = useState(empty)
  const [active, setActive] = useState(-1)
  const anchor = useRef(-1)
  const activeKey = useRef<number | null>(null)

  const place = useCallback(
    (index: number) => {
      activeKey.current = keys[index] ?? null
      setActive(index)
    },
    [keys],
  )

  // The list came in another order: the cursor stays on its row, what is gone is no longer chosen.
  useEffect(() => {
    if (activeKey.current !== null) setActive(keys.indexOf(activeKey.current))
    anchor.current = -1
    setChosen(before => {
      if (before.size === 0) return before
      const known = new Set(keys)
      const left = [...before].filter(key => known.has(key))
      return left.length === before.size ? before : new Set(left)
    })
  }, [keys])

  return useMemo(
    () => ({
      chosen,
      active,
      choose(index, { extend = false, toggle = false } = {}) {
        const key = keys[index]
        if (key === undefined) return
        place(index)
        if (extend && anchor.current >= 0) {
          const [from, to] = [Math.min(anchor.current, index), Math.max(anchor.current, index)]
          setChosen(before => new Set([...(toggle ? before : []), ...keys.subarray(from, to + 1)]))
          return
        }
        anchor.current = index
        setChosen(before => {
          if (!toggle) return new Set([key])
          const after = new Set(before)
          if (!after.delete(key)) after.add(key)
          return after
        })
      },
      moveTo: place,
      chooseAll: () => setChosen(new Set(keys)),
      clear() {
        anchor.current = -1
        setChosen(empty)
      },
      keys() {
        const own = keys[active]
        if (chosen.size === 0) return own === undefined ? [] : [own]
        if (chosen.size === 1) return [...chosen]
        return [...keys].filter(key => chosen.has(key))
      },
    }),
    [chosen, active, keys, place],
  )
}
