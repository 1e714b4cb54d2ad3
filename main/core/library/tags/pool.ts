// The pool of tag readers: splits batches over workers, replaces a worker that is late or dies, and blames only the file it was on.
import { DwellError } from '../../../../preload/contract/errors.ts'
import { ReaderThread, type Task } from './reader-thread.ts'
import type { FileToRead, Reading, TagPool, Unreadable } from './tagged.ts'

export interface TagPoolOptions {
  /** The worker's entry: beside this file in source, in the bundle's folder when built. */
  readonly entry: URL
  /** Threads; as many as help on two to four cores. */
  readonly workers?: number
  /** Longest time one file may take. */
  readonly limitMs?: number
  /** Idle time after which the threads are let go. */
  readonly idleMs?: number
  /** Heap of each thread, MB. Buffers are not counted in it; the readers bound those themselves. */
  readonly heapMb?: number
}

/** Files that one errand carries: enough to pay for the message, few enough to share a batch among workers. */
const errandSize = 48

/** Starts its threads when the first batch comes. */
export function createTagPool(options: TagPoolOptions): TagPool {
  const { entry, workers = 2, limitMs = 5000, idleMs = 10_000, heapMb = 256 } = options
  const queue: Task[] = []
  const threads = new Set<ReaderThread>()
  let closed = false
  let idle: NodeJS.Timeout | undefined

  const tooSlow: Unreadable = {
    ok: false,
    code: 'file-too-slow',
    message: `Reading this file took longer than ${limitMs / 1000} s. It is probably damaged: play it elsewhere, or replace it.`,
  }
  const tooMuch: Unreadable = {
    ok: false,
    code: 'file-broken',
    message:
      'Reading this file used more memory than it may. It is probably damaged: play it elsewhere, or replace it.',
  }

  function start(): ReaderThread {
    const thread = new ReaderThread({
      entry,
      limitMs,
      heapMb,
      onReady: feed,
      onLost: loss => {
        threads.delete(thread)
        if (loss.blamed) loss.blamed.done(loss.why === 'late' ? tooSlow : tooMuch)
        if (loss.why === 'never-started') {
          for (const task of [...loss.unread, ...queue.splice(0)]) task.failed(loss.error)
        } else {
          queue.unshift(...loss.unread)
          feed()
        }
      },
    })
    threads.add(thread)
    return thread
  }

  function feed(): void {
    clearTimeout(idle)
    // Every thread gets an errand before any gets its second, which waits there so that the thread never stands still.
    for (const waiting of [0, 1]) {
      while (queue.length > 0 && threads.size < workers && !closed) give(start())
      for (const thread of threads) if (thread.errands === waiting) give(thread)
    }
    const isIdle = queue.length === 0 && [...threads].every(thread => thread.errands === 0)
    if (isIdle && threads.size > 0 && !closed) idle = setTimeout(letGo, idleMs).unref()
  }

  /** The last of a batch are shared evenly. */
  function give(thread: ReaderThread): void {
    const share = Math.min(errandSize, Math.ceil(queue.length / workers))
    if (share > 0) thread.take(queue.splice(0, share))
  }

  function letGo(): void {
    for (const thread of threads) void thread.stop()
    threads.clear()
  }

  return {
    read(batch: readonly FileToRead[]): Promise<readonly Reading[]> {
      if (closed) return Promise.reject(new DwellError('cancelled', 'The tag readers are closed.'))
      if (batch.length === 0) return Promise.resolve([])
      return new Promise((resolve, reject) => {
        const readings: Reading[] = []
        let left = batch.length
        for (const [i, file] of batch.entries()) {
          queue.push({
            file,
            done: reading => {
              readings[i] = reading
              if (--left === 0) resolve(readings)
            },
            failed: reject,
          })
        }
        feed()
      })
    },

    async close(): Promise<void> {
      closed = true
      clearTimeout(idle)
      const error = new DwellError('cancelled', 'The tag readers were closed before this file was read.')
      const waiting = [...queue.splice(0), ...[...threads].flatMap(thread => thread.unread())]
      const stopping = [...threads].map(thread => thread.stop())
      threads.clear()
      for (const task of waiting) task.failed(error)
      await Promise.all(stopping)
    },
  }
}
