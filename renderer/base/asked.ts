// Something asked of the core by a page: kept for going back, asked for again when an event says it may have changed.
import { useCallback, useEffect, useRef, useState } from 'react'
import type { EventName } from '../../preload/contract/contract.ts'
import type { IdList } from '../../preload/contract/library.ts'
import { listen } from './client.ts'
import { throttled } from './throttle.ts'

export type Asked<T> = (
  | { readonly state: 'loading'; readonly data: undefined }
  | { readonly state: 'ready'; readonly data: T }
  | { readonly state: 'failed'; readonly data: T | undefined; readonly error: unknown }
) & { readonly again: () => void }

const keptAnswers = 24
const kept = new Map<string, unknown>()

function keep(key: string, data: unknown): void {
  kept.delete(key)
  kept.set(key, data)
  for (const old of kept.keys()) {
    if (kept.size <= keptAnswers) break
    kept.delete(old)
  }
}

/** While a scan runs the library changes twice a second; a page that follows every second is calm enough to read. */
const followEveryMs = 1000

/**
 * The answer to `load`. `key` names the question: the same key shows at once what was had before, and must always mean the
 * same type. `load` and `refreshOn` must be stable (`useCallback`, a constant). An older answer never replaces a newer one.
 */
export function useAsked<T>(key: string, load: () => Promise<T>, refreshOn: readonly EventName[]): Asked<T> {
  const [answer, setAnswer] = useState<{ key: string; data: T | undefined; error?: unknown; failed: boolean } | null>(
    null,
  )
  const turn = useRef(0)

  const again = useCallback(() => {
    turn.current += 1
    const mine = turn.current
    load().then(
      data => {
        keep(key, data)
        if (mine === turn.current) setAnswer({ key, data, failed: false })
      },
      (error: unknown) => {
        if (mine === turn.current) setAnswer({ key, data: keptAt<T>(key), error, failed: true })
      },
    )
  }, [key, load])

  useEffect(() => {
    again()
    return () => {
      turn.current += 1
    }
  }, [again])

  useEffect(() => {
    const follow = throttled(again, followEveryMs)
    let isAway = false
    const stops = refreshOn.map(name => listen(name, follow))
    stops.push(
      window.dwell.onConnection(isHere => {
        // A core that was started again may know more than the one that fell.
        if (isHere && isAway) follow()
        isAway = !isHere
      }),
    )
    return () => {
      follow.stop()
      for (const stop of stops) stop()
    }
  }, [again, refreshOn])

  if (answer?.key === key) {
    if (answer.failed) return { state: 'failed', data: answer.data, error: answer.error, again }
    if (answer.data !== undefined) return { state: 'ready', data: answer.data, again }
  }
  const before = keptAt<T>(key)
  return before === undefined ? { state: 'loading', data: undefined, again } : { state: 'ready', data: before, again }
}

// A key always means the same question, hence the same type of answer.
const keptAt = <T>(key: string): T | undefined => kept.get(key) as T | undefined

const libraryChanged = ['library.changed'] as const

/** Ordered ids of a list of the library. */
export function useIds(key: string, load: () => Promise<IdList>): Asked<IdList> {
  return useAsked(key, load, libraryChanged)
}
