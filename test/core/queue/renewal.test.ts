// When a queue is asked for again.
import { expect, it } from 'vitest'
import { createRenewal } from '../../../main/core/queue/renewal.ts'
import { emptyList } from '../../../main/core/store/tables/queue.ts'
import { until } from '../../until.ts'

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
    autoplay: { take: () => new Int32Array() },
    session: { all: () => [] },
    list: () => emptyList,
    seed: () => null,
    onProposal: () => {},
    now: () => 1_700_000_000_000,
    random: () => 0.5,
    log: { info: () => {}, warn: () => {}, error: () => {} },
  })
  const first = made.ask()
  await until(() => expect(asked).toBe(1))
  const second = made.ask()
  waiting.shift()?.(null)
  await until(() => expect(asked).toBe(2))
  waiting.shift()?.(null)
  await Promise.all([first, second])
  expect(asked).toBe(2)
})
