// Answers of the reader, kept: when something changed they are read again, in the background where that takes long.
import { isDeepStrictEqual } from 'node:util'
import { frameMs } from '../../../../preload/contract/slow.ts'
import type { Reader } from '../../reader/client.ts'
import type { Answer as AnswerOf, Job as JobOf, JobName as NameOf } from '../../reader/jobs.ts'
import type { LibraryJobs } from '../reader-jobs.ts'

type JobName = NameOf<LibraryJobs>
type Job<N extends JobName> = JobOf<LibraryJobs, N>
type Answer<N extends JobName = JobName> = AnswerOf<LibraryJobs, N>

/** What changed: files and tags, what was heard, or what the listener said. */
export type Change = 'library' | 'stats' | 'wishes'

export interface Kept<T> {
  readonly value: T
  /** Grows when the value differs from the one before. */
  readonly version: number
}

export interface Wanted<N extends JobName> {
  /** Two jobs with one key have one answer. */
  readonly key: string
  /** Made when it is read: it may hold the present time. */
  readonly job: () => Job<N>
  readonly changesWith: ReadonlySet<Change>
}

export interface KeptAnswers {
  /** The answer of now where it is read within a frame, else the last one, if there is one. */
  get<N extends JobName>(wanted: Wanted<N>): Promise<Kept<Answer<N>>>
  /** Reads what will be asked for, after everything that is waited for. */
  prime<N extends JobName>(wanted: Wanted<N>): Promise<void>
  /** Something changed: answers that depend on it are old. Those in use are read again soon, the others when they are asked for. */
  invalidate(change: Change): void
  /** Grows with every change, and with every answer that differs. */
  version(): number
  close(): void
}

export interface KeptOptions {
  /** From a change to the reading; more changes in between are read together. */
  readonly settleMs: number
  /** Between two readings, at least. */
  readonly restMs: number
  /** Told after a reading: what differs now has `version`. */
  readonly onRefreshed: (version: number, changes: ReadonlySet<Change>, differs: boolean) => void
  readonly onFailure: (error: unknown) => void
}

interface Slot {
  readonly wanted: Wanted<JobName>
  kept: Kept<Answer> | null
  reading: Promise<Kept<Answer>> | null
  /** Something changed after it was read, or while. */
  old: boolean
  /** How long the last reading took. */
  tookMs: number
  /** Asked for since it was last read. */
  used: boolean
}

/** The most lists kept; each is 0.4 MB at a hundred thousand tracks. */
const mostKept = 32

export function createKept(reader: Reader<LibraryJobs>, options: KeptOptions): KeptAnswers {
  const slots = new Map<string, Slot>()
  let version = 0
  let changed = new Set<Change>()
  let timer: NodeJS.Timeout | undefined
  let refreshing = false
  /** An answer that somebody had differs now. */
  let differs = false
  let closed = false

  function slotOf(wanted: Wanted<JobName>): Slot {
    const slot = slots.get(wanted.key) ?? { wanted, kept: null, reading: null, old: false, tookMs: 0, used: false }
    // Moved to the end: the first in the map is the one not asked for the longest.
    slots.delete(wanted.key)
    slots.set(wanted.key, slot)
    for (const [key, { reading }] of slots) {
      if (slots.size <= mostKept) break
      if (!reading) slots.delete(key)
    }
    return slot
  }

  function read(slot: Slot, urgency: 'now' | 'later'): Promise<Kept<Answer>> {
    slot.old = false
    slot.used = false
    const reading = reader
      .ask(slot.wanted.job(), urgency)
      .then(({ value, tookMs }) => {
        slot.tookMs = tookMs
        if (!slot.kept || !isDeepStrictEqual(slot.kept.value, value)) {
          version += 1
          if (slot.kept) differs = true
          slot.kept = { value, version }
        }
        return slot.kept
      })
      .catch((error: unknown) => {
        slot.old = true
        throw error
      })
      .finally(() => {
        slot.reading = null
      })
    slot.reading = reading
    return reading
  }

  async function newest(slot: Slot): Promise<Kept<Answer>> {
    // Changes may come faster than answers: the second reading will do.
    for (let turn = 0; turn < 2; turn += 1) {
      if (slot.kept && (!slot.old || slot.tookMs > frameMs)) break
      const reading = slot.reading ?? read(slot, 'now')
      if (!slot.kept) await reading
      else await reading.catch(failed)
    }
    return slot.kept ?? (await read(slot, 'now'))
  }

  function failed(error: unknown): void {
    if (!closed) options.onFailure(error)
  }

  function schedule(afterMs: number): void {
    if (timer || refreshing || closed) return
    timer = setTimeout(() => {
      timer = undefined
      void refresh()
    }, afterMs)
    timer.unref()
  }

  async function refresh(): Promise<void> {
    refreshing = true
    const changes = changed
    changed = new Set()
    for (const slot of [...slots.values()]) {
      if (!slot.old || !slot.used || slot.reading || closed) continue
      await read(slot, 'later').catch(failed)
    }
    refreshing = false
    if (closed) return
    options.onRefreshed(version, changes, differs)
    differs = false
    if (changed.size > 0 || [...slots.values()].some(slot => slot.old && slot.used)) schedule(options.restMs)
  }

  return {
    async get<N extends JobName>(wanted: Wanted<N>) {
      const slot = slotOf(wanted)
      const kept = await newest(slot)
      slot.used = true
      // What changed while it was read for the first time is read as well.
      if (slot.old) schedule(options.settleMs)
      // A slot's answer is of its own job's type: both are made from the same `wanted`.
      return kept as Kept<Answer<N>>
    },
    async prime(wanted) {
      if (closed) return
      const slot = slotOf(wanted)
      if (!slot.kept && !slot.reading) await read(slot, 'later').catch(failed)
    },
    invalidate(change) {
      changed.add(change)
      version += 1
      for (const slot of slots.values()) if (slot.wanted.changesWith.has(change)) slot.old = true
      schedule(options.settleMs)
    },
    version: () => version,
    close() {
      closed = true
      clearTimeout(timer)
    },
  }
}
