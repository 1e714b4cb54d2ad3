// The sums as a yardstick: they know of each play what came before it, and nothing of what comes after.
import { expect, it } from 'vitest'
import { baselineScores } from '../../../../models/research/yardsticks/bias-baseline.ts'
import { weeksOf } from '../../mostra/sat-stories.ts'

const weeks = weeksOf(20)

it('begins at a half and tells a track that is always skipped from one that never is', () => {
  const plays = weeks.plays.map((play, index) => ({ ...play, track: index % 2, sat: (index % 2) as 0 | 1 }))
  const scores = baselineScores({ ...weeks, plays })
  expect(scores[0]).toBeCloseTo(0.5)
  const [low = 1, high = 0] = scores.slice(-2).toSorted((a, b) => a - b)
  expect(high - low).toBeGreaterThan(0.5)
})

it('scores a play alike whatever comes after it', () => {
  const half = Math.floor(weeks.plays.length / 2)
  const whole = baselineScores(weeks)
  const first = baselineScores({ ...weeks, plays: weeks.plays.slice(0, half) })
  expect(whole.slice(0, half)).toEqual(first)
  for (const score of whole) {
    expect(score).toBeGreaterThanOrEqual(Math.fround(0.02))
    expect(score).toBeLessThanOrEqual(Math.fround(0.98))
  }
})
