// Laws of the boosted trees: they find the right row by a rule, deeper rules too, and stop when the held-out groups stop gaining.
import { describe, expect, it } from 'vitest'
import { defaultTrees, fitTrees, type Groups, treeScores } from '../../../models/next-track/trees.ts'
import { type Rng, rngOf } from '../../../models/rng.ts'

const options = { ...defaultTrees, trees: 60, leastRows: 10, patience: 10 }

/** Groups of five rows of three numbers; the right one has the greatest `worth`. */
function groupsOf(count: number, worth: (row: readonly number[]) => number, rng: Rng = rngOf(4)): Groups {
  const rows: number[] = []
  const right: number[] = []
  for (let group = 0; group < count; group++) {
    const own = Array.from({ length: 5 }, () => [rng.next(), rng.next(), rng.next()])
    rows.push(...own.flat())
    const values = own.map(worth)
    right.push(values.indexOf(Math.max(...values)))
  }
  return { rows: Float32Array.from(rows), features: 3, sizes: right.map(() => 5), right }
}

async function shareFound(worth: (row: readonly number[]) => number): Promise<number> {
  const trees = await fitTrees(groupsOf(800, worth), options, { rng: rngOf(1) })
  const fresh = groupsOf(200, worth, rngOf(9))
  let found = 0
  for (let group = 0; group < 200; group++) {
    const scores = treeScores(trees, fresh.rows.slice(group * 15, (group + 1) * 15))
    if (scores.indexOf(Math.max(...scores)) === fresh.right[group]) found++
  }
  return found / 200
}

describe('boosted trees', () => {
  it('find the row with the greatest number of one column', async () => {
    expect(await shareFound(row => row[1] ?? 0)).toBeGreaterThan(0.9)
  })

  it('find it when two columns must agree, which no sum of columns can say', async () => {
    expect(await shareFound(([a = 0, b = 0]) => (a > 0.5 === b > 0.5 ? 1 : 0) + a / 10)).toBeGreaterThan(0.8)
  })

  it('do not find what is not there, and stop early', async () => {
    const noise = rngOf(6)
    const trees = await fitTrees(
      groupsOf(400, () => noise.next()),
      options,
      { rng: rngOf(1) },
    )
    expect(trees.roots.length).toBeLessThan(options.trees / 2)
  })

  it('score a row alike wherever it stands', async () => {
    const trees = await fitTrees(
      groupsOf(300, row => row[0] ?? 0),
      options,
      { rng: rngOf(1) },
    )
    const { rows } = groupsOf(1, row => row[0] ?? 0, rngOf(3))
    const turned = Float32Array.from([...rows.slice(9), ...rows.slice(0, 9)])
    const [straight, moved] = [treeScores(trees, rows), treeScores(trees, turned)]
    expect([...moved]).toEqual([...straight.slice(3), ...straight.slice(0, 3)])
  })

  it('name the row and the column of a number that is none, and groups that do not fill the matrix', async () => {
    const groups = groupsOf(20, row => row[0] ?? 0)
    groups.rows[3 * 7 + 2] = Number.NaN
    await expect(fitTrees(groups, options, { rng: rngOf(1) })).rejects.toThrow(/row 7, feature 2/)
    const short = { ...groupsOf(20, row => row[0] ?? 0), sizes: Array.from({ length: 20 }, () => 4) }
    await expect(fitTrees(short, options, { rng: rngOf(1) })).rejects.toThrow(/80 rows, the matrix 100/)
  })
})
