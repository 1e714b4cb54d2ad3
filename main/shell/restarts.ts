// When what fell (the core, the page) is started again: at once, then after a breath, and not at all when it keeps falling.

/** Falls within this time count together. */
const memoryMs = 60_000
const delaysMs = [0, 1_000, 5_000, 5_000] as const

/**
 * How long to wait before the next start, ms; null is to give up.
 *
 * @param fallsMs times of all falls so far, the latest last, ms of any one clock
 */
export function restartDelayMs(fallsMs: readonly number[]): number | null {
  const latest = fallsMs.at(-1)
  if (latest === undefined) return 0
  const lately = fallsMs.filter(at => latest - at < memoryMs).length
  return delaysMs[lately - 1] ?? null
}
