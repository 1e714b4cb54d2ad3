// Average: the mean vector of everything that was played so far (the first comparison of Fazelnia et al. 2022).
import type { Listening } from './listening.ts'
import { runningSum } from './running-sum.ts'

/** [moments, size]; zeros before the first play. False positives and tracks without a vector are passed over. */
export function averageOf(listening: Listening, moments: ArrayLike<number>): Float32Array {
  return runningSum(listening, moments, Number.POSITIVE_INFINITY)
}
