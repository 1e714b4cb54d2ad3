// A queue between two loops: one puts things into it, the other takes whatever is there; closing it ends both.

export interface AsyncQueue<T> {
  put(things: readonly T[]): void
  /** Everything that is there, at most `limit`, waiting for the first; an empty list once the queue is closed and bare. */
  take(limit: number): Promise<readonly T[]>
  close(): void
}

export function createAsyncQueue<T>(): AsyncQueue<T> {
  let lying: T[] = []
  let from = 0
  let closed = false
  let waiting: (() => void)[] = []

  const wake = () => {
    const all = waiting
    waiting = []
    for (const go of all) go()
  }

  return {
    put(things) {
      if (closed || things.length === 0) return
      if (from > 0) {
        lying = lying.slice(from)
        from = 0
      }
      for (const thing of things) lying.push(thing)
      wake()
    },
    async take(limit) {
      while (from === lying.length && !closed) await new Promise<void>(resolve => waiting.push(resolve))
      const taken = lying.slice(from, from + limit)
      from += taken.length
      return taken
    },
    close() {
      closed = true
      wake()
    },
  }
}
