// Waiting for what comes by itself: looked for again and again, with an end that only a hang reaches.
import { vi } from 'vitest'

/** Shorter than the limit of a test, so that what was looked for is told, and not that the test took too long. */
const HANGS_MS = 10 * 60_000

/** Answers what `look` gives as soon as it throws no more. Not with a faked clock: that one waits for nothing. */
export const until = <T>(look: () => T | Promise<T>, { everyMs = 5 } = {}): Promise<T> =>
  vi.waitFor(look, { timeout: HANGS_MS, interval: everyMs })
