// What the queue holds back because it was heard, left or taken out in this session, and what it does not.
import { expect, it } from 'vitest'
import { createSessionTracks } from '../../../main/core/queue/session-tracks.ts'

const MINUTE = 60_000
const now = 1_700_000_000_000

it('holds back what was heard in this session', () => {
  const session = createSessionTracks(() => now)
  session.heard(1, now - 9 * MINUTE, now - 6 * MINUTE)
  session.heard(2, now - 6 * MINUTE, now - 2 * MINUTE)
  expect(session.all()).toEqual([1, 2])
})

it('holds back nothing of a history that is told long after it happened', () => {
  const session = createSessionTracks(() => now)
  for (let day = 40; day > 0; day--)
    session.heard(day, now - day * 1440 * MINUTE, now - day * 1440 * MINUTE + 3 * MINUTE)
  expect(session.all()).toEqual([])
})

it('is not confused by an old play that is told in the middle of a session', () => {
  const session = createSessionTracks(() => now)
  session.heard(1, now - 9 * MINUTE, now - 6 * MINUTE)
  session.heard(7, now - 3000 * MINUTE, now - 2990 * MINUTE)
  session.heard(2, now - 6 * MINUTE, now - 2 * MINUTE)
  expect(session.all()).toEqual([1, 2])
})

it('holds back what was left in this session, and not what was left the evening before', () => {
  let clock = now
  const session = createSessionTracks(() => clock)
  session.dismiss([1])
  clock += 5 * MINUTE
  session.dismiss([2])
  expect(session.all()).toEqual([1, 2])
  // Nobody asked for a queue overnight: the first thing in the morning is a skip.
  clock += 600 * MINUTE
  session.dismiss([3])
  expect(session.all()).toEqual([3])
})

it('holds back what was heard before and after the clock was put back', () => {
  let clock = now
  const session = createSessionTracks(() => clock)
  session.heard(1, now - 9 * MINUTE, now - 6 * MINUTE)
  // The clock was a day fast, and is put right.
  clock = now - 1440 * MINUTE
  session.heard(2, clock - 4 * MINUTE, clock)
  expect(session.all()).toEqual([1, 2])
})
