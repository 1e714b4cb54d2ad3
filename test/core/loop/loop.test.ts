// Proof that the loop closes, in small: listeners of known taste sit at real cores, and the companion must follow what they do.
// In full, over weeks and many listeners: `npm run evaluate -- --experiment loop`.
import { describe, expect, it } from 'vitest'
import {
  afterTwentyPlays,
  type Course,
  heardBy,
  meanChance,
  metAt,
  tasteChanges,
} from '../../../evaluate/product/sittings.ts'
import { threadSidecars } from '../../../main/core/learning/training-worker/thread-sidecars.ts'

const course: Course = { sidecars: threadSidecars, tracks: 200, sittings: 4, trainsEvery: 2 }

describe('a listener whose taste is known', () => {
  it('is brought what they stay with, more than by shuffle', async () => {
    const own = meanChance(await heardBy(1, 'companion', course))
    const shuffled = meanChance(await heardBy(1, 'shuffle', course))
    // Measured 1.28; a queue that learns nothing of them is at 1.
    expect(own / shuffled).toBeGreaterThan(1.15)
  })

  it('whose taste changes is followed within three sittings', async () => {
    const { before, after, shuffle } = await tasteChanges(2, course)
    // Measured 1.07 of what it was before the change, and twice of what shuffle would have after it.
    expect((after[2] ?? 0) / before).toBeGreaterThan(0.75)
    expect((after[2] ?? 0) / shuffle).toBeGreaterThan(1.3)
  })

  it('meets more new artists at “adventurous” than at “locked in”', async () => {
    const met = (adventure: number) => metAt(3, adventure, { ...course, sittings: 2 })
    const [locked, adventurous] = [await met(0), await met(1)]
    // Measured 4 and 11 of forty plays.
    expect(adventurous).toBeGreaterThanOrEqual(2 * locked)
    expect(adventurous).toBeGreaterThan(4)
  })

  it('can feel it after twenty plays: the next queue is better than shuffle, without any training', async () => {
    const gains: number[] = []
    for (const seed of [2, 3]) {
      const { queue, shuffle } = await afterTwentyPlays(seed, course)
      gains.push(queue / shuffle)
    }
    expect(gains.reduce((sum, gain) => sum + gain, 0) / gains.length).toBeGreaterThanOrEqual(1.15)
  })
})
