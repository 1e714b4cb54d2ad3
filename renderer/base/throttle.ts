// Calls at once, then at most every `everyMs`; the last of a burst is never lost.

export interface Throttled {
  (): void
  stop(): void
}

export function throttled(run: () => void, everyMs: number): Throttled {
  let timer: ReturnType<typeof setTimeout> | undefined
  let again = false
  const rest = (): void => {
    timer = undefined
    if (!again) return
    again = false
    run()
    timer = setTimeout(rest, everyMs)
  }
  const call = (): void => {
    if (timer !== undefined) {
      again = true
      return
    }
    run()
    timer = setTimeout(rest, everyMs)
  }
  return Object.assign(call, { stop: () => clearTimeout(timer) })
}
