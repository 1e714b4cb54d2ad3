// A slider asks faster than it is answered: one question at a time, the newest waits, nothing old is shown after it.
import { describe, expect, it } from 'vitest'
import { newestWins } from '../../../../renderer/features/queue/newest-wins.ts'

function desk() {
  const asked: number[] = []
  const shown: number[] = []
  const failures: unknown[] = []
  const open: { answer: () => void; fail: () => void }[] = []
  const ask = newestWins(
    (input: number) =>
      new Promise<number>((resolve, reject) => {
        asked.push(input)
        open.push({ answer: () => resolve(input), fail: () => reject(new Error('no')) })
      }),
    answer => shown.push(answer),
    error => failures.push(error),
  )
  const settle = async (how: 'answer' | 'fail' = 'answer'): Promise<void> => {
    open.shift()?.[how]()
    await new Promise(resolve => setImmediate(resolve))
  }
  return { ask, asked, shown, failures, settle }
}

describe('a moving slider', () => {
  it('asks at once, then for the newest place only', async () => {
    const { ask, asked, shown, settle } = desk()
    for (const place of [1, 2, 3, 4]) ask(place)
    expect(asked).toEqual([1])
    await settle()
    expect(asked).toEqual([1, 4])
    await settle()
    expect(shown).toEqual([1, 4])
    ask(5)
    await settle()
    expect(shown).toEqual([1, 4, 5])
  })

  it('shows nothing more once it was let go', async () => {
    const { ask, asked, shown, settle } = desk()
    ask(1)
    ask(2)
    ask.drop()
    await settle()
    expect([asked, shown]).toEqual([[1], []])
    ask(3)
    await settle()
    expect(shown).toEqual([3])
  })

  it('goes on after an answer that failed', async () => {
    const { ask, shown, failures, settle } = desk()
    ask(1)
    ask(2)
    await settle('fail')
    await settle()
    expect([shown, failures.length]).toEqual([[2], 1])
  })
})
