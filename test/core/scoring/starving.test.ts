// Nothing starves: a season of listening to a queue that hardly leaves what is liked, and yet every track of the shelf has its turn.
import { expect, it } from 'vitest'
import { epsOf } from '../../../main/core/queue/balance.ts'
import { constraints, layOut } from '../../../main/core/queue/layout.ts'
import { DAY_S, libraryOf, type MadePlay, playsOf, scorerOf } from './listening-columns.ts'

const BEGAN = 1_700_000_000
const DAYS = 90
const A_DAY = 14

it('brings every track within a season, to a listener who stays with one artist in ten', async () => {
  const library = libraryOf(10, 5, 5, () => BEGAN - 100 * DAY_S)
  const scorer = await scorerOf(library)
  const offered = new Map<number, number>()
  let plays = 0
  for (let day = 0; day < DAYS; day++) {
    let now = BEGAN + day * DAY_S
    for (let play = 0; play < A_DAY; play++) {
      const proposal = await scorer.propose({ now, seed: plays })
      const banned = new Uint8Array(proposal.ids.length)
      const allowed = constraints(proposal, banned, { artistGap: 3, coolDownS: 12 * 3600 }, 1, proposal.plays)
      const options = {
        eps: epsOf(0.2),
        weights: [0.3, 0.3, 0],
        length: 1,
        oneIn: null,
        artistGap: 3,
        random: () => 0.5,
      }
      const [slot] = layOut(proposal, allowed, options)
      if (slot === undefined) throw new Error('the queue is empty')
      const track = (proposal.ids[slot.candidate] ?? 0) - 1
      offered.set(track, (offered.get(track) ?? 0) + 1)
      const made: MadePlay = { track, start: now, session: day, sat: track < 5 ? 1 : 0 }
      await scorer.take({ kind: 'plays', slice: playsOf([made]) })
      plays++
      now += 210
    }
  }
  expect(offered.size).toBe(50)
  // And the queue is still the listener's: what is stayed with plays most, as far as the gap between plays of one artist lets it.
  const [liked, others] = [0, 1].map(which =>
    [...offered].filter(([track]) => (track < 5 ? 0 : 1) === which).map(([, count]) => count),
  )
  const mean = (counts: readonly number[] = []) => counts.reduce((sum, count) => sum + count, 0) / counts.length
  expect(mean(liked)).toBeGreaterThan(3 * mean(others))
})
