// Runs scans one after the other: what is asked for while one runs is gathered into the next; each can be cancelled.
import { DwellError } from '../../../../preload/contract/errors.ts'
import type { ScanProgress } from '../../../../preload/contract/library.ts'
import type { Log } from '../../log.ts'
import { settleRoot } from './absence.ts'
import type { ScanCounts, ScanOutcome } from './outcome.ts'
import { createProgress } from './progress.ts'
import { type ScanScope, type ScanTools, scan } from './scan.ts'
import { committing, createSlice, type InSlices, type Slice } from './slices.ts'
import type { WalkStart } from './walk.ts'

export interface ScannerOptions extends ScanTools {
  readonly log: Log
  readonly onProgress: (progress: ScanProgress) => void
  /** Rows changed and are committed. */
  readonly onCommit: (trackIds: readonly number[]) => void
  readonly onScanned: (outcome: ScanOutcome) => void
  /** Explains what went wrong with the store, and tells the listener where needed. */
  readonly explain: (thrown: unknown) => unknown
}

export interface Scanner {
  /** Resolves when what was asked for has been scanned, null when that was cancelled or failed. */
  request(scopes: readonly ScanScope[]): Promise<ScanOutcome | null>
  /** Makes the tracks of a root follow its state, between scans. */
  settle(rootId: number): Promise<void>
  /** Other writing to the same rows, between scans. */
  between(work: (inSlices: InSlices, slice: Slice) => Promise<void>): Promise<void>
  cancel(): void
  progress(): ScanProgress
  /** Why the last scan did not come to an end; null when it did. */
  failure(): unknown
  /** Cancels, and resolves when nothing is written any more. */
  close(): Promise<void>
}

/** More folders than this are not worth picking out. */
const manyStarts = 200

export function createScanner(options: ScannerOptions): Scanner {
  const { writer, log, tick, now } = options
  const { roots } = writer.tables
  const progress = createProgress(now, tick, options.onProgress)
  let pending = new Map<number, readonly WalkStart[] | null>()
  let waiting: ((outcome: ScanOutcome | null) => void)[] = []
  let stop: AbortController | null = null
  /** Scans and settlings, one after the other. */
  let chain: Promise<void> = Promise.resolve()
  let closed = false
  let failure: unknown = null

  function add(scope: ScanScope): void {
    const before = pending.get(scope.rootId)
    const whole = scope.starts === null || before === null
    const starts = whole ? null : [...(before ?? []), ...(scope.starts ?? [])]
    pending.set(scope.rootId, starts !== null && starts.length > manyStarts ? null : starts)
  }

  /** Part of a root is only looked at again when the whole is known to be there. */
  function scopes(): readonly ScanScope[] {
    return [...pending].flatMap(([rootId, starts]) => {
      const row = roots.one(rootId)
      if (row === null) return []
      return [
        { rootId, starts: row.state === 'present' && row.settling === 0 && row.lastScanAt !== null ? starts : null },
      ]
    })
  }

  async function run(): Promise<void> {
    const asked = scopes()
    const answer = waiting
    pending = new Map()
    waiting = []
    if (asked.length === 0 || closed) {
      for (const resolve of answer) resolve(null)
      return
    }
    stop = new AbortController()
    failure = null
    const from = tick()
    let last: ScanCounts | null = null
    progress.begin()
    let outcome: ScanOutcome | null = null
    try {
      outcome = await scan(options, asked, stop.signal, {
        onProgress: counts => {
          last = counts
          progress.say(counts)
        },
        onCommit: options.onCommit,
      })
      log.info('Scanned.', { ...facts(outcome.counts), ms: Math.round(tick() - from) })
      options.onScanned(outcome)
    } catch (thrown) {
      const meant = options.explain(thrown)
      failure = meant
      if (meant instanceof DwellError && meant.code === 'cancelled')
        log.info('The scan was cancelled.', last === null ? {} : facts(last))
      else log.error('The scan failed.', { error: meant instanceof Error ? meant.message : String(meant) })
    } finally {
      stop = null
      progress.end()
      for (const resolve of answer) resolve(outcome)
    }
  }

  const slice = createSlice(tick)
  const inSlices = committing(slice, tick, work => {
    const changed = writer.commit(work)
    if (changed.length > 0) options.onCommit(changed)
  })

  function between(work: (slices: InSlices, slice: Slice) => Promise<void>): Promise<void> {
    const done = chain.then(() => (closed ? undefined : work(inSlices, slice)))
    chain = done.catch(thrown => {
      log.error('What can be reached could not be written.', { error: String(options.explain(thrown)) })
    })
    return done
  }

  return {
    request(asked) {
      if (closed) return Promise.resolve(null)
      const first = pending.size === 0
      for (const scope of asked) add(scope)
      return new Promise(resolve => {
        waiting.push(resolve)
        if (first) chain = chain.then(run)
      })
    },
    settle: rootId => between(slices => settleRoot(rootId, writer, slices)),
    between,
    cancel() {
      pending.clear()
      stop?.abort()
    },
    progress: progress.now,
    failure: () => failure,
    async close() {
      closed = true
      pending.clear()
      stop?.abort()
      await chain
      progress.stop()
    },
  }
}

function facts({ found, read, failed }: ScanCounts): Readonly<Record<string, unknown>> {
  return { found, read, failed }
}
