// How long plays last: those heard out beside those broken off, in bins of equal ratio, with the line that parts a false start from a play.
import {
  fpThreshold,
  PLAYS_FOR_THRESHOLD,
  PLAYS_IN_HISTOGRAM,
  THRESHOLD_MOST_MS,
} from '../../../models/listening/threshold.ts'
import type { DwellHistogram } from '../../../preload/contract/insights.ts'
import type { HeardPlays } from '../store/tables/insights.ts'

const SHORTEST_MS = 1000
const LONGEST_MS = 3_600_000
const BINS = 40

const edgesMs = Array.from({ length: BINS + 1 }, (_, bin) =>
  Math.round(SHORTEST_MS * (LONGEST_MS / SHORTEST_MS) ** (bin / BINS)),
)

const saysNothing = new Set<string | null>(['error', 'quit', 'device', 'interrupted'])

/** The last plays, as many as the threshold is made of. `inForce` ms: the line that outcomes are judged by, null while there is none. */
export function dwellOf(plays: HeardPlays, inForce: number | null): DwellHistogram {
  const stayed = new Array<number>(BINS).fill(0)
  const left = new Array<number>(BINS).fill(0)
  const dwells: number[] = []
  for (let index = plays.count - 1; index >= 0 && dwells.length < PLAYS_IN_HISTOGRAM; index--) {
    const dwellMs = plays.dwellMs[index] ?? 0
    if (dwellMs <= 0 || saysNothing.has(plays.cause[index] ?? null)) continue
    // A scrobble says neither how long it was heard nor why it ended.
    if (plays.cause[index] === null) continue
    dwells.push(dwellMs)
    const bin = binOf(dwellMs)
    const side = plays.sat[index] === 1 ? stayed : left
    side[bin] = (side[bin] ?? 0) + 1
  }
  const thresholdMs = inForce ?? fpThreshold(dwells)
  return {
    edgesMs,
    stayed,
    left,
    thresholdMs,
    thresholdBy: dwells.length >= PLAYS_FOR_THRESHOLD && thresholdMs < THRESHOLD_MOST_MS ? 'own' : 'default',
    plays: dwells.length,
  }
}

/** The shortest and the longest bin hold also what lies beyond them. */
function binOf(dwellMs: number): number {
  const above = edgesMs.findIndex(edge => edge > dwellMs)
  return above === -1 ? BINS - 1 : Math.max(0, above - 1)
}
