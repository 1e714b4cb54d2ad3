// The track's own rate: nearer to what it did the more often it did it.
import { expect, it } from 'vitest'
import { trackRateScores } from '../../../models/yardsticks/track-rate.ts'
import { weeksOf } from '../mostra/sat-stories.ts'

it('begins at the listener’s mean and goes to the track’s own share', () => {
  const plays = weeksOf(20).plays.map((play, index) => ({ ...play, track: index % 2, sat: (index % 2) as 0 | 1 }))
  const scores = trackRateScores({ ...weeksOf(20), plays })
  expect(scores[0]).toBeCloseTo(0.5)
  const [low, high] = [scores.at(-1), scores.at(-2)].toSorted((a, b) => (a ?? 0) - (b ?? 0))
  expect(low).toBeLessThan(0.1)
  expect(high).toBeGreaterThan(0.9)
})
