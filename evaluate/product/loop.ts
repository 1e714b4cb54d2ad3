// The loop in full: simulated listeners sit at real cores for weeks, and rows say what the companion brought them against shuffle.
import { threadSidecars } from '../../main/core/learning/training-worker/thread-sidecars.ts'
import type { Context, Row } from '../experiment.ts'
import { meanOf } from '../means.ts'
import {
  afterTwentyPlays,
  type Course,
  heardBy,
  meanChance,
  metAt,
  PLAYS,
  shareStayed,
  tasteChanges,
} from './sittings.ts'

const weeks: Course = { sidecars: threadSidecars, tracks: 600, sittings: 30, trainsEvery: 10 }
const FIRST = 10

/** A row a listener (the seed), method and measure, then the mean over all of them; each in a step of its own. */
export async function loopRows(context: Context): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (let seed = 1; seed <= context.seeds; seed++) {
    const user = `listener ${seed}`
    const row = async (method: string, make: () => Promise<Record<string, number>>) =>
      rows.push({ user, method, metrics: await context.step(`${user}/${method}`, make) })
    for (const by of ['shuffle', 'companion'] as const) await row(by, () => staysOf(seed, by))
    await row('change of taste', () => turnOf(seed))
    for (const [method, adventure] of [['locked in', 0] as const, ['adventurous', 1] as const])
      await row(method, async () => ({
        'new artists in 100 plays': await metAt(seed, adventure, { ...weeks, sittings: 100 / PLAYS }),
      }))
    await row('after twenty plays', async () => {
      const { queue, shuffle } = await afterTwentyPlays(seed, weeks)
      return { chance: queue, 'against shuffle': queue / shuffle }
    })
  }
  return [...rows, ...meansOf(rows)]
}

async function staysOf(seed: number, by: 'companion' | 'shuffle'): Promise<Record<string, number>> {
  const heard = await heardBy(seed, by, weeks)
  return {
    stays: shareStayed(heard),
    [`stays/first ${FIRST} sittings`]: shareStayed(heard.slice(0, FIRST * PLAYS)),
    [`stays/last ${FIRST} sittings`]: shareStayed(heard.slice(-FIRST * PLAYS)),
    chance: meanChance(heard),
  }
}

async function turnOf(seed: number): Promise<Record<string, number>> {
  const { before, after, shuffle } = await tasteChanges(seed, { ...weeks, sittings: 15 })
  const [first = 0, second = 0, third = 0] = after
  return { chance: before, 'chance/1 after': first, 'chance/2 after': second, 'chance/3 after': third, shuffle }
}

function meansOf(rows: readonly Row[]): Row[] {
  const methods = [...new Set(rows.map(({ method }) => method))]
  return methods.map(method => ({
    user: 'all',
    method,
    metrics: meanOf(rows.filter(row => row.method === method).map(({ metrics }) => metrics)),
  }))
}
