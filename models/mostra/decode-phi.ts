// What it is worth to have served an objective so many times: concave, so that returns diminish and no objective takes the whole queue.

/**
 * Square root after a head start, from phi(0) = 0 and a first gain of 1 on: returns diminish as if an objective had been served `start` times
 * before. 0 is the paper's root, whose second gain is 0.41 of the first; 4 keeps 0.90; the larger, the nearer to the identity.
 */
export function sqrtAfter(start: number): (count: number) => number {
  const first = Math.sqrt(start + 1) - Math.sqrt(start)
  return count => (Math.sqrt(count + start) - Math.sqrt(start)) / first
}
