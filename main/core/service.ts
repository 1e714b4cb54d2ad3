// What every service of the core is given: the store, the clock, a log, and a way to tell the windows.
import type { EventName, Payload } from '../../preload/contract/contract.ts'
import type { Log } from './log.ts'
import type { Store } from './store/open.ts'

export type Emit = <N extends EventName>(name: N, payload: Payload<N>) => void

export interface CoreContext {
  readonly store: Store
  /** Wall clock, ms since 1970. */
  readonly now: () => number
  readonly log: Log
  readonly emit: Emit
  /** Absolute folder of this profile: database, backups. */
  readonly profileDir: string
  /** Absolute folder for what can be made again: thumbnails. */
  readonly cacheDir: string
  /** Worker entries, see `workerEntries`. */
  readonly workers: {
    readonly tags: URL
    readonly art: URL
    readonly walk: URL
    readonly reader: URL
    readonly keeper: URL
    readonly history: URL
    readonly demo: URL
    readonly scorer: URL
  }
}
