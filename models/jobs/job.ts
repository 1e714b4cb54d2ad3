// A job of the training worker: a pure function of structured-cloneable input that trains or scores on whatever backend the host has started.
import type { FitContext } from '../model.ts'

export interface JobContext extends FitContext {
  /** Milliseconds; only differences mean anything. */
  readonly now: () => number
  /** Says what comes now, in one word that the caller knows ('vectors', 'sat', …); goes out with the progress. */
  readonly onStep: (step: string) => void
}

/** `input` and what it resolves to are plain values and typed arrays: they cross to another process and back. */
export type Job<I, O> = (input: I, context: JobContext) => Promise<O>
