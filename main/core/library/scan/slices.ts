// Work on the core's thread in slices, so that the window is answered in between. One slice is shared by everything a scan does at once.

/** Longest stretch of work without a pause, ms: half a frame. */
const sliceMs = 7
/** A commit has its price: on a busy machine, where time passes without work, it brings at least this much done (4 ms of it). */
const fewest = 64
/** What follows from the work is settled at its end, so light work must not pile up. */
const most = 300

export interface Slice {
  /** True once the stretch, less what is kept of it, is used up. */
  spent(keptMs?: number): boolean
  /** Lets whatever waits go first; who waits here goes on one by one, a turn of the event loop apart. */
  breathe(): Promise<void>
}

/** Does the work for each thing, many in one commit, and pauses between commits. */
export type InSlices = <T>(things: Iterable<T>, work: (thing: T) => void) => Promise<void>

/** `tick` is a monotonic clock in ms. `commit` does the work in one transaction; what it takes beyond the work is foreseen from the times before. */
export function committing(slice: Slice, tick: () => number, commit: (work: () => void) => void): InSlices {
  let tailMs = sliceMs / 3
  return async (things, work) => {
    const iterator = things[Symbol.iterator]()
    let next = iterator.next()
    while (!next.done) {
      const keptMs = Math.min(tailMs, sliceMs - 1)
      if (slice.spent(keptMs)) await slice.breathe()
      let worked = 0
      commit(() => {
        for (let done = 1; !next.done; done++) {
          work(next.value)
          next = iterator.next()
          if (done >= most || (done >= fewest && slice.spent(keptMs))) break
        }
        worked = tick()
      })
      tailMs += (tick() - worked - tailMs) / 4
    }
  }
}

/** `tick` is a monotonic clock in ms. */
export function createSlice(tick: () => number): Slice {
  const waiting: (() => void)[] = []
  let from = tick()
  const next = () => {
    from = tick()
    waiting.shift()?.()
    if (waiting.length > 0) setImmediate(next)
  }
  return {
    spent: (keptMs = 0) => tick() - from >= sliceMs - keptMs,
    breathe: () =>
      new Promise(resolve => {
        waiting.push(resolve)
        if (waiting.length === 1) setImmediate(next)
      }),
  }
}
