// A test that only some machines can run: skipped on the others, with the reason beside it at the end of `npm test`.
import type { TestContext } from 'vitest'

declare module 'vitest' {
  interface TaskMeta {
    /** Why it is skipped. */
    skipped?: string
  }
}

/** Options of a test or a group: `it('is heard', needs(hasFfmpeg, 'ffmpeg is not installed'), () => …)`. */
export const needs = (isHere: boolean, otherwise: string) => ({ skip: !isHere, meta: { skipped: otherwise } })

export const needsPosix = needs(process.platform !== 'win32', 'Windows has none of this')
export const needsLinux = needs(process.platform === 'linux', 'only Linux has this')
export const needsNoRoot = needs(
  process.platform !== 'win32' && process.getuid?.() !== 0,
  'permissions say nothing to root, or to Windows',
)

/** Ends a test that finds only on its way that the machine lacks something. */
export function lacks({ task, skip }: Pick<TestContext, 'task' | 'skip'>, why: string): never {
  task.meta.skipped = why
  skip(why)
  throw new Error(why)
}
