// Scans one after the other, told about at a bearable pace.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createAsyncQueue } from '../../../../main/core/library/scan/async-queue.ts'
import type { ScanOutcome } from '../../../../main/core/library/scan/outcome.ts'
import { createProgress } from '../../../../main/core/library/scan/progress.ts'
import { createScanner, type Scanner } from '../../../../main/core/library/scan/scanner.ts'
import { createThrottle } from '../../../../main/core/throttle.ts'
import type { ScanProgress } from '../../../../preload/contract/library.ts'
import { House } from './pretend.ts'

describe('a scanner', () => {
  let house: House
  let scanner: Scanner
  let scans: ScanOutcome[]
  let told: ScanProgress[]
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

  beforeEach(() => {
    house = new House()
    house.addRoot('music')
    for (let i = 0; i < 100; i++) house.put(`music/${i % 5}/${i}.mp3`, { title: `Song ${i}`, sound: `${i}` })
    scans = []
    told = []
    scanner = createScanner({
      writer: house.writer,
      pool: house.pool,
      walk: house.walk,
      pictures: null,
      now: () => 5,
      tick: () => performance.now(),
      log: silent,
      explain: thrown => thrown,
      onProgress: progress => told.push(progress),
      onCommit: () => undefined,
      onScanned: outcome => scans.push(outcome),
    })
  })
  afterEach(async () => {
    await scanner.close()
    house.close()
  })

  it('asked many times during a scan scans once more', async () => {
    const all = Array.from({ length: 20 }, () => scanner.request(house.roots()))
    const outcomes = await Promise.all(all)
    expect(scans.length).toBeLessThanOrEqual(2)
    expect(outcomes.every(outcome => outcome !== null)).toBe(true)
  })

  it('tells where it is and ends idle, with its counts to be read', async () => {
    await scanner.request(house.roots())
    expect(scanner.progress()).toMatchObject({ state: 'idle', found: 100, done: 100, failed: 0, msLeft: null })
    expect(told[0]).toMatchObject({ state: 'walking', startedAt: 5 })
  })

  it('cancelled ends what runs and drops what waits', async () => {
    house.pool.before = () => {
      if (house.pool.asked.length === 50) scanner.cancel()
    }
    const first = scanner.request(house.roots())
    expect(await first).toBeNull()
    expect(scanner.progress().state).toBe('idle')
    house.pool.before = () => undefined
    expect((await scanner.request(house.roots()))?.counts.found).toBe(100)
  })

  it('goes on after a scan that failed', async () => {
    const read = house.pool.read
    house.pool.read = () => Promise.reject(new Error('the pool fell over'))
    expect(await scanner.request(house.roots())).toBeNull()
    house.pool.read = read
    expect((await scanner.request(house.roots()))?.counts.read).toBe(100)
  })

  it('looks at the whole of a root that is not known to be all there', async () => {
    const [root] = house.roots()
    const starts = [{ folder: '1', raw: null, deep: true }]
    expect((await scanner.request([{ rootId: root?.rootId ?? 0, starts }]))?.counts.found).toBe(100)
    expect((await scanner.request([{ rootId: root?.rootId ?? 0, starts }]))?.counts.found).toBe(20)
  })

  it('does what it is asked to between scans', async () => {
    const order: string[] = []
    const scan = scanner.request(house.roots()).then(() => order.push('scan'))
    const between = scanner.between(async () => void order.push('between'))
    await Promise.all([scan, between])
    expect(order).toEqual(['scan', 'between'])
  })

  it('once closed scans no more', async () => {
    await scanner.close()
    expect(await scanner.request(house.roots())).toBeNull()
    expect(house.count('SELECT count(*) FROM files')).toBe(0)
  })
})

describe('news', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())
  const tick = () => Date.now()

  it('come at most so often, the latest each time, and the last always', () => {
    const told: number[] = []
    const throttle = createThrottle<number>(250, tick, thing => told.push(thing))
    for (let i = 0; i < 1000; i++) {
      throttle.say(i)
      vi.advanceTimersByTime(1)
    }
    vi.advanceTimersByTime(250)
    expect(told.length).toBeGreaterThanOrEqual(4)
    expect(told.length).toBeLessThanOrEqual(6)
    expect(told.at(-1)).toBe(999)
  })

  it('of a scan say what time is left by the pace so far', () => {
    const told: ScanProgress[] = []
    const progress = createProgress(tick, tick, one => told.push(one))
    progress.begin()
    const counts = {
      found: 100,
      done: 0,
      failed: 0,
      toRead: 100,
      read: 0,
      current: null,
      rootId: 1,
      state: 'reading' as const,
    }
    progress.say(counts)
    vi.advanceTimersByTime(1000)
    progress.say({ ...counts, done: 25, read: 25 })
    expect(told.at(-1)).toMatchObject({ state: 'reading', done: 25, msLeft: 3000 })
    progress.end()
    vi.advanceTimersByTime(250)
    expect(told.at(-1)).toMatchObject({ state: 'idle', done: 25, msLeft: null })
    progress.stop()
  })
})

describe('a belt', () => {
  it('gives each thing to one taker, in order, and ends both when it is closed', async () => {
    const belt = createAsyncQueue<number>()
    const taken: number[] = []
    const taker = (async () => {
      for (;;) {
        const some = await belt.take(3)
        if (some.length === 0) return
        taken.push(...some)
      }
    })()
    belt.put([1, 2, 3, 4])
    belt.put([5])
    await Promise.resolve()
    belt.put([6, 7])
    belt.close()
    belt.put([8])
    await taker
    expect(taken).toEqual([1, 2, 3, 4, 5, 6, 7])
  })
})
