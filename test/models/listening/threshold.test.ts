// The listener's own threshold: where the valley is, when there is one, and when there is not.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fpThreshold } from '../../../models/listening/threshold.ts'

/** Seeded normals (Box and Muller), for histories with a known shape. */
function logNormals(seed: number, count: number, medianMs: number, deviation: number): number[] {
  let state = seed
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state + 1) / 4294967297
  }
  return Array.from({ length: count }, () => {
    const normal = Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
    return Math.round(medianMs * Math.exp(deviation * normal))
  })
}

describe('the threshold of a listener', () => {
  it('is thirty seconds until there are two hundred plays', () => {
    expect(fpThreshold(Array.from({ length: 199 }, (_, i) => (i % 2 ? 2000 : 200_000)))).toBe(30_000)
  })

  it('lies in the valley between quick skips and long stays', () => {
    const threshold = fpThreshold([...logNormals(1, 400, 3000, 0.4), ...logNormals(2, 600, 60_000, 0.5)])
    expect(threshold).toBeGreaterThan(8000)
    expect(threshold).toBeLessThan(20_000)
  })

  it('moves with the listener: who skips faster has a lower one', () => {
    const long = logNormals(2, 600, 60_000, 0.5)
    const fast = fpThreshold([...logNormals(1, 400, 2000, 0.4), ...long])
    const slow = fpThreshold([...logNormals(1, 400, 6000, 0.4), ...long])
    expect(fast).toBeLessThan(slow)
  })

  it('is thirty seconds for a listener who stays with everything', () => {
    expect(fpThreshold(logNormals(3, 1000, 200_000, 0.2))).toBe(30_000)
    expect(fpThreshold(Array.from({ length: 500 }, () => 240_000))).toBe(30_000)
  })

  it('stays within five and thirty seconds, whatever the history, and does not depend on its order', () => {
    const dwells = fc.array(fc.oneof(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 10_000_000 })), {
      minLength: 200,
      maxLength: 400,
    })
    fc.assert(
      fc.property(dwells, list => {
        const threshold = fpThreshold(list)
        expect(threshold).toBeGreaterThanOrEqual(5000)
        expect(threshold).toBeLessThanOrEqual(30_000)
        expect(fpThreshold([...list].reverse())).toBe(threshold)
      }),
      { numRuns: 40 },
    )
  })
})
