// Entry of the history worker: reads and matches a history from elsewhere, links ghosts, writes exports, on a connection that can only read;
// and keeps the database's log short while the core writes.
import { basename } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { DwellError, failure } from '../../../preload/contract/errors.ts'
import { checkpointOf } from '../store/checkpoint.ts'
import { openStore } from '../store/open.ts'
import { importReading } from '../store/tables/import-reading.ts'
import { exportLog } from './export.ts'
import { createGathering } from './import/columns.ts'
import { linksOf } from './import/links.ts'
import { type Prepared, prepare, summaryOf, wordsOf } from './import/prepare.ts'
import type { AskCheckpoint, AskSkipped, AskSlice, FromHistoryWorker, HistoryJob, Slice } from './import/protocol.ts'
import { readHistory } from './import/read.ts'
import { createSkipped } from './import/skipped.ts'
import { sourcesOf } from './import/sources.ts'

const port = parentPort
if (!port) throw new DwellError('internal', 'The history worker was started outside a worker.')
// given by worker-call.ts, which types it
const job = workerData as HistoryJob
const say = (message: FromHistoryWorker) => port.postMessage(message)

/** Progress is told ten times a second at most. */
const TELL_EVERY_MS = 100
let toldAt = Number.NEGATIVE_INFINITY
function tell(state: 'reading' | 'matching' | 'writing', done: number, of: number | null): void {
  if (performance.now() - toldAt < TELL_EVERY_MS) return
  toldAt = performance.now()
  say({ say: 'progress', state, done, of })
}

async function read(path: string): Promise<void> {
  const fileName = basename(path)
  const sources = await sourcesOf(path)
  const gathering = createGathering()
  const skipped = createSkipped()
  const read = await readHistory(sources, {
    now: job.now,
    fileName,
    onRow: gathering.add,
    onSkipped: skipped.add,
    onProgress: bytes => tell('reading', bytes, sources.bytes),
  }).finally(() => sources.close())
  const prepared = reading(from =>
    prepare(gathering.done(), read.format, from, (done, of) => tell('matching', done, of), skipped.add),
  )
  say({ say: 'preview', preview: { fileName, ...read, ...summaryOf(prepared) }, targets: prepared.targets.length })
  const sent = new Set<number>()
  let checkpoint: (() => void) | null = null
  port?.on('message', (question: AskSlice | AskSkipped | AskCheckpoint) => {
    if (question.ask === 'slice') {
      say({ say: 'slice', slice: sliceOf(prepared, question.from, question.limit, sent) })
      return
    }
    if (question.ask === 'skipped') {
      say({ say: 'skipped', skipped: { ...skipped.done(), files: sources.files.map(({ name }) => name) } })
      return
    }
    checkpoint ??= checkpointOf(job.databaseFile)
    checkpoint()
  })
}

function sliceOf(prepared: Prepared, from: number, limit: number, sent: Set<number>): Slice {
  const ghosts: Slice['ghosts'][number][] = []
  const plays: Slice['plays'][number][] = []
  for (let row = from; row < Math.min(prepared.count, from + limit); row++) {
    const target = prepared.target[row] ?? 0
    const known = prepared.targets[target]
    if (known === undefined) continue
    if (known.trackId === null && !sent.has(target)) {
      sent.add(target)
      const { artist, title, artistFold, titleFold, artistId } = known
      ghosts.push([target, { artist, title, artistFold, titleFold, artistId }])
    }
    plays.push({
      target,
      trackId: known.trackId,
      startedAt: prepared.startedAt[row] ?? 0,
      endedAt: prepared.endedAt[row] ?? 0,
      dwellMs: prepared.dwellMs[row] ?? 0,
      durationMs: prepared.durationMs[row] ?? 0,
      ...wordsOf(prepared, row),
    })
  }
  return { ghosts, plays }
}

function reading<T>(work: (reading: ReturnType<typeof importReading>) => T): T {
  // A profile that is not there yet is an empty one in memory, which only its own connection sees: another empty one says the same.
  const store = openStore({ file: job.databaseFile, readOnly: job.databaseFile !== ':memory:' })
  try {
    return work(importReading(store.db))
  } finally {
    store.close()
  }
}

try {
  switch (job.job) {
    case 'read':
      await read(job.path)
      break
    case 'link':
      say({ say: 'links', links: reading(from => linksOf(from, job.after)) })
      break
    case 'export':
      say({
        say: 'exported',
        plays: reading(from =>
          exported(job.path, () => exportLog(from, job.path, job.format, done => tell('writing', done, null))),
        ),
      })
      break
  }
} catch (thrown) {
  const answer = failure(thrown)
  if (!answer.ok) say({ say: 'failed', code: answer.code, message: answer.message })
}

/** What goes wrong with the file is said by its name: the system's own words hold its whole path. */
function exported(path: string, write: () => number): number {
  try {
    return write()
  } catch (cause) {
    if (cause instanceof DwellError || !(cause instanceof Error && 'syscall' in cause)) throw cause
    throw new DwellError(
      'file-unreadable',
      `“${basename(path)}” cannot be written. Choose a folder that has room and may be written to.`,
      { cause },
    )
  }
}
