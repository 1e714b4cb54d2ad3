// The companion as a listener meets it, on a real database and with the scorer in its thread: it plays on, explains, learns and can be moved.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { QueueState } from '../../../preload/contract/queue.ts'
import { artistOf, type Desk, genreOf, openDesk, stacked } from './desk.ts'

let folder: string
let desk: Desk

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dwell-companion-'))
  desk = openDesk(folder)
})
afterEach(async () => {
  await desk.close()
  rmSync(folder, { recursive: true })
})

const ids = (...numbers: number[]) => Int32Array.from(numbers)
const upcoming = (state: QueueState) => state.upcoming.map(item => Number(item.track.id))
const companions = (state: QueueState) => state.upcoming.filter(item => item.origin === 'companion' && !item.byHand)
const start = (from: number | null = null) =>
  desk.queueAfter(desk.queue.handlers['queue.companion']({ from: from as never }))
const album = { kind: 'album', name: 'Album 0' } as const

describe('the companion', () => {
  it('takes over an empty queue on the first day, and says that it picks for variety', async () => {
    stacked(desk.store.db, 30)
    desk.settings = { ...desk.settings, randomSlots: false }
    const state = await start()
    expect(state.companion).toBe(true)
    expect(state.current?.origin).toBe('companion')
    expect(state.upcoming).toHaveLength(49)
    expect(new Set([state.current, ...state.upcoming].map(item => item?.track.id)).size).toBe(50)
    expect(state.upcoming.map(item => item.reason?.kind)).toEqual(state.upcoming.map(() => 'variety'))
    const { knowing, coldBy, mix } = await desk.queue.handlers['balance.state']()
    expect({ knowing, coldBy, tracks: mix.items.length }).toEqual({ knowing: 'nothing', coldBy: 'tags', tracks: 20 })
  })

  it('is felt after twenty plays: more of the kind that was stayed with, less of what was skipped', async () => {
    stacked(desk.store.db, 60)
    desk.settings = { ...desk.settings, defaultAdventure: 0 }
    const share = (state: QueueState) =>
      companions(state)
        .slice(0, 20)
        .filter(item => genreOf(item.track.id) === 1).length / 20
    const before = share(await start())
    for (let play = 0; play < 20; play++) {
      const { current } = await desk.state()
      await desk.hear(genreOf(current?.track.id ?? 0) === 1)
    }
    const after = await desk.state()
    expect(before).toBeLessThan(0.5)
    expect(share(after)).toBeGreaterThan(0.85)
    expect((await desk.queue.handlers['balance.state']()).knowing).toBe('little')
  })

  it('lays the unheard part out anew after a skip, and leaves what was placed by hand where it is', async () => {
    stacked(desk.store.db, 40)
    await start()
    await desk.queue.handlers['queue.add']({ ids: ids(200), where: 'next' })
    const pinned = (await desk.state()).upcoming[4]
    if (pinned === undefined) throw new Error('the queue is short')
    await desk.queue.handlers['queue.pin']({ id: pinned.id })
    const before = await desk.state()
    await desk.hear(false)
    const after = await desk.state()
    expect(after.current?.track.id).toBe(200)
    // One item went on to play: the pinned one has come one nearer.
    expect(after.upcoming[3]?.id).toBe(pinned.id)
    expect(after.upcoming[3]?.byHand).toBe(true)
    expect(upcoming(after)).not.toEqual(upcoming(before).slice(1))
    expect(upcoming(after).filter(id => id === 200 || id === pinned.track.id)).toHaveLength(1)
  })

  it('never brings a track twice in a session, whether it was stayed with or skipped', async () => {
    stacked(desk.store.db, 12)
    await start()
    const heard = new Set<number>()
    for (let play = 0; play < 25; play++) {
      const { current } = await desk.state()
      expect(heard.has(Number(current?.track.id))).toBe(false)
      heard.add(Number(current?.track.id))
      await desk.hear(play % 3 !== 0)
      for (const id of upcoming(await desk.state())) expect(heard.has(id)).toBe(false)
    }
  })

  it('goes on when an album ends, and not while it repeats', async () => {
    stacked(desk.store.db, 20)
    await desk.queue.handlers['queue.setRepeat']({ repeat: 'all' })
    await desk.queue.handlers['queue.play']({ ids: ids(1, 2), startAt: 1, origin: 'album', source: album })
    expect((await desk.state()).companion).toBe(false)
    const told = desk.renewed()
    await desk.queue.handlers['queue.setRepeat']({ repeat: 'off' })
    await told
    const state = await desk.state()
    expect(state.current?.track.id).toBe(2)
    expect(state.companion).toBe(true)
    expect(companions(state)).toHaveLength(50)
    const next = await desk.queueAfter(desk.queue.handlers['queue.next']({ byItself: true }))
    expect(next.current?.origin).toBe('companion')
    // The album again, for ever: what the companion laid out steps back.
    const again = await desk.queueAfter(desk.queue.handlers['queue.setRepeat']({ repeat: 'all' }))
    expect(again.companion).toBe(false)
    expect(companions(again)).toHaveLength(0)
  })

  it('drops at once what shall never be queued, and brings it no more', async () => {
    stacked(desk.store.db, 30)
    const state = await start()
    const artist = artistOf(Number(state.upcoming[0]?.track.id))
    const told = desk.renewed()
    await desk.listening.handlers['listening.wish']({ kind: 'never', target: { of: 'artist', id: artist as never } })
    expect(upcoming(await desk.state()).map(artistOf)).not.toContain(artist)
    await told
    for (let play = 0; play < 10; play++) {
      await desk.hear(true)
      expect(upcoming(await desk.state()).map(artistOf)).not.toContain(artist)
    }
  })

  it('plays from a track that was picked, and takes the change back', async () => {
    stacked(desk.store.db, 30)
    await desk.queue.handlers['queue.play']({ ids: ids(1, 2, 3), startAt: 0, origin: 'album', source: album })
    const state = await start(77)
    expect(state.current?.track.id).toBe(77)
    expect(state.current?.byHand).toBe(true)
    expect(companions(state)).toHaveLength(50)
    const back = await desk.queueAfter(desk.queue.handlers['queue.undo']())
    expect(back.companion).toBe(false)
    expect(upcoming(back)).toEqual([2, 3])
  })

  it('is restored after a restart as it was decided, and goes on', async () => {
    stacked(desk.store.db, 30)
    await start()
    for (let play = 0; play < 4; play++) await desk.hear(play % 2 === 0)
    const before = await desk.state()
    const { now } = desk
    await desk.close()
    desk = openDesk(folder, { seed: 2 })
    desk.now = now
    const after = await desk.state()
    expect(after.upcoming).toEqual(before.upcoming)
    expect(after.current).toEqual(before.current)
    expect(after.companion).toBe(true)
    expect(after.upcoming[0]?.decided?.sat).toBeGreaterThan(0)
    await desk.hear(true)
    expect(companions(await desk.state())).toHaveLength(50)
  })

  it('does not bring again in this session what was taken out of it, unless that is taken back', async () => {
    stacked(desk.store.db, 6)
    desk.settings = { ...desk.settings, randomSlots: false }
    const { upcoming: first } = await start()
    const [gone] = first.slice(3)
    if (gone === undefined) throw new Error('the queue is short')
    await desk.queue.handlers['queue.remove']({ ids: [gone.id] })
    for (let play = 0; play < 2; play++) {
      await desk.hear(true)
      expect(upcoming(await desk.state())).not.toContain(gone.track.id)
    }
    await desk.queue.handlers['balance.set']({ adventure: 0.1 })
    const laid = await desk.balanceAfter(desk.queue.handlers['balance.set']({ adventure: 0.3 }))
    expect(laid.mix.items.map(item => item.trackId)).not.toContain(gone.track.id)
    expect(upcoming(await desk.state())).not.toContain(gone.track.id)
    const told = desk.renewed()
    expect(upcoming(await desk.queueAfter(desk.queue.handlers['queue.undo']()))).toContain(gone.track.id)
    await told
    expect(upcoming(await desk.state())).toContain(gone.track.id)
  })

  it('does not bring again in this session what was left before it sounded', async () => {
    stacked(desk.store.db, 12)
    const left = (await start()).current?.track.id
    await desk.queue.handlers['queue.next']({ byItself: false })
    for (let play = 0; play < 3; play++) {
      expect(upcoming(await desk.state())).not.toContain(left)
      await desk.hear(true)
    }
  })

  it('takes a play for the outcome of its offer only where it came of it', async () => {
    stacked(desk.store.db, 30)
    await start()
    const { current } = await desk.state()
    // Passed over before it sounded, and picked by hand later.
    await desk.queue.handlers['queue.next']({ byItself: false })
    await desk.hearTrack(Number(current?.track.id), true)
    const outcome = desk.store.db.prepare('SELECT count(play) FROM impressions WHERE track_id = ?').pluck()
    expect(outcome.get(current?.track.id)).toBe(0)
    const next = await desk.state()
    await desk.hear(true)
    expect(outcome.get(next.current?.track.id)).toBe(1)
  })

  it('says that there is nothing to play where the library is empty', async () => {
    await expect(start()).rejects.toMatchObject({ code: 'nothing-to-queue' })
    expect(await desk.state()).toMatchObject({ companion: false, current: null, upcoming: [] })
  })

  it('leaves what plays and what was to come where all else may never be queued', async () => {
    stacked(desk.store.db, 3)
    await desk.queue.handlers['queue.play']({ ids: ids(1, 2, 3), startAt: 0, origin: 'album', source: album })
    for (const id of [1, 2, 3])
      await desk.listening.handlers['listening.wish']({ kind: 'never', target: { of: 'artist', id: id as never } })
    await desk.queue.handlers['queue.add']({ ids: ids(4), where: 'end' })
    const before = await desk.state()
    await expect(start()).rejects.toMatchObject({ code: 'nothing-to-queue' })
    const after = await desk.state()
    expect(after.current).toEqual(before.current)
    expect(after.upcoming).toEqual(before.upcoming)
    expect(after.waiting).toBe(before.waiting)
    // Asked to play from a track, it plays that one at least.
    const state = await start(7)
    expect(state.current?.track.id).toBe(7)
    expect(upcoming(state)).toEqual(upcoming(before))
  })

  it('keeps what was to come until it has something better, and gives way to what is chosen meanwhile', async () => {
    stacked(desk.store.db, 20)
    await desk.queue.handlers['queue.play']({ ids: ids(1, 2, 3), startAt: 0, origin: 'album', source: album })
    const asked = start()
    expect(upcoming(await desk.state())).toEqual([2, 3])
    await desk.queue.handlers['queue.play']({ ids: ids(9, 8, 7), startAt: 0, origin: 'album', source: album })
    await asked
    const state = await desk.state()
    expect(state.companion).toBe(false)
    expect([state.current?.track.id, ...upcoming(state)]).toEqual([9, 8, 7])
  })
})
