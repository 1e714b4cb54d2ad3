// One worker thread of the pool: the errands it has, the clock it is watched by, and what is left when it is lost.
import { Worker } from 'node:worker_threads'
import { DwellError } from '../../../../preload/contract/errors.ts'
import { type Errand, type Parcel, progress, unpack } from './protocol.ts'
import type { FileToRead, Reading } from './tagged.ts'

/** One file that somebody waits for. */
export interface Task {
  readonly file: FileToRead
  readonly done: (reading: Reading) => void
  readonly failed: (error: DwellError) => void
}

export type Loss =
  | { readonly why: 'late' | 'died'; readonly blamed: Task | null; readonly unread: readonly Task[] }
  | {
      readonly why: 'never-started'
      readonly blamed: null
      readonly unread: readonly Task[]
      readonly error: DwellError
    }

export interface ReaderThreadOptions {
  readonly entry: URL
  readonly limitMs: number
  readonly heapMb: number
  /** An errand is back: there is room for another. */
  readonly onReady: () => void
  /** The thread is gone: late and ended, or dead by itself. Said once. */
  readonly onLost: (loss: Loss) => void
}

/** A thread that has not begun its first file may still be loading its code on a busy machine. */
const startLimitMs = 60_000

export class ReaderThread {
  readonly #options: ReaderThreadOptions
  readonly #worker: Worker
  readonly #clock = new Int32Array(new SharedArrayBuffer(progress.bytes))
  readonly #errands: Task[][] = []
  #watch: NodeJS.Timeout | undefined
  /** Files of errands that are back. */
  #behind = 0
  #seen = 0
  #seenAt = 0
  #isGone = false

  constructor(options: ReaderThreadOptions) {
    this.#options = options
    this.#worker = new Worker(options.entry, {
      workerData: { clock: this.#clock },
      resourceLimits: { maxOldGenerationSizeMb: options.heapMb },
    })
    this.#worker.on('message', (parcel: Parcel) => this.#deliver(parcel))
    this.#worker.on('error', error => this.#lose('died', error))
    this.#worker.on('exit', () => this.#lose('died', null))
    this.#worker.unref()
  }

  get errands(): number {
    return this.#errands.length
  }

  unread(): readonly Task[] {
    return this.#errands.flat()
  }

  take(tasks: Task[]): void {
    if (this.#errands.length === 0) {
      this.#seenAt = performance.now()
      this.#worker.ref()
      const { limitMs } = this.#options
      this.#watch = setInterval(() => this.#look(), Math.max(10, Math.min(250, limitMs / 4)))
    }
    this.#errands.push(tasks)
    const errand: Errand = { files: tasks.map(task => task.file) }
    this.#worker.postMessage(errand)
  }

  /** Ends the thread without another word. A thread that hangs in the system may outlive this; nobody waits for it. */
  stop(): Promise<unknown> {
    this.#isGone = true
    clearInterval(this.#watch)
    return this.#worker.terminate()
  }

  #deliver(parcel: Parcel): void {
    if (this.#isGone) return
    const tasks = this.#errands.shift() ?? []
    this.#behind += tasks.length
    this.#seenAt = performance.now()
    if (this.#errands.length === 0) {
      clearInterval(this.#watch)
      this.#worker.unref()
    }
    const readings = unpack(parcel)
    this.#options.onReady()
    for (const [i, task] of tasks.entries()) {
      const reading = readings[i]
      if (reading) task.done(reading)
    }
  }

  #look(): void {
    const begun = Atomics.load(this.#clock, progress.begun)
    const now = performance.now()
    if (begun !== this.#seen) {
      this.#seen = begun
      this.#seenAt = now
    } else if (now - this.#seenAt > (begun === 0 ? startLimitMs : this.#options.limitMs)) {
      this.#lose('late', null)
    }
  }

  #lose(why: 'late' | 'died', error: Error | null): void {
    if (this.#isGone) return
    const begun = Atomics.load(this.#clock, progress.begun)
    void this.stop()
    const tasks = this.unread()
    if (begun === 0) {
      const said = error?.message ?? 'it did not begin'
      const problem = new DwellError('internal', `A tag reader could not be started (${said}).`, { cause: error })
      this.#options.onLost({ why: 'never-started', blamed: null, unread: tasks, error: problem })
      return
    }
    const at = begun - this.#behind - 1
    // Somebody must be blamed, or a thread that dies between two files would take them up for ever.
    const blamed = tasks[at] ?? tasks[0] ?? null
    this.#options.onLost({ why, blamed, unread: tasks.filter(task => task !== blamed) })
  }
}
