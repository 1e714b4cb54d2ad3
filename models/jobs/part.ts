// A part of a longer job: its own progress from 0 to 1 is told as a stretch of the whole.
import type { FitContext } from '../model.ts'

export function partOf(context: FitContext, from: number, to: number): FitContext {
  return {
    ...context,
    onProgress: ({ share, loss }) => context.onProgress?.({ share: from + share * (to - from), loss }),
  }
}
