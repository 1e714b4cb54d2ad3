// The library's answers over a made library, as the core composes them, without a window.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type LibraryJobs, libraryJobs } from '../../main/core/library/reader-jobs.ts'
import { createSearch, type Search } from '../../main/core/library/search/index.ts'
import { createViews, type Views } from '../../main/core/library/views/index.ts'
import { createReader, type Reader } from '../../main/core/reader/client.ts'
import { openStore, type Store } from '../../main/core/store/open.ts'
import { workerEntries } from '../../main/core/workers.ts'
import { libraryOf, madeAt } from './library-of.ts'
import type { BenchOptions } from './measure.ts'

export interface MadeCore {
  readonly store: Store
  readonly reader: Reader<LibraryJobs>
  readonly views: Views
  readonly search: Search
  close(): Promise<void>
}

/** Opens the made library, writing it first where this run has none yet; every read-only figure of one run is of the same file. */
export function madeCore({ tracks, work }: BenchOptions): MadeCore {
  const file = join(work, `library-${tracks}.db`)
  const isNew = !existsSync(file)
  const store = openStore({ file })
  if (isNew) libraryOf(store, tracks)
  const context = {
    store,
    now: () => madeAt,
    log: { info: () => {}, warn: console.warn, error: console.error },
    emit: () => {},
    profileDir: work,
    cacheDir: work,
    workers: workerEntries(),
  }
  const reader = createReader(context, libraryJobs)
  const views = createViews(context, reader)
  const search = createSearch(context, reader, views.rows)
  return {
    store,
    reader,
    views,
    search,
    async close() {
      views.close()
      search.close()
      await reader.close()
      store.close()
    },
  }
}
