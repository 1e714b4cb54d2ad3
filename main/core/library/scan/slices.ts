// Work on the core's thread in slices, so that the window is answered in between. One slice is shared by everything a scan does at once.

/** Longest stretch of work without a pause, ms: what settles a commit comes on top, and half a frame is the whole. */
const sliceMs = 5

export interface Slice {
  /** True once the stretch is used up. */
  spent(): boolean
  /** Lets whatever waits go first; who waits here goes on one by one, a turn of the event loop apart. */
  breathe(): Promise<void>
}

/** Does the work for each thing, many in one commit, and pauses between commits. */
export type InSlices = <T>(things: Iterable<T>, work: (thing: T) => void) => Promise<void>

export function committing(slice: Slice, commit: (work: () => void) => void): InSlices {
  return async (things, work) => {
    const iterator = things[Symbol.iterator]()
    let next = iterator.next()
    while (!next.done) {
      if (slice.spent()) await slice.breathe()
      commit(() => {
        while (!next.done) {
          work(next.value)
          next = iterator.next()
          if (slice.spent()) return
        }
      })
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
    spent: () => tick() - from >= sliceMs,
    breathe: () =>
      new Promise(resolve => {
        waiting.push(resolve)
        if (waiting.length === 1) setImmediate(next)
      }),
  }
}
