// The slowest calls so far: a short ring that the bench and the self-check print, so that a call over a frame is seen.

/** A call on the window's path that takes longer than one frame at 60 Hz is worth a line in the log. */
export const frameMs = 16

export interface SlowCall {
  readonly name: string
  readonly ms: number
}

export interface SlowCalls {
  add(call: SlowCall): void
  /** Slowest first. */
  slowest(): readonly SlowCall[]
}

/** Keeps the `size` slowest calls it was told of. */
export function createSlowCalls(size = 32): SlowCalls {
  let kept: readonly SlowCall[] = []
  return {
    add(call) {
      const last = kept[size - 1]
      if (last && last.ms >= call.ms) return
      kept = [...kept, call].sort((a, b) => b.ms - a.ms).slice(0, size)
    },
    slowest: () => kept,
  }
}
