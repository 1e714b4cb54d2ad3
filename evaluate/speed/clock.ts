// How long a fit takes: the whole of it, or as much as fits into a limit, set against the share that was done by then.
import { type FitContext, ModelError } from '../../models/model.ts'
import { rngOf } from '../../models/rng.ts'

export interface Timed {
  /** Of the whole fit; reckoned from the share where it was not run to its end. */
  readonly ms: number
  /** The same of processors, all threads together: what is left of `ms` on a machine with other work to do. */
  readonly cpuMs: number
  /** 1: the whole fit was run. */
  readonly share: number
}

/** Runs a fit with seed 1, and ends it when it has run for `limitMs`. */
export async function timedFit(learn: (context: FitContext) => Promise<unknown>, limitMs: number): Promise<Timed> {
  const signal = { aborted: false }
  const began = performance.now()
  const cpuBegan = process.cpuUsage()
  let first: { ms: number; share: number } | null = null
  let last = { ms: 0, share: 0 }
  const onProgress = ({ share }: { readonly share: number }) => {
    last = { ms: performance.now() - began, share }
    first ??= last
    // At least two reports, since one alone tells no speed.
    if (last.ms > limitMs && last !== first && share < 1) signal.aborted = true
  }
  try {
    await learn({ rng: rngOf(1), signal, onProgress })
    return { ms: performance.now() - began, cpuMs: cpuSince(cpuBegan), share: 1 }
  } catch (error) {
    if (!(error instanceof ModelError && error.code === 'cancelled')) throw error
    const ms = extrapolated(first ?? last, last)
    return { ms, cpuMs: (cpuSince(cpuBegan) * ms) / last.ms, share: last.share }
  }
}

function cpuSince(began: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(began)
  return (user + system) / 1000
}

/** What came before the first report is made ready once; the rest goes on as fast as between the first report and the last. */
function extrapolated(first: { ms: number; share: number }, last: { ms: number; share: number }): number {
  const perShare = (last.ms - first.ms) / (last.share - first.share)
  return last.ms + (1 - last.share) * perShare
}

/** The middle of `times` runs in ms, after one that warms up. */
export async function timedCall(call: () => Promise<unknown> | unknown, times: number): Promise<number> {
  await call()
  const took: number[] = []
  for (let time = 0; time < times; time++) {
    const from = performance.now()
    await call()
    took.push(performance.now() - from)
  }
  took.sort((a, b) => a - b)
  return took[took.length >> 1] ?? Number.NaN
}
