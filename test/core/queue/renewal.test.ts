// What the queue holds back because it was heard in this session, and what it does not.
import { expect, it, vi } from 'vitest'
import { createRenewal } from '../../../main/core/queue/renewal.ts'
import type { Wanted } from '../../../main/core/scoring/protocol.ts'
import { emptyList } from '../../../main/core/store/tables/queue.ts'

const MINUTE = 60_000
const now = 1_700_000_000_000

function renewal(clock: () => number = () => now) {
  const wanted: Wanted[] = []
  const made = createRenewal({
    scoring: {
      propose: async asked => {
        wanted.push(asked)
        return null
      },
      bar: () => {},
    },
    companion: { take: () => new Int32Array() },
    list: () => emptyList,
    seed: () => null,
    onProposal: () => {},
    now: clock,
    random: () => 0.5,
    log: { info: () => {}, warn: () => {}, error: () => {} },
  })
  return {
    ...made,
    async takenNow() {
      await made.ask()
      return [...(wanted.at(-1)?.taken ?? [])]
    },
  }
}

it('holds back what was heard in this session', async () => {
  const queue = renewal()
  queue.heard(1, now - 9 * MINUTE, now - 6 * MINUTE)
  queue.heard(2, now - 6 * MINUTE, now - 2 * MINUTE)
  expect(await queue.takenNow()).toEqual([1, 2])
})

it('holds back nothing of a history that is told long after it happened', async () => {
  const queue = renewal()
  for (let day = 40; day > 0; day--) queue.heard(day, now - day * 1440 * MINUTE, now - day * 1440 * MINUTE + 3 * MINUTE)
  expect(await queue.takenNow()).toEqual([])
})

it('is not confused by an old play that is told in the middle of a session', async () => {
  const queue = renewal()
  queue.heard(1, now - 9 * MINUTE, now - 6 * MINUTE)
  queue.heard(7, now - 3000 * MINUTE, now - 2990 * MINUTE)
  queue.heard(2, now - 6 * MINUTE, now - 2 * MINUTE)
  expect(await queue.takenNow()).toEqual([1, 2])
})

it('holds back what was left in this session, and not what was left the evening before', async () => {
  let clock = now
  const queue = renewal(() => clock)
  queue.dismiss([1])
  clock += 5 * MINUTE
  queue.dismiss([2])
  expect(await queue.takenNow()).toEqual([1, 2])
  // Nobody asked for a queue overnight: the first thing in the morning is a skip.
  clock += 600 * MINUTE
  queue.dismiss([3])
  expect(await queue.takenNow()).toEqual([3])
})

it('holds back what was heard before and after the clock was put back', async () => {
  let clock = now
  const queue = renewal(() => clock)
  queue.heard(1, now - 9 * MINUTE, now - 6 * MINUTE)
  // The clock was a day fast, and is put right.
  clock = now - 1440 * MINUTE
  queue.heard(2, clock - 4 * MINUTE, clock)
  expect(await queue.takenNow()).toEqual([1, 2])
})

it('asks once more for what changed while a proposal came to nothing', async () => {
  let asked = 0
  const waiting: ((nothing: null) => void)[] = []
  const made = createRenewal({
    scoring: {
      propose: () => {
        asked++
        return new Promise(resolve => waiting.push(resolve))
      },
      bar: () => {},
    },
    companion: { take: () => new Int32Array() },
    list: () => emptyList,
    seed: () => null,
    onProposal: () => {},
    now: () => now,
    random: () => 0.5,
    log: { info: () => {}, warn: () => {}, error: () => {} },
  })
  const first = made.ask()
  await vi.waitFor(() => expect(asked).toBe(1))
  const second = made.ask()
  waiting.shift()?.(null)
  await vi.waitFor(() => expect(asked).toBe(2))
  waiting.shift()?.(null)
  await Promise.all([first, second])
  expect(asked).toBe(2)
})
