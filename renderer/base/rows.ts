// Rows by id: asked for in pages when they come near the screen, kept while useful, asked for again when they changed.
import { useSyncExternalStore } from 'react'
import { shared } from './shared.ts'

const pageSize = 200
const pagesInFlight = 2

export interface Rows<Id extends number, Row> {
  /** The row if it is here (perhaps stale), null when the core no longer knows it, undefined while it is on its way. */
  get(id: Id): Row | null | undefined
  /** Asks for those that are missing or stale; the latest wish is served first, so a fast scroll does not queue up. */
  want(ids: Iterable<Id>): void
  /** Rows that came with another answer. */
  put(rows: Iterable<Row>): void
  /** Everything may have changed, or just these: rows on screen are asked for again, the others when they are wanted. */
  stale(ids?: Iterable<Id>): void
  subscribe(id: Id, listener: () => void): () => void
}

/** `fetch` takes up to 200 ids; `limit` is how many rows are kept that nobody looks at. */
export function createRows<Id extends number, Row extends { readonly id: Id }>(
  fetch: (ids: Int32Array<ArrayBuffer>) => Promise<readonly Row[]>,
  limit = 6000,
): Rows<Id, Row> {
  const rows = new Map<Id, Row | null>()
  const stale = new Set<Id>()
  const listeners = new Map<Id, Set<() => void>>()
  const inFlight = new Set<Id>()
  let wanted: Id[] = []
  let running = 0
  let scheduled = false

  const tell = (id: Id): void => {
    for (const listener of listeners.get(id) ?? []) listener()
  }

  const keep = (id: Id, row: Row | null): void => {
    const before = rows.get(id)
    const kept = shared(before, row)
    // Deleting first moves the row to the young end of the map.
    rows.delete(id)
    rows.set(id, kept)
    if (kept !== before) tell(id)
  }

  const forgetOld = (): void => {
    if (rows.size <= limit) return
    for (const id of rows.keys()) {
      if (rows.size <= limit * 0.8) return
      if (!listeners.has(id)) rows.delete(id)
    }
  }

  const isNeeded = (id: Id): boolean => id > 0 && (!rows.has(id) || stale.has(id)) && !inFlight.has(id)

  const pump = (): void => {
    scheduled = false
    while (running < pagesInFlight && wanted.length > 0) {
      const page = [...new Set(wanted.splice(-pageSize))].filter(isNeeded)
      if (page.length > 0) void load(page)
    }
    // What was wanted long ago has been scrolled past; if it is seen again it is wanted again.
    if (wanted.length > pageSize * 10) wanted = wanted.slice(-pageSize * 5)
  }

  const load = async (page: readonly Id[]): Promise<void> => {
    running += 1
    for (const id of page) {
      inFlight.add(id)
      stale.delete(id)
    }
    try {
      const found = new Map((await fetch(Int32Array.from(page))).map(row => [row.id, row]))
      for (const id of page) {
        inFlight.delete(id)
        keep(id, found.get(id) ?? null)
      }
      forgetOld()
    } catch (error) {
      // The row stays as it was; it is asked for again the next time somebody looks at it.
      console.warn('rows could not be had', error)
      for (const id of page) {
        inFlight.delete(id)
        if (rows.has(id)) stale.add(id)
      }
    } finally {
      running -= 1
      pump()
    }
  }

  const want = (ids: Iterable<Id>): void => {
    for (const id of ids) if (isNeeded(id)) wanted.push(id)
    if (wanted.length === 0 || scheduled) return
    scheduled = true
    queueMicrotask(pump)
  }

  return {
    get: id => rows.get(id),
    want,
    put(found) {
      for (const row of found) {
        stale.delete(row.id)
        keep(row.id, row)
      }
    },
    stale(ids) {
      for (const id of ids ?? rows.keys()) if (rows.has(id)) stale.add(id)
      want([...listeners.keys()].filter(id => stale.has(id)))
    },
    subscribe(id, listener) {
      const set = listeners.get(id) ?? new Set()
      listeners.set(id, set)
      set.add(listener)
      if (isNeeded(id)) want([id])
      return () => {
        set.delete(listener)
        if (set.size === 0) listeners.delete(id)
      }
    },
  }
}

/** The row of `id` in a component: renders again when it arrives or changes. */
export function useRow<Id extends number, Row>(rows: Rows<Id, Row>, id: Id): Row | null | undefined {
  return useSyncExternalStore(
    listener => rows.subscribe(id, listener),
    () => rows.get(id),
  )
}
