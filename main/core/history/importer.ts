// Imports as a whole: previewed without a write, written in slices that count only together, taken out and brought back.

import { DwellError } from '../../../preload/contract/errors.ts'
import type {
  HistoryFormat,
  ImportedHistory,
  ImportPreview,
  ImportProgress,
} from '../../../preload/contract/history.ts'
import type { CoreContext } from '../service.ts'
import { importTables } from '../store/tables/imports.ts'
import { turn } from '../turn.ts'
import type { SkippedRows } from './import/protocol.ts'
import { callWorker, type Progressed, type WorkerCall } from './worker-call.ts'

export interface Importer {
  preview(path: string): Promise<ImportPreview>
  /** The rows of a previewed history that are no new plays. Throws 'not-found' when the preview is gone. */
  skipped(previewId: string): Promise<SkippedRows>
  run(previewId: string): Promise<ImportedHistory>
  cancel(): Promise<void>
  progress(): ImportProgress
  all(): readonly ImportedHistory[]
  undo(id: number): void
  redo(id: number): void
  /** Takes out what a killed import left, a slice between other work. */
  tidy(): Promise<void>
  close(): Promise<void>
}

interface Held {
  readonly preview: ImportPreview
  readonly call: WorkerCall
  readonly targets: number
}

const idle: ImportProgress = { state: 'idle', done: 0, of: null, msLeft: null }
/** Plays written in one transaction: as many as this machine, as busy as it is, writes in half a frame. */
const SLICE = { least: 25, first: 200, most: 1000, shouldTakeMs: 8 } as const
/** Plays whose log is brought into the database by the worker: a few megabytes. */
const CHECKPOINT_EVERY = 2000
const TAKEN_OUT_AT_ONCE = 200
const TELL_EVERY_MS = 200
/** A preview that nobody decides about gives its memory back. */
const HELD_MS = 30 * 60_000
/** Nothing is said of the time left before this share is done. */
const LEAST_SHARE = 0.02

export function createImporter(context: CoreContext): Importer {
  const { store, now, emit, log, workers } = context
  const tables = importTables(store.db)
  let held: Held | null = null
  let reading: WorkerCall | null = null
  let writing: { cancelled: boolean; readonly ended: Promise<unknown> } | null = null
  let progress = idle
  let stateSince = 0
  let toldAt = 0
  let previews = 0
  let forget: NodeJS.Timeout | undefined
  let closed = false

  function tell(next: Omit<ImportProgress, 'msLeft'>): void {
    const at = performance.now()
    if (next.state !== progress.state) stateSince = at
    const share = next.of === null || next.of === 0 ? 0 : next.done / next.of
    const msLeft = share < LEAST_SHARE ? null : Math.round(((at - stateSince) / share) * (1 - share))
    const isNews = next.state !== progress.state || at - toldAt >= TELL_EVERY_MS
    progress = next.state === 'idle' ? idle : { ...next, msLeft }
    if (!isNews) return
    toldAt = at
    emit('history.progressed', progress)
  }
  const onProgress = ({ state, done, of }: Progressed) => tell({ state, done, of })

  async function drop(): Promise<void> {
    clearTimeout(forget)
    const call = held?.call
    held = null
    await call?.end()
  }

  /** It was made of what counted then: run now, it could bring plays in twice, or leave some out. */
  function dropPreview(): void {
    if (writing === null) void drop()
  }

  function assertFree(): void {
    if (writing !== null)
      throw new DwellError('unsupported', 'A history is being brought in. Wait for its end, or cancel it.')
  }

  async function preview(path: string): Promise<ImportPreview> {
    assertFree()
    await reading?.end()
    await drop()
    const call = callWorker(workers.history, { job: 'read', databaseFile: store.file, now: now(), path }, onProgress)
    reading = call
    try {
      const { preview: found, targets } = await call.next('preview')
      const made: ImportPreview = { previewId: `preview-${++previews}-${now()}`, ...found }
      held = { preview: made, call, targets }
      forget = setTimeout(() => void drop(), HELD_MS)
      forget.unref()
      return made
    } catch (thrown) {
      await call.end()
      throw thrown
    } finally {
      if (reading === call) {
        reading = null
        tell(idle)
      }
    }
  }

  function heldAs(previewId: string): Held {
    if (held === null || held.preview.previewId !== previewId)
      throw new DwellError('not-found', 'This preview is gone. Choose the file again.')
    return held
  }

  async function write(
    { preview: shown, call, targets }: Held,
    work: { cancelled: boolean },
  ): Promise<ImportedHistory> {
    const id = tables.begin({
      format: shown.format satisfies HistoryFormat,
      fileName: shown.fileName,
      at: now(),
      plays: shown.plays,
      matchedPlays: shown.matchedPlays,
      from: shown.from ?? 0,
      to: shown.to ?? 0,
    })
    const ghostIds = new Int32Array(targets)
    let limit: number = SLICE.first
    let checkpointed = 0
    // Within a commit of the core's it would hold the core until the disk has it.
    const commitsAlone = tables.commitAlone()
    try {
      for (let done = 0; done < shown.plays; ) {
        tell({ state: 'writing', done, of: shown.plays })
        call.ask({ ask: 'slice', from: done, limit })
        const { slice } = await call.next('slice')
        if (work.cancelled)
          throw new DwellError('cancelled', 'Bringing the history in was cancelled; nothing of it was kept.')
        const from = performance.now()
        store.db
          .transaction(() => {
            for (const [target, ghost] of slice.ghosts) ghostIds[target] = tables.ghost(ghost)
            for (const { target, ...play } of slice.plays)
              tables.add(id, { ...play, ghostId: play.trackId === null ? (ghostIds[target] ?? 0) : null })
          })
          .immediate()
        const wasQuick = performance.now() - from < SLICE.shouldTakeMs
        limit = wasQuick ? Math.min(SLICE.most, limit * 2) : Math.max(SLICE.least, Math.floor(limit / 2))
        done += slice.plays.length
        if (done - checkpointed >= CHECKPOINT_EVERY) {
          call.ask({ ask: 'checkpoint' })
          checkpointed = done
        }
        if (slice.plays.length === 0)
          throw new DwellError('internal', 'The history ended before its plays were written.')
        await turn()
      }
      tables.complete(id)
      await store.durable()
      const made = tables.find(id)
      if (made === null) throw new DwellError('internal', 'The import is not to be found.')
      return made
    } catch (thrown) {
      const meant = store.health.explain(thrown)
      await takeOut(id).catch((left: unknown) =>
        log.warn('what a cut-off import left stays until the next start', { error: String(left) }),
      )
      throw meant
    } finally {
      commitsAlone.end()
    }
  }

  async function takeOut(id: number): Promise<void> {
    tables.leave(id)
    while (!closed && tables.takeOut(id, TAKEN_OUT_AT_ONCE)) await turn()
    for (let after: number | null = 0; !closed && after !== null; await turn())
      after = tables.dropGhosts(after, TAKEN_OUT_AT_ONCE)
    // Last: a kill before leaves word for the next start.
    if (!closed) tables.remove(id)
  }

  function known(id: number): ImportedHistory {
    const found = tables.find(id)
    if (found === null) throw new DwellError('not-found', 'This import is not there any more.')
    return found
  }

  return {
    preview,
    async skipped(previewId) {
      assertFree()
      const { call } = heldAs(previewId)
      call.ask({ ask: 'skipped' })
      return (await call.next('skipped')).skipped
    },
    async run(previewId) {
      assertFree()
      const shown = heldAs(previewId)
      if (shown.preview.plays === 0) throw new DwellError('bad-input', 'There is nothing new in this history.')
      const work = { cancelled: false }
      const run = write(shown, work)
      writing = Object.assign(work, { ended: run.catch(() => undefined) })
      try {
        return await run
      } finally {
        writing = null
        await drop()
        tell(idle)
        emit('history.changed', undefined)
      }
    },
    async cancel() {
      if (writing !== null) {
        writing.cancelled = true
        await writing.ended
        return
      }
      await reading?.end()
      await drop()
    },
    progress: () => progress,
    all: tables.all,
    undo(id) {
      if (known(id).undoneAt !== null) return
      dropPreview()
      tables.setUndone(id, now())
      emit('history.changed', undefined)
    },
    redo(id) {
      if (known(id).undoneAt === null) return
      // What is half written could be the same plays.
      assertFree()
      dropPreview()
      // Brought along again meanwhile: twice would count everything twice.
      if (tables.shareElsewhere(id) > 0.5)
        throw new DwellError(
          'unsupported',
          'The same plays were brought along again meanwhile. Undo that import first.',
        )
      tables.setUndone(id, null)
      emit('history.changed', undefined)
    },
    async tidy() {
      for (const id of tables.unfinished()) {
        log.info('an import that was cut off is taken out again', { id })
        await takeOut(id)
      }
    },
    async close() {
      if (writing !== null) writing.cancelled = true
      await reading?.end()
      await held?.call.end()
      await writing?.ended
      closed = true
      await drop()
    },
  }
}
