// The library notices what the listener does to the folders, with the real system's word and without it.
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ScanScope } from '../../../../main/core/library/scan/scan.ts'
import type { Subscribe, Touched } from '../../../../main/core/library/watch/subscribe.ts'
import { createWatch, type Watch, type WatchOptions } from '../../../../main/core/library/watch/watch.ts'
import { until } from '../../../until.ts'

let place: string
let asked: ScanScope[][]
let told: string[]
let watch: Watch
let roots: { id: number; path: string }[]

const quickly = { settleMs: 20, atLatestMs: 200, pollMs: 20, rescanMs: 50 }
const start = (options: Partial<WatchOptions> = {}) => {
  watch = createWatch({
    roots: () => roots.map(root => ({ ...root, name: 'm', state: 'present', lastScanAt: 1, settling: 0 })),
    request: scopes => asked.push([...scopes]),
    log: { info: () => undefined, warn: message => told.push(message), error: message => told.push(message) },
    ...quickly,
    rescanMs: 1_000_000,
    ...options,
  })
  return watch.setOn(true)
}
const folders = () =>
  asked.flat().flatMap(scope => (scope.starts === null ? ['*'] : scope.starts.map(one => one.folder)))

/** The system's word, by hand. */
function byHand() {
  const tellers = new Map<string, (touched: readonly Touched[]) => void>()
  const subscribe: Subscribe = async (folder, onTouched) => {
    tellers.set(folder, onTouched)
    return async () => void tellers.delete(folder)
  }
  return { tellers, subscribe }
}

beforeEach(() => {
  place = realpathSync(mkdtempSync(join(tmpdir(), 'dwell-watch-')))
  mkdirSync(join(place, 'm'))
  writeFileSync(join(place, 'm', 'there.mp3'), 'x')
  roots = [{ id: 1, path: join(place, 'm') }]
  asked = []
  told = []
})
afterEach(async () => {
  await watch.close()
  rmSync(place, { recursive: true, force: true })
})

describe('with the real system', () => {
  it('a new file, a new folder, a rename and a removal are each noticed', async () => {
    await start()
    writeFileSync(join(place, 'm', 'new.mp3'), 'x')
    await until(() => expect(folders()).toContain(''))
    mkdirSync(join(place, 'm', 'Album'))
    writeFileSync(join(place, 'm', 'Album', '1.mp3'), 'x')
    await until(() => expect(folders()).toContain('Album'))
    renameSync(join(place, 'm', 'Album'), join(place, 'm', 'Record'))
    await until(() => expect(folders()).toContain('Record'))
    asked = []
    rmSync(join(place, 'm', 'Record'), { recursive: true })
    await until(() => expect(folders()).toContain('Record'))
  })

  it('a root that goes away and comes back is looked at both times', async () => {
    await start()
    renameSync(join(place, 'm'), join(place, 'unplugged'))
    await until(() => expect(folders()).toContain('*'))
    asked = []
    renameSync(join(place, 'unplugged'), join(place, 'm'))
    await until(() => expect(folders()).toContain('*'))
    // Word of the first move may still come: it is watched again once a file that is added is told by its folder.
    let added = 0
    await until(() => {
      writeFileSync(join(place, 'm', `after-${added++}.mp3`), 'x')
      expect(folders()).toContain('')
    })
  })
})

describe('whatever the system', () => {
  it('many touches are one scan, and touches without end are scanned meanwhile', async () => {
    const { tellers, subscribe } = byHand()
    await start({ subscribe })
    const touch = () => tellers.get(join(place, 'm'))?.([{ kind: 'update', path: join(place, 'm', 'a', '1.mp3') }])
    for (let i = 0; i < 50; i++) touch()
    await until(() => expect(asked).toHaveLength(1))
    expect(asked[0]).toEqual([{ rootId: 1, starts: [{ folder: 'a', raw: null, deep: false }] }])
    const on = setInterval(touch, 5)
    await until(() => expect(asked.length).toBeGreaterThan(1))
    clearInterval(on)
  })

  it('an unmounted disk that leaves a bare folder behind is noticed', async () => {
    await start({ subscribe: byHand().subscribe })
    renameSync(join(place, 'm', 'there.mp3'), join(place, 'kept.mp3'))
    await until(() => expect(folders()).toEqual(['*']))
  })

  it('a folder that cannot be watched is scanned every so often, and that is said once', async () => {
    await start({ subscribe: () => Promise.reject(new Error('no space left for watches')), rescanMs: 30 })
    await until(() => expect(asked.length).toBeGreaterThan(1))
    expect(told).toEqual(['A folder cannot be watched; it is scanned every so often instead.'])
  })

  it('a watch that fails later is made up for by scanning', async () => {
    let fail: (error: Error) => void = () => undefined
    const subscribe: Subscribe = async (_folder, _onTouched, onError) => {
      fail = onError
      return async () => undefined
    }
    await start({ subscribe, rescanMs: 30 })
    fail(new Error('events were lost'))
    await until(() => expect(folders()).toContain('*'))
  })

  it('roots are taken up and let go as they come and go', async () => {
    const { tellers, subscribe } = byHand()
    await start({ subscribe })
    mkdirSync(join(place, 'n'))
    roots.push({ id: 2, path: join(place, 'n') })
    await watch.follow()
    expect([...tellers.keys()]).toEqual([join(place, 'm'), join(place, 'n')])
    roots.shift()
    await watch.follow()
    expect([...tellers.keys()]).toEqual([join(place, 'n')])
  })

  it('turned off it lets everything go and asks for nothing', async () => {
    const { tellers, subscribe } = byHand()
    await start({ subscribe, rescanMs: 10 })
    await watch.setOn(false)
    expect(tellers.size).toBe(0)
    rmSync(join(place, 'm', 'there.mp3'))
    await watch.follow()
    expect(asked).toEqual([])
  })
})
