// When to learn fast, when to stop: warm-up with cosine decay, and patience on a held-out loss.

/** 0 to 1 over the warm-up, then half a cosine down to `floor`. `step` of `steps`, from 0. */
export function warmupCosine(step: number, steps: number, warmup: number, floor = 0.05): number {
  if (step < warmup) return (step + 1) / warmup
  const share = Math.min(1, (step - warmup) / Math.max(1, steps - warmup))
  return floor + ((1 - floor) * (1 + Math.cos(Math.PI * share))) / 2
}

export interface Patience<T> {
  /** Takes the loss after an epoch and what was fitted then; true when it is time to stop. */
  stops(loss: number, fitted: T): boolean
  /** What had the least loss; null before the first epoch, and while no loss was a number. */
  readonly best: { readonly loss: number; readonly fitted: T } | null
}

/** Stops after `epochs` epochs without a loss lower by more than `atLeast`. */
export function patienceOf<T>(epochs: number, atLeast = 0): Patience<T> {
  let best: { loss: number; fitted: T } | null = null
  let waited = 0
  return {
    get best() {
      return best
    },
    stops(loss, fitted) {
      // A loss that is no number is never less.
      if (loss < (best?.loss ?? Number.POSITIVE_INFINITY) - atLeast) {
        best = { loss, fitted }
        waited = 0
        return false
      }
      waited++
      return waited >= epochs
    },
  }
}
