// The queue as a listener meets it, on a real database: rearranged, taken back, and still there after a restart.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { seededRandom } from '../../../main/core/demo/random.ts'
import { createQueue, type Queue } from '../../../main/core/queue/index.ts'
import type { CoreContext } from '../../../main/core/service.ts'
import { openStore, type Store } from '../../../main/core/store/open.ts'
import { rows } from '../../../main/core/store/tables/rows.ts'
import { workerEntries } from '../../../main/core/workers.ts'
import { DwellError } from '../../../preload/contract/errors.ts'
import type { QueueState } from '../../../preload/contract/queue.ts'
import { defaultSettings } from '../../../preload/contract/settings.ts'
import { shelf } from '../../fixtures/shelf.ts'

let folder: string
let store: Store
let told: QueueState[]
let unwelcome: Set<number>

function open(): Queue {
  store = openStore({ file: join(folder, 'dwell.db') })
  const context: CoreContext = {
    store,
    now: () => 0,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    // the queue sends nothing but its state
    emit: (_name, payload) => void told.push(payload as unknown as QueueState),
    profileDir: folder,
    cacheDir: folder,
    workers: workerEntries(),
  }
  return createQueue(context, {
    rows: ids => rows(store.db).tracks(ids),
    mayQueue: id => !unwelcome.has(id),
    random: seededRandom(1),
    champions: { current: () => null, onChange: () => () => {} },
    settings: () => defaultSettings,
  })
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dwell-queue-'))
  told = []
  unwelcome = new Set()
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true })
})

/** The queue as the windows were told of it when a command was carried out. */
async function queueAfter(command: void | Promise<void>): Promise<QueueState> {
  await command
  const state = told.at(-1)
  if (state === undefined) throw new Error('no window was told of a queue')
  return state
}

const ids = (...numbers: number[]) => Int32Array.from(numbers)
const upcoming = (state: QueueState) => state.upcoming.map(item => Number(item.track.id))
const album = { kind: 'album', name: 'Weather' } as const

describe('a listener’s queue', () => {
  it('is still there after a restart, at the position where it was', async () => {
    let queue = open()
    shelf(store.db, { tracks: 8 })
    await queue.handlers['queue.play']({ ids: ids(1, 2, 3, 4), startAt: 1, origin: 'album', source: album })
    const { current } = await queueAfter(queue.handlers['queue.add']({ ids: ids(8), where: 'next' }))
    if (current === null) throw new Error('nothing plays')
    await queue.handlers['queue.keepPosition']({ id: current.id, positionMs: 42_000 })
    store.close()

    queue = open()
    const again = await queue.handlers['queue.state']()
    expect(again.current?.track.id).toBe(2)
    expect(again.positionMs).toBe(42_000)
    expect(upcoming(again)).toEqual([8, 3, 4])
    expect(again.upcoming[1]?.reason).toEqual({ kind: 'fromAlbum', album: 'Weather' })
    expect(again.upcoming[0]?.byHand).toBe(true)
  })

  it('goes on shuffling in the same order after a restart', async () => {
    let queue = open()
    shelf(store.db, { tracks: 300 })
    const all = Int32Array.from({ length: 300 }, (_, i) => i + 1)
    await queue.handlers['queue.play']({
      ids: all,
      startAt: 0,
      origin: 'hand',
      source: { kind: 'tracks' },
      shuffle: true,
    })
    const before = await queue.handlers['queue.state']()
    store.close()
    queue = open()
    const after = await queue.handlers['queue.state']()
    expect(upcoming(after)).toEqual(upcoming(before))
    expect(after.waiting).toBe(before.waiting)
    expect(after.shuffle).toBe(true)
  })

  it('takes back a clear, a removal and a replacement, one at a time', async () => {
    const queue = open()
    shelf(store.db, { tracks: 9 })
    await queue.handlers['queue.play']({ ids: ids(1, 2, 3), startAt: 0, origin: 'album', source: album })
    const { upcoming: first } = await queue.handlers['queue.state']()
    await queue.handlers['queue.remove']({ ids: first.slice(0, 1).map(item => item.id) })
    const cleared = await queueAfter(queue.handlers['queue.clear']())
    expect(upcoming(cleared)).toEqual([])
    expect(cleared.canUndo).toBe(true)
    expect(upcoming(await queueAfter(queue.handlers['queue.undo']()))).toEqual([3])
    expect(upcoming(await queueAfter(queue.handlers['queue.undo']()))).toEqual([2, 3])
    expect((await queueAfter(queue.handlers['queue.undo']())).current?.track.id).toBe(1)
  })

  it('takes back a removal without bringing again what has played since', async () => {
    const queue = open()
    shelf(store.db, { tracks: 9 })
    await queue.handlers['queue.play']({ ids: ids(1, 2, 3, 4), startAt: 0, origin: 'album', source: album })
    const { upcoming: first } = await queue.handlers['queue.state']()
    await queue.handlers['queue.remove']({ ids: first.slice(2).map(item => item.id) })
    await queue.handlers['queue.next']({ byItself: true })
    const back = await queueAfter(queue.handlers['queue.undo']())
    expect(back.current?.track.id).toBe(2)
    expect(upcoming(back)).toEqual([3, 4])
  })

  it('says why a track picked by hand cannot be played, and passes over it in an album', async () => {
    const queue = open()
    shelf(store.db, { tracks: 4, unplayable: [2] })
    const pick = () =>
      queue.handlers['queue.play']({ ids: ids(2), startAt: 0, origin: 'hand', source: { kind: 'tracks' } })
    expect(pick).toThrow(DwellError)
    expect(pick).toThrow(/ALAC/)
    const state = await queueAfter(
      queue.handlers['queue.play']({ ids: ids(2, 1, 3), startAt: 0, origin: 'album', source: album }),
    )
    expect(state.current?.track.id).toBe(1)
    expect(upcoming(state)).toEqual([3])
  })

  it('drops from a shuffle what the listener does not want now, and keeps what was placed by hand', async () => {
    const queue = open()
    shelf(store.db, { tracks: 6 })
    await queue.handlers['queue.play']({
      ids: ids(1, 2, 3, 4, 5),
      startAt: 0,
      origin: 'hand',
      source: { kind: 'tracks' },
      shuffle: true,
    })
    await queue.handlers['queue.add']({ ids: ids(6), where: 'next' })
    unwelcome = new Set([3, 6])
    queue.dropUnwelcome()
    const state = await queue.handlers['queue.state']()
    expect(upcoming(state)).toContain(6)
    expect(upcoming(state)).not.toContain(3)
  })

  it('tells every window of each change, with a version that grows', async () => {
    const queue = open()
    shelf(store.db, { tracks: 4 })
    await queue.handlers['queue.play']({ ids: ids(1, 2, 3), startAt: 0, origin: 'album', source: album })
    await queue.handlers['queue.next']({ byItself: true })
    await queue.handlers['queue.setRepeat']({ repeat: 'all' })
    expect(told.length).toBe(3)
    expect(told.map(state => state.version)).toEqual([1, 2, 3])
  })

  it('plays a list to its end and stays silent until asked', async () => {
    const queue = open()
    shelf(store.db, { tracks: 2 })
    await queue.handlers['queue.play']({ ids: ids(1, 2), startAt: 1, origin: 'album', source: album })
    const ended = await queueAfter(queue.handlers['queue.next']({ byItself: true }))
    expect(ended.current).toBeNull()
    expect(ended.past.map(item => Number(item.track.id))).toEqual([2])
    expect((await queueAfter(queue.handlers['queue.previous']())).current?.track.id).toBe(2)
  })

  it('lays out a hundred thousand tracks as a hundred items and a count', async () => {
    const queue = open()
    shelf(store.db, { tracks: 400 })
    const many = Int32Array.from({ length: 100_000 }, (_, i) => (i % 400) + 1)
    const state = await queueAfter(
      queue.handlers['queue.play']({ ids: many, startAt: 0, origin: 'hand', source: { kind: 'tracks' } }),
    )
    expect(state.upcoming.length).toBe(100)
    expect(state.waiting).toBe(100_000 - 101)
  })
})
