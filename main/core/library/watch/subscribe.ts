// The operating system's word on what changes in a folder, through @parcel/watcher; loaded when first needed, for it may not load at all.
import type { AsyncSubscription, Event } from '@parcel/watcher'

export interface Touched {
  readonly kind: Event['type']
  /** Absolute. */
  readonly path: string
}

/** Tells of changes below `folder` until the returned function is called. Rejects where it cannot watch (too many folders, no such system). */
export type Subscribe = (
  folder: string,
  onTouched: (touched: readonly Touched[]) => void,
  onError: (error: Error) => void,
) => Promise<() => Promise<void>>

export const subscribe: Subscribe = async (folder, onTouched, onError) => {
  const watcher = await import('@parcel/watcher')
  const subscription: AsyncSubscription = await watcher.default.subscribe(folder, (error, events) => {
    if (error) onError(error)
    else onTouched(events.map(event => ({ kind: event.type, path: event.path })))
  })
  return () => subscription.unsubscribe()
}
