// What Node, workers and pages all have though ES2023 does not list it: timers, a monotonic clock, structured clone.
interface Everywhere {
  setTimeout(fn: () => void, ms: number): unknown
  clearTimeout(timer: unknown): void
  structuredClone<T>(value: T): T
  readonly performance: { now(): number }
}

// The contract is compiled without DOM and without Node types, so that it can run in both: these four exist in each of them.
const everywhere = globalThis as unknown as Everywhere

/** Milliseconds of a clock that never jumps; only differences mean anything. */
export const monotonicMs = (): number => everywhere.performance.now()

/** Calls `fn` once after `ms`, unless the returned function is called first. */
export function after(ms: number, fn: () => void): () => void {
  const timer = everywhere.setTimeout(fn, ms)
  return () => everywhere.clearTimeout(timer)
}

/** A deep copy as a message port would make it: typed arrays keep their type, functions are refused. */
export const clone = <T>(value: T): T => everywhere.structuredClone(value)
