// What would play next, asked without touching it: as far as the library goes, under other sliders, behind what is kept.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Desk, openDesk, stacked } from './desk.ts'

let folder: string
let desk: Desk

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dwell-ahead-'))
  desk = openDesk(folder)
})
afterEach(async () => {
  await desk.close()
  rmSync(folder, { recursive: true })
})

const tracks = ({ items }: { readonly items: readonly { readonly track: { readonly id: number } }[] }) =>
  items.map(item => Number(item.track.id))
const order = (ids: Int32Array<ArrayBuffer>) =>
  desk.queue.handlers['queue.play']({ ids, startAt: 0, origin: 'hand', source: { kind: 'tracks' } })

describe('a look ahead', () => {
  it('goes on to the last track of the library, each once, and begins the same however far it goes', async () => {
    stacked(desk.store.db, 12)
    const far = tracks(await desk.queue.ahead({ sliders: {}, length: 5000 }))
    expect(new Set(far).size).toBe(far.length)
    const all = Number(desk.store.db.prepare('SELECT count(*) FROM tracks').pluck().get())
    expect(all).toBe(60)
    expect(far).toHaveLength(all)
    await desk.close()
    desk = openDesk(folder)
    expect(tracks(await desk.queue.ahead({ sliders: {}, length: 7 }))).toEqual(far.slice(0, 7))
  })

  it('changes nothing: no queue, no slider, no word to a window', async () => {
    stacked(desk.store.db, 12)
    const [queue, { balance }] = [await desk.state(), await desk.queue.handlers['balance.state']()]
    desk.queues.length = 0
    await desk.queue.ahead({ sliders: { adventure: 1, discovery: 1 }, length: 30 })
    expect(await desk.state()).toEqual(queue)
    expect((await desk.queue.handlers['balance.state']()).balance).toEqual(balance)
    expect(desk.queues).toEqual([])
  })

  it('answers what is kept as it is, to the end of what it plays from, and then what the companion brings', async () => {
    stacked(desk.store.db, 60)
    const ids = Int32Array.from({ length: 250 }, (_, at) => at + 1)
    await order(ids)
    const within = await desk.queue.ahead({ sliders: {}, length: 240 })
    expect(tracks(within)).toEqual(Array.from(ids.subarray(1, 241)))
    expect(within).toMatchObject({ companion: false, current: { track: { id: 1 } } })
    const beyond = await desk.queue.ahead({ sliders: {}, length: 299 })
    expect(beyond.companion).toBe(true)
    expect(tracks(beyond).slice(0, 249)).toEqual(Array.from(ids.subarray(1)))
    expect(new Set(tracks(beyond)).size).toBe(299)
    expect(beyond.items.slice(249).every(item => item.origin === 'companion' && item.decided !== null)).toBe(true)
  })

  it('under other sliders keeps what was placed by hand where it is, and lays the rest out anew', async () => {
    stacked(desk.store.db, 60)
    await order(Int32Array.of(1, 2, 3, 4))
    await desk.queue.handlers['queue.add']({ ids: Int32Array.of(200, 201), where: 'next' })
    const ahead = await desk.queue.ahead({ sliders: { adventure: 0 }, length: 10 })
    expect(tracks(ahead).slice(0, 2)).toEqual([200, 201])
    expect(ahead.items.slice(2).every(item => item.origin === 'companion')).toBe(true)
    const none = ahead.items.slice(2).filter(item => item.decided?.drawn)
    expect(none).toEqual([])
  })
})
