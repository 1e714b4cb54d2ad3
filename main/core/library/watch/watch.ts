// Watches the roots: gathers what is touched for a second, asks for those folders to be scanned, and notices roots that go away or come back.

import { statSync } from 'node:fs'
import { opendir, stat } from 'node:fs/promises'
import type { Log } from '../../log.ts'
import type { RootRow } from '../../store/tables/roots.ts'
import type { ScanScope } from '../scan/scan.ts'
import { startsOf } from './starts.ts'
import { subscribe as fromSystem, type Subscribe, type Touched } from './subscribe.ts'

export interface WatchOptions {
  readonly roots: () => readonly RootRow[]
  readonly request: (scopes: readonly ScanScope[]) => void
  readonly log: Log
  readonly subscribe?: Subscribe
  /** From the last touch to the scan; a listener copying an album is not interrupted for each file. */
  readonly settleMs?: number
  /** However long the touching goes on, it is scanned after this. */
  readonly atLatestMs?: number
  readonly pollMs?: number
  /** Where the system does not tell of changes, all is listed again this often. */
  readonly rescanMs?: number
}

export interface Watch {
  /** Takes up roots that are new, and lets go of those that were removed. */
  follow(): Promise<void>
  setOn(on: boolean): Promise<void>
  close(): Promise<void>
}

/** Whether anything is to be had at a root: `bare` is a mount point without its disk, or an empty folder. */
type Presence = 'there' | 'bare' | 'away'

interface Watched {
  readonly path: string
  stop: (() => Promise<void>) | null
  presence: Presence | null
  /** The system does not tell: listed again when this many polls have passed. */
  blind: boolean
  touched: Touched[]
}

export function createWatch(options: WatchOptions): Watch {
  const { roots, request, log, subscribe = fromSystem } = options
  const { settleMs = 1000, atLatestMs = 5000, pollMs = 10_000, rescanMs = 600_000 } = options
  const watched = new Map<number, Watched>()
  let on = false
  let settling: NodeJS.Timeout | null = null
  let latest: NodeJS.Timeout | null = null
  let polling: NodeJS.Timeout | null = null
  let rescanning: NodeJS.Timeout | null = null
  /** Taking up and letting go, one after the other. */
  let chain: Promise<void> = Promise.resolve()

  function touch(entry: Watched, touched: readonly Touched[]): void {
    entry.touched.push(...touched)
    // The system stops telling of a folder that went, also where it is back before anybody looked: it is taken up anew.
    if (touched.some(({ kind, path }) => kind === 'delete' && path === entry.path)) entry.presence = 'away'
    if (settling !== null) clearTimeout(settling)
    settling = setTimeout(ask, settleMs)
    latest ??= setTimeout(ask, atLatestMs)
  }

  function quiet(): void {
    for (const timer of [settling, latest]) if (timer !== null) clearTimeout(timer)
    settling = null
    latest = null
  }

  function ask(): void {
    quiet()
    const scopes: ScanScope[] = []
    for (const [rootId, entry] of watched) {
      const { touched } = entry
      entry.touched = []
      const starts = touched.length === 0 ? [] : startsOf(entry.path, touched, isFolder)
      if (starts === null || starts.length > 0) scopes.push({ rootId, starts })
    }
    if (scopes.length > 0) request(scopes)
  }

  async function takeUp(entry: Watched): Promise<void> {
    try {
      entry.stop = await subscribe(
        entry.path,
        touched => touch(entry, touched),
        error => {
          log.warn('Watching a folder failed; what was missed is found at the next scan.', {
            folder: entry.path,
            error: error.message,
          })
          entry.blind = true
        },
      )
      entry.blind = false
    } catch (error) {
      if (!entry.blind)
        log.warn('A folder cannot be watched; it is scanned every so often instead.', {
          folder: entry.path,
          error: String(error),
        })
      entry.blind = true
    }
  }

  async function letGo(entry: Watched): Promise<void> {
    const { stop } = entry
    entry.stop = null
    await stop?.().catch((error: unknown) =>
      log.warn('A folder could not be let go.', { folder: entry.path, error: String(error) }),
    )
  }

  async function follow(): Promise<void> {
    const rows = on ? roots() : []
    const wanted = new Set(rows.map(row => row.id))
    for (const [id, entry] of [...watched]) {
      if (wanted.has(id)) continue
      watched.delete(id)
      await letGo(entry)
    }
    for (const row of rows) {
      if (watched.has(row.id)) continue
      const entry: Watched = { path: row.path, stop: null, presence: null, blind: false, touched: [] }
      watched.set(row.id, entry)
      entry.presence = await presenceOf(row.path)
      if (entry.presence !== 'away') await takeUp(entry)
    }
  }

  /** A disk that is pulled out says nothing, so it is looked for. */
  async function poll(): Promise<void> {
    for (const [rootId, entry] of [...watched]) {
      const presence = await presenceOf(entry.path)
      if (presence === entry.presence || !watched.has(rootId)) continue
      const back = entry.presence === 'away'
      entry.presence = presence
      if (presence === 'away' || back) await letGo(entry)
      if (presence !== 'away' && entry.stop === null) await takeUp(entry)
      request([{ rootId, starts: null }])
    }
  }

  function rescan(): void {
    const blind = [...watched].filter(([, entry]) => entry.blind && entry.presence !== 'away')
    if (blind.length > 0) request(blind.map(([rootId]) => ({ rootId, starts: null })))
  }

  function next(work: () => Promise<void>): Promise<void> {
    chain = chain
      .then(work)
      .catch((error: unknown) => log.error('Watching the folders failed.', { error: String(error) }))
    return chain
  }

  function stopTimers(): void {
    quiet()
    for (const timer of [polling, rescanning]) if (timer !== null) clearInterval(timer)
    polling = null
    rescanning = null
  }

  return {
    follow: () => next(follow),
    setOn(wanted) {
      if (on === wanted) return chain
      on = wanted
      stopTimers()
      if (on) {
        let busy = false
        polling = setInterval(() => {
          if (busy) return
          busy = true
          void next(poll).finally(() => {
            busy = false
          })
        }, pollMs)
        rescanning = setInterval(rescan, rescanMs)
        polling.unref()
        rescanning.unref()
      }
      return next(follow)
    },
    close() {
      on = false
      stopTimers()
      return next(follow)
    },
  }
}

async function presenceOf(path: string): Promise<Presence> {
  try {
    if (!(await stat(path)).isDirectory()) return 'away'
    const folder = await opendir(path)
    const first = await folder.read()
    await folder.close()
    return first === null ? 'bare' : 'there'
  } catch {
    return 'away'
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}
