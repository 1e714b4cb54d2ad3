// What `speed` says of a fit that it did not run to its end, and the listener that it invents.
import { describe, expect, it } from 'vitest'
import { timedFit } from '../../../evaluate/speed/clock.ts'
import { inventedHistory } from '../../../evaluate/speed/listener.ts'
import { ModelError, stepDone } from '../../../models/model.ts'

/** A fit of so many steps, each of a loop that keeps a processor busy for a millisecond. */
const busy = (steps: number, onStep: () => void) => async (context: Parameters<typeof stepDone>[0]) => {
  for (let step = 1; step <= steps; step++) {
    const from = performance.now()
    while (performance.now() - from < 1);
    onStep()
    await stepDone(context, step / steps)
  }
}

describe('the time of a fit', () => {
  it('is that of the whole fit when it ends within the limit', async () => {
    let steps = 0
    const { ms, share } = await timedFit(
      busy(5, () => steps++),
      60_000,
    )
    expect([steps, share]).toEqual([5, 1])
    expect(ms).toBeGreaterThanOrEqual(5)
  })

  it('is reckoned from the share that was done when it is ended at the limit', async () => {
    let steps = 0
    const { ms, cpuMs, share } = await timedFit(
      busy(10_000, () => steps++),
      20,
    )
    expect(share).toBe(steps / 10_000)
    expect(steps).toBeLessThan(10_000)
    // A millisecond a step at least.
    expect(ms).toBeGreaterThanOrEqual(9_000)
    expect(cpuMs).toBeGreaterThan(0)
  })

  it("hands the fit's own failure to the caller", async () => {
    const failing = timedFit(async () => {
      throw new ModelError('no-examples', 'nothing was played')
    }, 10)
    await expect(failing).rejects.toThrow('nothing was played')
  })
})

describe('the invented listener', () => {
  it('is the same for the same seed, has every play in order and nothing outside its catalogue', () => {
    const history = inventedHistory(500, 7)
    expect(inventedHistory(500, 7)).toEqual(history)
    expect(history.plays).toHaveLength(500)
    history.plays.forEach((play, index) => {
      expect(play.start).toBeGreaterThanOrEqual(history.plays[index - 1]?.end ?? 0)
      expect(play.track).toBeLessThan(history.tracks)
      expect(play.artist).toBeLessThan(history.artists)
      expect(play.session).toBeLessThan(history.sessions)
    })
  })
})
