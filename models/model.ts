// What every model shares: it is data, fitted from examples with randomness, cancel and progress passed in.
import type { Rng } from './rng.ts'

export type ModelErrorCode =
  | 'bad-input' // an example or option that cannot be used; the message names the field and its place
  | 'no-examples' // nothing to learn from
  | 'diverged' // the loss became infinite or NaN
  | 'cancelled' // the caller's signal was aborted
  | 'bad-artifact' // an artefact that is damaged, of another kind or from another version

export class ModelError extends Error {
  readonly code: ModelErrorCode

  constructor(code: ModelErrorCode, message: string) {
    super(message)
    this.name = 'ModelError'
    this.code = code
  }
}

export interface FitProgress {
  /** 0..1 of the whole fit. */
  readonly share: number
  /** Mean loss since the last report; null where there is none. */
  readonly loss: number | null
}

export interface FitContext {
  readonly rng: Rng
  /** Checked often; an aborted fit throws ModelError 'cancelled' and leaves nothing behind. */
  readonly signal?: { readonly aborted: boolean }
  readonly onProgress?: (progress: FitProgress) => void
  /** Lets the host's event loop turn (so that a cancel can arrive). Awaited between steps; not given: never. */
  readonly breathe?: () => Promise<void>
}

/** Throws ModelError 'cancelled' when the caller no longer wants the fit. */
export function checkCancelled(context: FitContext): void {
  if (context.signal?.aborted) throw new ModelError('cancelled', 'the fit was cancelled')
}

/** Progress, cancel and a breath in one: call it between steps of a fit. */
export async function stepDone(context: FitContext, share: number, loss: number | null = null): Promise<void> {
  checkCancelled(context)
  context.onProgress?.({ share, loss })
  await context.breathe?.()
  checkCancelled(context)
}
