// One scan and one look at nothing new, in a process of its own as the core would do it; what it took, as a line of JSON.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createLibrary } from '../../main/core/library/index.ts'
import { createTagPool } from '../../main/core/library/tags/pool.ts'
import type { CoreContext } from '../../main/core/service.ts'
import { openStore } from '../../main/core/store/open.ts'
import { workerEntries } from '../../main/core/workers.ts'

export interface ScanOnce {
  readonly firstMs: number
  readonly againMs: number
  readonly files: number
  readonly failed: number
  /** From the call to the first rows that a window could show. */
  readonly firstRowsMs: number
  /** The longest that anything else on the core's thread had to wait, scanning and looking again. */
  readonly longestWaitMs: number
  readonly p99WaitMs: number
  readonly peakMb: number
}

const [library, profile] = process.argv.slice(2)
if (library === undefined || profile === undefined) throw new Error('usage: scan-once.ts LIBRARY PROFILE')

const quiet = () => undefined
const workers = workerEntries(new URL('../../main/core/workers.ts', import.meta.url).href)
const store = openStore({ file: `${profile}/library.db` })
const from = performance.now()
let firstRowsMs = 0
const context: CoreContext = {
  store,
  now: Date.now,
  log: { info: quiet, warn: console.error, error: console.error },
  emit: (name, payload) => {
    if (firstRowsMs > 0 || name !== 'library.progressed') return
    // The name decides the payload's type.
    if ((payload as { done: number }).done > 0 && store.db.prepare('SELECT 1 FROM tracks LIMIT 1').get() !== undefined)
      firstRowsMs = performance.now() - from
  },
  profileDir: profile,
  cacheDir: `${profile}/cache`,
  workers,
}
const tags = createTagPool({ entry: workers.tags })
const pictures = { read: async () => null, file: () => Promise.reject(new Error('no pictures here')) }
const core = createLibrary(context, { tags, artwork: pictures })
const waits = monitorEventLoopDelay({ resolution: 1 })
waits.enable()
const first = await core.scanFolder(library)
const again = await core.scanFolder(library)
waits.disable()
const result: ScanOnce = {
  firstMs: first.ms,
  againMs: again.ms,
  files: first.tracks,
  failed: first.failed.length,
  firstRowsMs,
  longestWaitMs: waits.max / 1e6,
  p99WaitMs: waits.percentile(99) / 1e6,
  peakMb: process.resourceUsage().maxRSS / 1024,
}
await core.close()
await tags.close()
store.close()
console.log(JSON.stringify(result))
