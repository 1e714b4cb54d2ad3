// Says the latest of many things at most so often, and the last one always.

export interface Throttle<T> {
  say(thing: T): void
  /** Says what is still waiting, at once. */
  flush(): void
  /** Forgets what is still waiting. */
  stop(): void
}

/** `tick` is a monotonic clock in ms. */
export function createThrottle<T>(everyMs: number, tick: () => number, tell: (thing: T) => void): Throttle<T> {
  let last = Number.NEGATIVE_INFINITY
  let waiting: { readonly thing: T } | null = null
  let timer: NodeJS.Timeout | null = null

  const flush = () => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    if (waiting === null) return
    const { thing } = waiting
    waiting = null
    last = tick()
    tell(thing)
  }

  return {
    say(thing) {
      waiting = { thing }
      const left = last + everyMs - tick()
      if (left <= 0) flush()
      else timer ??= setTimeout(flush, left)
    },
    flush,
    stop() {
      if (timer !== null) clearTimeout(timer)
      timer = null
      waiting = null
    },
  }
}
