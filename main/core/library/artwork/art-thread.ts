// The worker that makes thumbnails: one errand at a time, the newest first, with a limit; replaced when it is late, dies, or has choked on a picture.
import { Worker } from 'node:worker_threads'
import { DwellError } from '../../../../preload/contract/errors.ts'
import type { ArtAnswer, ArtErrand, ArtWorkerData } from './errand.ts'

export interface ArtThread {
  /** Never rejects for a bad picture; rejects with DwellError 'cancelled' when closed. */
  ask(errand: ArtErrand): Promise<ArtAnswer>
  close(): Promise<void>
}

export interface ArtThreadOptions {
  readonly entry: URL
  readonly data: ArtWorkerData
  readonly limitMs: number
  readonly idleMs: number
}

interface Task {
  readonly errand: ArtErrand
  readonly resolve: (answer: ArtAnswer) => void
  readonly reject: (error: DwellError) => void
}

export function createArtThread({ entry, data, limitMs, idleMs }: ArtThreadOptions): ArtThread {
  const waiting: Task[] = []
  let worker: Worker | null = null
  let current: Task | null = null
  let timer: NodeJS.Timeout | undefined
  let closed = false

  function next(): void {
    clearTimeout(timer)
    // What was asked for last is on the screen now.
    current = waiting.pop() ?? null
    if (!current) {
      worker?.unref()
      timer = setTimeout(() => void end(), idleMs).unref()
      return
    }
    worker ??= start()
    worker.ref()
    worker.postMessage(current.errand)
    timer = setTimeout(late, limitMs)
  }

  function start(): Worker {
    const started = new Worker(entry, { workerData: data })
    let hasAnswered = false
    started.on('message', (answer: ArtAnswer) => {
      hasAnswered = true
      if (worker === started) settle(answer)
    })
    const died = (cause: unknown) => {
      if (worker !== started) return
      worker = null
      // One that never said a word may lack its own code: that is no fault of the picture.
      settle({
        ok: false,
        code: hasAnswered ? 'file-broken' : 'internal',
        message: `The picture's decoder ended (${cause instanceof Error ? cause.message : String(cause)}).`,
      })
    }
    started.on('error', died)
    started.on('exit', died)
    return started
  }

  function late(): void {
    void end()
    settle({ ok: false, code: 'file-too-slow', message: `Decoding this picture took longer than ${limitMs / 1000} s.` })
  }

  function settle(answer: ArtAnswer): void {
    const done = current
    // A codec that failed may have left its memory in disorder.
    if (!answer.ok && answer.code === 'file-broken') void end()
    done?.resolve(answer)
    next()
  }

  function end(): Promise<unknown> {
    const ending = worker
    worker = null
    return ending ? ending.terminate() : Promise.resolve()
  }

  return {
    ask(errand) {
      if (closed) return Promise.reject(new DwellError('cancelled', 'Artwork is closed.'))
      return new Promise((resolve, reject) => {
        waiting.push({ errand, resolve, reject })
        if (!current) next()
      })
    },
    async close() {
      closed = true
      clearTimeout(timer)
      const error = new DwellError('cancelled', 'Artwork was closed before this picture was made.')
      for (const task of [...(current ? [current] : []), ...waiting.splice(0)]) task.reject(error)
      current = null
      await end()
    },
  }
}
