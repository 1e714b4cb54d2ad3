// Aggregate: the mean vector of the recent sequence (the second comparison of Fazelnia et al. 2022).
import type { Listening } from './listening.ts'
import { runningSum } from './running-sum.ts'

/** Choice: as long as FS-VAE's memory at its shortest. */
const RECENT_PLAYS = 15

/** [moments, size]; zeros before the first play. False positives and tracks without a vector are passed over. */
export function aggregateOf(
  listening: Listening,
  moments: ArrayLike<number>,
  recent: number = RECENT_PLAYS,
): Float32Array {
  return runningSum(listening, moments, recent)
}
