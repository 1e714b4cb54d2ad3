import { describe, expect, it } from 'vitest'
import { albumId, artistId, wishId } from '../../../preload/contract/ids.ts'
import type { WishKind, WishTarget } from '../../../preload/contract/listening.ts'
import { dayMs, noon } from '../store/profiles.ts'
import { listener, minute, played, storeWithTracks, type TestListener, toldOf, track } from './listener.ts'

const onTrack = (id: number): WishTarget => ({ of: 'track', id: track(id) })
const onAlbum = (id: number): WishTarget => ({ of: 'album', id: albumId.parse(id) })
const onArtist = (id: number): WishTarget => ({ of: 'artist', id: artistId.parse(id) })
const wish = (one: TestListener, kind: WishKind, target: WishTarget) => one.ask('listening.wish', { kind, target })
const allowed = (one: TestListener) =>
  Array.from({ length: 20 }, (_, n) => n + 1).filter(id => one.listening.mayQueue(id))

describe('a wish', () => {
  it('is told with the name of what it is about', async () => {
    const one = listener()
    expect(await wish(one, 'like', onTrack(3))).toMatchObject({
      kind: 'like',
      label: 'Track 3 · Artist 4',
      at: noon,
      until: null,
    })
    expect(await wish(one, 'rest', onAlbum(2))).toMatchObject({ label: 'Album 2 · Artist 2', until: noon + 30 * dayMs })
    expect(await wish(one, 'never', onArtist(1))).toMatchObject({ label: 'Artist 1', until: null })
    expect(toldOf(one.told, 'listening.wishesChanged')).toEqual([
      { target: onTrack(3) },
      { target: onAlbum(2) },
      { target: onArtist(1) },
    ])
  })

  it('asked twice is the same wish', async () => {
    const one = listener()
    expect(await wish(one, 'like', onTrack(3))).toEqual(await wish(one, 'like', onTrack(3)))
    expect(await one.ask('listening.wishes', {})).toHaveLength(1)
  })

  it('taken back is no longer in force, and stays on record', async () => {
    const one = listener()
    const { id } = await wish(one, 'never', onTrack(3))
    await one.ask('listening.undoWish', { id })
    await one.ask('listening.undoWish', { id })
    expect(await one.ask('listening.wishes', {})).toEqual([])
    expect(allowed(one)).toContain(3)
    expect(one.store.db.prepare('SELECT undone_at FROM wishes').pluck().all()).toEqual([noon])
    expect((await wish(one, 'never', onTrack(3))).id).not.toBe(id)
  })

  it('that nobody made cannot be taken back, and what is not there cannot be wished for', async () => {
    const one = listener()
    await expect(one.ask('listening.undoWish', { id: wishId.parse(77) })).rejects.toThrow('not known')
    await expect(wish(one, 'like', onTrack(77))).rejects.toThrow('no longer in the library')
    await expect(wish(one, 'like', onAlbum(1))).rejects.toThrow('for tracks')
  })

  it('is found by what it is about', async () => {
    const one = listener()
    await wish(one, 'like', onTrack(3))
    await wish(one, 'rest', onTrack(3))
    await wish(one, 'like', onTrack(4))
    const found = await one.ask('listening.wishes', { target: onTrack(3) })
    expect(found).toMatchObject([{ kind: 'rest' }, { kind: 'like' }])
  })
})

describe('the queue', () => {
  it('leaves out what shall never be queued, by track, album and artist', async () => {
    const one = listener()
    await wish(one, 'never', onTrack(1))
    expect(allowed(one)).toHaveLength(19)
    await wish(one, 'never', onAlbum(3))
    expect(allowed(one)).not.toContain(2)
    expect(allowed(one)).toHaveLength(14)
    await wish(one, 'never', onArtist(4))
    expect(allowed(one)).toHaveLength(9)
  })

  it('takes up again what has rested for thirty days', async () => {
    const one = listener()
    await wish(one, 'rest', onTrack(5))
    expect(one.listening.mayQueue(5)).toBe(false)
    one.now = noon + 30 * dayMs - 1
    expect(one.listening.mayQueue(5)).toBe(false)
    one.now = noon + 30 * dayMs
    expect(one.listening.mayQueue(5)).toBe(true)
  })

  it('takes up again after the session what was not wanted now', async () => {
    const one = listener()
    await one.ask('listening.report', {
      events: played(1, noon, 10 * minute, 'finished', undefined, 600_000),
    })
    one.now = noon + 9 * minute
    await wish(one, 'notNow', onTrack(5))
    expect(one.listening.mayQueue(5)).toBe(false)
    one.now = noon + 25 * minute
    await one.ask('listening.report', { events: played(2, one.now, 3 * minute) })
    expect(one.listening.mayQueue(5)).toBe(false)
    one.now = noon + 60 * minute
    await one.ask('listening.report', { events: played(3, one.now, 3 * minute) })
    expect(one.listening.mayQueue(5)).toBe(true)
    expect(await one.ask('listening.wishes', {})).toEqual([])
  })

  it('likes what it may play: a like keeps nothing out', async () => {
    const one = listener()
    await wish(one, 'like', onTrack(5))
    expect(allowed(one)).toHaveLength(20)
  })

  it('asks a hundred thousand tracks without the database, with a thousand wishes in force', async () => {
    const one = listener(storeWithTracks(100_000))
    const add = one.store.db.prepare("INSERT INTO wishes (kind, target, target_id, at) VALUES ('never', 'track', ?, 0)")
    one.store.db.transaction(() => {
      for (let id = 1; id <= 1000; id++) add.run(id * 100)
    })()
    one.listening.mayQueue(1)
    one.store.db.exec('ALTER TABLE wishes RENAME TO not_here')
    let may = 0
    for (let id = 1; id <= 100_000; id++) may += Number(one.listening.mayQueue(id))
    expect(may).toBe(99_000)
  })
})
