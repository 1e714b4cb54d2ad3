// The training worker put together: backends by measurement, jobs one after another, each moving down where its backend fails.
import os from 'node:os'
import type { JobInput, JobName, JobOutput } from '../../../../models/jobs/index.ts'
import { ModelError } from '../../../../models/model.ts'
import { DwellError } from '../../../../preload/contract/errors.ts'
import { after } from '../../../../preload/contract/everywhere.ts'
import type { BackendName, BackendRow, LearningState } from '../../../../preload/contract/learning.ts'
import type { Settings } from '../../../../preload/contract/settings.ts'
import type { Sidecars } from '../../host/sidecars.ts'
import type { CoreContext } from '../../service.ts'
import { upkeepTable } from '../../store/upkeep.ts'
import { hostOf, type Measured, measureAll, places, sidecarOf } from './measure.ts'
import { BackendFault, openSession, type TrainingSession } from './session.ts'
import type { RunOptions, TrainingWorker } from './training-worker.ts'

export interface TrainingWorkerParts {
  readonly sidecars: Sidecars
  readonly context: Pick<CoreContext, 'store' | 'now' | 'log'>
  readonly settings: () => Settings
  /** Keeps the listener's choice: the setting `backend`. */
  readonly keepChoice: (backend: Settings['backend']) => void
}

/** A sidecar that nobody needs is closed after so long. */
const IDLE_MS = 60_000
/** A job that is given no limit. */
const LIMIT_MS = 30 * 60_000
/** Tensors may take a quarter of the machine, within what a 32-bit WebAssembly can hold. */
const MEMORY_BYTES = Math.min(2 * 2 ** 30, Math.max(512 * 2 ** 20, os.totalmem() / 4))
/** What runs on every machine. */
const everywhere = ['wasm', 'cpu'] as const
/** What another machine, system or runtime measured says nothing here. */
const measuredOn = `${process.platform} ${os.cpus()[0]?.model ?? ''} ${process.versions['electron'] ?? process.version}`

export function createTrainingWorker({ sidecars, context, settings, keepChoice }: TrainingWorkerParts): TrainingWorker {
  const { store, now, log } = context
  const upkeep = upkeepTable(store.db)
  const listeners = new Set<() => void>()
  const kept = upkeep.get('backends')
  let measured: readonly Measured[] = kept?.on === measuredOn ? kept.rows : []
  /** Those that failed since they were measured or chosen: jobs begin below them. */
  const fallen = new Set<BackendName>()
  let trouble: LearningState['trouble'] = null
  let session: { readonly name: BackendName; readonly at: TrainingSession } | null = null
  let closed = false
  let stopIdle = () => {}
  let queue: Promise<unknown> = Promise.resolve()

  const changed = () => {
    for (const listener of listeners) listener()
  }

  /** Where a job may run, the best first: the chosen one, then by speed, then what runs everywhere. */
  function order(isLight = false): readonly BackendName[] {
    if (isLight) return everywhere.filter(name => !fallen.has(name))
    const { backend } = settings()
    const bySpeed = measured
      .filter(row => row.msPerStep !== null)
      .sort((a, b) => (a.msPerStep ?? 0) - (b.msPerStep ?? 0))
    const all = [...(backend === 'auto' ? [] : [backend]), ...bySpeed.map(({ name }) => name), ...everywhere] as const
    return [...new Set(all)].filter(name => !fallen.has(name))
  }

  /** One after another: a GPU, and a machine, has room for one. */
  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const turn = queue.then(() => {
      if (closed) throw new DwellError('cancelled', 'Dwell is closing.')
      stopIdle()
      return act()
    })
    queue = turn
      .catch(() => {})
      .then(() => {
        stopIdle()
        stopIdle = after(IDLE_MS, leave)
      })
    return turn
  }

  function leave(): void {
    session?.at.close()
    session = null
  }

  async function sessionOf(name: BackendName): Promise<TrainingSession> {
    if (session?.name === name && session.at.isOpen()) return session.at
    leave()
    const opened = await openSession({ sidecars, sidecar: sidecarOf(name), backend: name, memoryBytes: MEMORY_BYTES })
    if ('why' in opened) throw new BackendFault(opened.why)
    session = { name, at: opened }
    return opened
  }

  function moveDown(from: BackendName, to: BackendName | null, message: string): void {
    fallen.add(from)
    trouble = { at: now(), message, movedFrom: from, movedTo: to }
    log.warn('a backend failed at a job', { backend: from, goesOnWith: to, reason: message })
    changed()
  }

  async function measureNow(isOver = () => closed): Promise<readonly BackendRow[]> {
    leave()
    const rows = await measureAll({
      sidecars,
      memoryBytes: MEMORY_BYTES,
      isOver,
      onMeasured(row) {
        log.info('a backend was measured', { ...row })
        measured = [...measured.filter(({ name }) => name !== row.name), row]
        changed()
      },
    })
    if (isOver()) return backends()
    fallen.clear()
    store.health.attempt(() => upkeep.set('backends', { at: now(), on: measuredOn, rows: [...rows] }))
    changed()
    return backends()
  }

  function backends(): readonly BackendRow[] {
    const [inUse] = order()
    return places.map(({ name }) => {
      const row = measured.find(each => each.name === name)
      const known = row ?? { name, host: hostOf(name), msPerStep: null, detail: '' }
      // Before anything was measured nobody knows which it will be.
      return { ...known, inUse: name === inUse && (measured.length > 0 || settings().backend !== 'auto') }
    })
  }

  async function runDown(name: JobName, input: unknown, options: RunOptions): Promise<unknown> {
    const { signal, onProgress, onBackend, limitMs = LIMIT_MS, seed = 1, isLight = false } = options
    if (!isLight && settings().backend === 'auto' && measured.length === 0)
      await measureNow(() => closed || signal?.aborted === true)
    for (;;) {
      // With all of them fallen, what runs everywhere is tried once more.
      if (order(isLight).length === 0) fallen.clear()
      const [backend = 'wasm'] = order(isLight)
      if (signal?.aborted) throw new ModelError('cancelled', 'the job was cancelled')
      try {
        const at = await sessionOf(backend)
        onBackend?.(backend)
        return await at.run({
          name,
          input,
          seed,
          limitMs,
          ...(signal && { signal }),
          onProgress: ({ share, loss, step }) => onProgress?.({ share, loss, step, backend }),
        })
      } catch (error) {
        if (closed) throw new DwellError('cancelled', 'Dwell is closing.')
        if (!(error instanceof BackendFault)) throw error
        const [, next = null] = order(isLight)
        moveDown(backend, next, error.message)
        if (next === null) throw new DwellError('internal', `No backend could do it. The last said: ${error.message}`)
      }
    }
  }

  return {
    run: <N extends JobName>(name: N, input: JobInput<N>, options: RunOptions = {}) =>
      // the job of that name gives that output: both hosts run the table that types it
      inTurn(() => runDown(name, input, options)) as Promise<JobOutput<N>>,
    backends,
    measure: () => inTurn(() => measureNow()),
    choose(name) {
      keepChoice(name ?? 'auto')
      fallen.clear()
      changed()
      return backends()
    },
    trouble: () => trouble,
    allWell() {
      if (trouble === null) return
      trouble = null
      changed()
    },
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async close() {
      closed = true
      stopIdle()
      leave()
      await queue.catch(() => {})
      stopIdle()
      leave()
    },
  }
}
