// The cache of rows: pages, not single rows; what is on screen first; nothing asked twice; nothing shown that is gone.
import { describe, expect, it } from 'vitest'
import { createRows } from '../../../renderer/base/rows.ts'

interface Row {
  readonly id: number
  readonly title: string
}

/** A core that answers when it is told to. */
function slowCore() {
  const pages: {
    readonly ids: readonly number[]
    answer(rows: readonly Row[]): Promise<void>
    fail(): Promise<void>
  }[] = []
  const settle = async (act: () => void): Promise<void> => {
    act()
    await new Promise(resolve => setTimeout(resolve))
  }
  return {
    pages,
    fetch: (ids: Int32Array) =>
      new Promise<readonly Row[]>((resolve, reject) => {
        pages.push({
          ids: [...ids],
          answer: rows => settle(() => resolve(rows)),
          fail: () => settle(() => reject(new Error('away'))),
        })
      }),
  }
}
const row = (id: number, title = `track ${id}`): Row => ({ id, title })
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, n) => from + n)
const soon = (): Promise<void> => new Promise(resolve => setTimeout(resolve))

describe('rows', () => {
  it('are asked for in pages of two hundred, two at a time', async () => {
    const core = slowCore()
    const rows = createRows<number, Row>(core.fetch)
    rows.want(range(1, 1001))
    await soon()
    expect(core.pages.map(({ ids }) => ids.length)).toEqual([200, 200])
    await core.pages[0]?.answer([])
    expect(core.pages.length).toBe(3)
  })

  it('that were wanted last come first', async () => {
    const core = slowCore()
    const rows = createRows<number, Row>(core.fetch)
    rows.want(range(1, 1001))
    await soon()
    rows.want(range(5000, 5050))
    await core.pages[0]?.answer([])
    expect(core.pages[2]?.ids).toEqual(expect.arrayContaining(range(5000, 5050)))
  })

  it('are told to those who look at them, once for each change', async () => {
    const core = slowCore()
    const rows = createRows<number, Row>(core.fetch)
    let told = 0
    rows.subscribe(7, () => {
      told += 1
    })
    await soon()
    await core.pages[0]?.answer([row(7)])
    expect([rows.get(7)?.title, told]).toEqual(['track 7', 1])
  })

  it('that changed are asked for again when somebody looks, and stay readable meanwhile', async () => {
    const core = slowCore()
    const rows = createRows<number, Row>(core.fetch)
    rows.put([row(1), row(2)])
    rows.subscribe(1, () => undefined)
    rows.stale()
    await soon()
    expect(core.pages.map(({ ids }) => ids)).toEqual([[1]])
    expect(rows.get(1)?.title).toBe('track 1')
    await core.pages[0]?.answer([row(1, 'renamed')])
    expect(rows.get(1)?.title).toBe('renamed')
    rows.want([2])
    await soon()
    expect(core.pages[1]?.ids).toEqual([2])
  })

  it('that the core no longer knows are null', async () => {
    const core = slowCore()
    const rows = createRows<number, Row>(core.fetch)
    rows.want([9])
    await soon()
    await core.pages[0]?.answer([])
    expect(rows.get(9)).toBeNull()
  })

  it('that could not be had are asked for again the next time', async () => {
    const core = slowCore()
    const rows = createRows<number, Row>(core.fetch)
    rows.want([3])
    await soon()
    await core.pages[0]?.fail()
    expect(rows.get(3)).toBeUndefined()
    rows.want([3])
    await soon()
    await core.pages[1]?.answer([row(3)])
    expect(rows.get(3)?.title).toBe('track 3')
  })

  it('are forgotten, oldest first, when there are too many and nobody looks', async () => {
    const core = slowCore()
    const rows = createRows<number, Row>(core.fetch, 100)
    rows.subscribe(1, () => undefined)
    rows.want(range(1, 151))
    await soon()
    for (const page of core.pages.slice()) await page.answer(page.ids.map(id => row(id)))
    expect(range(1, 151).filter(id => rows.get(id) !== undefined).length).toBe(80)
    expect(rows.get(1)).toBeDefined()
  })
})
