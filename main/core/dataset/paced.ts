// Reading at a walking pace: pages as large as fit into a few milliseconds, with a turn of the event loop between them.
import { turn } from '../turn.ts'

/** What one page may take, ms: half of a frame. */
const PACE_MS = 4
const LEAST_ROWS = 32
const MOST_ROWS = 4000

/** Pages until one is empty. `read` is asked for at most so many rows, and remembers where it was. */
export async function* paced<T>(read: (limit: number) => readonly T[]): AsyncGenerator<readonly T[]> {
  let limit = 200
  for (;;) {
    const began = performance.now()
    const page = read(limit)
    if (page.length === 0) return
    yield page
    // What the receiver did with the page before it asked for the next counts too.
    const tookMs = performance.now() - began
    const fitting = (page.length * PACE_MS) / Math.max(0.01, tookMs)
    limit = Math.round(Math.max(LEAST_ROWS, Math.min(MOST_ROWS, 2 * limit, fitting)))
    await turn()
  }
}
