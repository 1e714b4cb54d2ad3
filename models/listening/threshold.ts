// The listener's own threshold: how short a play must be to count as a false positive (a start that was taken back at once).

export const THRESHOLD_LEAST_MS = 5000
export const THRESHOLD_MOST_MS = 30_000
/** Below this many plays the histogram says little, and the threshold is the most. */
export const PLAYS_FOR_THRESHOLD = 200
/** Choice: the listener of the last so many plays. */
export const PLAYS_IN_HISTOGRAM = 2000

const SHORTEST_MS = 250
const LONGEST_MS = 3_600_000
const BINS = 96
const ROUNDS = 200
/** Steps of the answer: small drifts from day to day change nothing. */
const STEP_MS = 500

const low = Math.log(SHORTEST_MS)
const width = (Math.log(LONGEST_MS) - low) / BINS
const centreOf = (bin: number) => low + (bin + 0.5) * width

/**
 * The valley between short and long plays, in ms, within 5 s and 30 s: a mixture of two normals is fitted to log dwell
 * (expectation-maximisation on a histogram of 96 bins, so the order of plays does not matter), and its density is lowest
 * between the means at the valley. 30 s until there are 200 plays, or when there is no valley.
 * Measured on eight real listeners: valleys at 30 to 78 s, so that the upper bound decides for seven of them.
 * `dwells` in ms; plays that say nothing (errors, the app closed) left out by the caller.
 */
export function fpThreshold(dwells: readonly number[]): number {
  if (dwells.length < PLAYS_FOR_THRESHOLD) return THRESHOLD_MOST_MS
  const valley = valleyOf(fitMixture(histogram(dwells)))
  if (valley === null) return THRESHOLD_MOST_MS
  const rounded = Math.round(Math.exp(valley) / STEP_MS) * STEP_MS
  return Math.min(THRESHOLD_MOST_MS, Math.max(THRESHOLD_LEAST_MS, rounded))
}

interface Component {
  readonly weight: number
  readonly mean: number
  readonly deviation: number
}

function histogram(dwells: readonly number[]): Float64Array {
  const counts = new Float64Array(BINS)
  for (const dwellMs of dwells) {
    const log = Math.log(Math.min(LONGEST_MS, Math.max(SHORTEST_MS, dwellMs)))
    const bin = Math.min(BINS - 1, Math.floor((log - low) / width))
    counts[bin] = (counts[bin] ?? 0) + 1
  }
  return counts
}

/** Two normals on the bins, begun at the split with the greatest variance between its sides (Otsu 1979). */
function fitMixture(counts: Float64Array): readonly [Component, Component] {
  const split = otsu(counts)
  let short = moments(counts, bin => Number(bin < split))
  let long = moments(counts, bin => Number(bin >= split))
  for (let round = 0; round < ROUNDS; round++) {
    const shareOfShort = (bin: number) => {
      const x = centreOf(bin)
      const [a, b] = [density(short, x), density(long, x)]
      return a + b > 0 ? a / (a + b) : Number(bin < split)
    }
    const [nextShort, nextLong] = [moments(counts, shareOfShort), moments(counts, bin => 1 - shareOfShort(bin))]
    const moved = Math.abs(nextShort.mean - short.mean) + Math.abs(nextLong.mean - long.mean)
    short = nextShort
    long = nextLong
    if (moved < 1e-6) break
  }
  return [short, long]
}

function otsu(counts: Float64Array): number {
  let best = { bin: 1, between: -1 }
  for (let bin = 1; bin < BINS; bin++) {
    const below = moments(counts, at => Number(at < bin))
    const above = moments(counts, at => Number(at >= bin))
    const between = below.weight * above.weight * (below.mean - above.mean) ** 2
    if (between > best.between) best = { bin, between }
  }
  return best.bin
}

function moments(counts: Float64Array, share: (bin: number) => number): Component {
  let total = 0
  let weight = 0
  let sum = 0
  let squares = 0
  for (const [bin, count] of counts.entries()) {
    total += count
    if (count === 0) continue
    const mass = count * share(bin)
    const x = centreOf(bin)
    weight += mass
    sum += mass * x
    squares += mass * x * x
  }
  if (weight === 0) return { weight: 0, mean: 0, deviation: width }
  const mean = sum / weight
  // Never narrower than a bin: a peak on one bin would have no density beside it.
  return {
    weight: weight / total,
    mean,
    deviation: Math.max(width, Math.sqrt(Math.max(0, squares / weight - mean ** 2))),
  }
}

function density({ weight, mean, deviation }: Component, x: number): number {
  return (weight / deviation) * Math.exp(-0.5 * ((x - mean) / deviation) ** 2)
}

/** Where the mixture is lowest strictly between its means, as log ms; null when it has one hill only. */
function valleyOf([one, other]: readonly [Component, Component]): number | null {
  if (one.weight === 0 || other.weight === 0) return null
  const [from, to] = [Math.min(one.mean, other.mean), Math.max(one.mean, other.mean)]
  const steps = 256
  let lowest = { at: from, height: density(one, from) + density(other, from), step: 0 }
  for (let step = 1; step <= steps; step++) {
    const at = from + ((to - from) * step) / steps
    const height = density(one, at) + density(other, at)
    if (height < lowest.height) lowest = { at, height, step }
  }
  return lowest.step > 0 && lowest.step < steps ? lowest.at : null
}
